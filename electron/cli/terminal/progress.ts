import { numberInWords } from '../../../shared/numbers-in-words.ts'
import { type CliIo, writeMessage } from './io.ts'

/** What is going on, on standard error; whatever is said after the end of the work is not part of it. */
export interface Progress {
  /** Names the step that begins, a line of its own: `Writing the backup…`. */
  step(text: string): void
  /** Redraws a bar on a terminal; elsewhere writes a line at every tenth. `total` is above 0. */
  count(done: number, total: number): void
  /** Takes the bar off the terminal; harmless without one. */
  end(): void
}

const BAR_WIDTH = 24
const CLEAR_LINE = '\r\x1b[K'

/** Nothing is shown with `quiet`; nothing is redrawn where nobody watches (pipes, `CI`, dumb terminals). */
export function makeProgress({ environment, stderr }: CliIo, quiet: boolean): Progress {
  const watched = stderr.isTTY === true && environment.CI === undefined && environment.TERM !== 'dumb'
  if (quiet) return { step: () => undefined, count: () => undefined, end: () => undefined }
  return watched ? barProgress(stderr) : lineProgress(stderr)
}

function barProgress(stderr: CliIo['stderr']): Progress {
  let drawn = false
  const end = (): void => {
    if (drawn) stderr.write(CLEAR_LINE)
    drawn = false
  }
  return {
    step: (text) => {
      end()
      writeMessage({ stderr }, text)
    },
    count: (done, total) => {
      const filled = Math.round((BAR_WIDTH * done) / total)
      const bar = '#'.repeat(filled) + '-'.repeat(BAR_WIDTH - filled)
      const line = `[${bar}] ${percent(done, total)} ${ofTotal(done, total)}`
      stderr.write(`${CLEAR_LINE}${line.slice(0, (stderr.columns ?? 80) - 1)}`)
      drawn = true
    },
    end,
  }
}

function lineProgress(stderr: CliIo['stderr']): Progress {
  let tenths = -1
  return {
    step: (text) => {
      tenths = -1
      writeMessage({ stderr }, text)
    },
    count: (done, total) => {
      const now = Math.floor((10 * done) / total)
      if (now !== tenths) writeMessage({ stderr }, `${percent(done, total)} ${ofTotal(done, total)}`)
      tenths = now
    },
    end: () => undefined,
  }
}

function percent(done: number, total: number): string {
  return `${Math.floor((100 * done) / total)}%`.padStart(4)
}

function ofTotal(done: number, total: number): string {
  return `${numberInWords(done)} of ${numberInWords(total)}`
}
