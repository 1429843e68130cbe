import { version } from '../../../package.json'
import { visibleJson } from '../../../shared/visible-text.ts'
import type { Host } from '../host/host.ts'
import { type ExitCode, exitCodes } from '../outcome/exit-codes.ts'
import type { FailureJson } from '../outcome/failure-json.ts'
import { type CommandLine, parseCommandLine, wantsJson } from '../parse/parse-command-line.ts'
import { writeMessage } from '../terminal/io.ts'
import { Output } from '../terminal/output.ts'
import type { Program } from '../verb/program.ts'
import { printJson, printLines } from './print-answer.ts'
import { VerbRun } from './verb-run.ts'

/**
 * Runs one of the command lines.
 *
 * @param argv - without the program's own name
 */
export async function runProgram(program: Program, argv: readonly string[], host: Host): Promise<ExitCode> {
  const output = new Output(host.io.stdout)
  // A reader of messages that has gone must not end the work.
  host.io.stderr.on('error', () => undefined)
  let line: CommandLine | null = null
  try {
    line = await parseCommandLine(program, argv)
    if (line.kind === 'verb') return await runVerb(program, line, host, output)
    await output.write(await answerWithoutVerb(program, line))
    await output.flush()
    return exitCodes.ok
  } catch (error) {
    const dataDir = line?.kind === 'verb' ? line.options.dataDir : undefined
    const json = wantsJson(program, argv) && !output.hasBegun
    return answerFailure(program, error, host, { dataDir, json })
  }
}

async function answerWithoutVerb(
  program: Program,
  line: Exclude<CommandLine, { kind: 'verb' }>,
): Promise<string> {
  if (line.kind === 'version') return `${program.name} ${version}\n`
  if (line.kind === 'completion') {
    const { completionScript } = await import('../help/completion.ts')
    return completionScript(line.shell, program)
  }
  const { programHelp, verbHelp } = await import('../help/help.ts')
  return line.verb === null ? programHelp(program) : verbHelp(program, line.verb)
}

async function runVerb(
  { name }: Program,
  { given, options, verb }: Extract<CommandLine, { kind: 'verb' }>,
  host: Host,
  output: Output,
): Promise<ExitCode> {
  const run = new VerbRun(name, verb, options, host)
  try {
    await run.checkPlace()
    const answers = verb.answer(run.context, given)
    const shown = run.watch(answers)
    await (options.json ? printJson(shown, verb.isList, output) : printLines(shown, output))
  } catch (error) {
    if (!host.signal.aborted) throw error
    await answerFailure({ name }, error, host, { ...options, json: options.json && !output.hasBegun })
  } finally {
    await run.close()
  }
  if (!host.signal.aborted) return run.failed ? exitCodes.failed : exitCodes.ok
  writeMessage(host.io, `Interrupted. ${verb.interrupted ?? 'Run it again to do the rest.'}`)
  return exitCodes.failed
}

/** @param json - whether it is printed as JSON; not into a list that has begun, which it would spoil. */
async function answerFailure(
  { name }: Pick<Program, 'name'>,
  error: unknown,
  { core, io }: Host,
  { dataDir, json }: { readonly dataDir: string | undefined; readonly json: boolean },
): Promise<ExitCode> {
  const { describeFailure } = await import('../outcome/failure.ts')
  const whereAt = async () => ({
    program: name,
    path: (await core()).locateDataDirectory(dataDir).path,
  })
  const failure = await describeFailure(error, core, whereAt)
  if (json) io.stdout.write(`${visibleJson({ error: failure.json satisfies FailureJson }, 2)}\n`)
  else writeMessage(io, ...failure.lines)
  return failure.exitCode
}
