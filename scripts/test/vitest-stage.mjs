import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { vitestCounts } from './counts.mjs'
import { packageCommand, project, runCommand } from './run-command.mjs'

/**
 * @param {string} stage
 * @param {readonly string[]} projects
 * @param {{ prefix?: readonly string[], env?: NodeJS.ProcessEnv }} [surroundings] `prefix` is a command that
 *   runs the one after it.
 * @returns {Promise<import('./stages.mjs').StageOutcome>}
 */
export async function runVitest(stage, projects, { prefix = [], env = process.env } = {}) {
  const reportFile = freshReportFile(stage)
  const commandLine = [
    ...prefix,
    ...packageCommand('vitest'),
    'run',
    ...projects.flatMap((name) => ['--project', name]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
  ]
  const { ok, output } = await runCommand(commandLine, { buffered: false, env })
  const report = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : undefined
  return { counts: vitestCounts(report, ok), output }
}

/**
 * @param {string} stage
 * @returns {string} Without the file of an earlier run: a crash must not be counted as that run's success.
 */
function freshReportFile(stage) {
  const directory = path.join(project, 'test-results')
  mkdirSync(directory, { recursive: true })
  const file = path.join(directory, `${stage}.json`)
  rmSync(file, { force: true })
  return file
}
