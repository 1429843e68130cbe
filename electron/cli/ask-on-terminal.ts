import { createInterface } from 'node:readline/promises'
import askPassword from '@inquirer/password'
import { visibleText } from '../../shared/visible-text.ts'
import type { CliIo } from './io.ts'
import type { AskedValue } from './passwords.ts'

/** Asks for each value in turn, without echo for the masked ones. */
export async function askOnTerminal(io: CliIo, asked: readonly AskedValue[]): Promise<Uint8Array[]> {
  const answers: Uint8Array[] = []
  for (const { label, masked } of asked) {
    const message = `${visibleText(label)}:`
    const answer = masked ? await askMasked(io, message) : await askPlain(io, `${message} `)
    answers.push(new TextEncoder().encode(answer))
  }
  return answers
}

function askMasked(io: CliIo, message: string): Promise<string> {
  const { stderr, stdin } = io
  return askPassword({ message }, { input: stdin as NodeJS.ReadStream, output: stderr as NodeJS.WriteStream })
}

/** @throws an error named `ExitPromptError` if the terminal is closed instead of answering. */
export async function askPlain({ stderr, stdin }: CliIo, question: string): Promise<string> {
  const terminal = createInterface({ input: stdin, output: stderr })
  const closed = new AbortController()
  terminal.once('close', () => closed.abort())
  terminal.once('SIGINT', () => terminal.close())
  try {
    return await terminal.question(visibleText(question), { signal: closed.signal })
  } catch (cause) {
    throw Object.assign(new Error('not answered', { cause }), { name: 'ExitPromptError' })
  } finally {
    terminal.close()
  }
}
