import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { vitestCounts, vitestFailures } from './counts.mjs'
import { packageCommand, project, runCommand } from './run-command.mjs'

/**
 * @typedef {object} Surroundings
 * @property {readonly string[]} [prefix] A command that runs the one after it.
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [node] The executable; by default the one that runs this.
 * @property {string} [directory] A copy of the project; by default this one.
 * @property {readonly string[]} [args] More of Vitest's arguments.
 */

/**
 * @param {string} stage
 * @param {readonly string[]} projects
 * @param {Surroundings} [surroundings]
 * @returns {Promise<import('./stages.mjs').StageOutcome>}
 */
export async function runVitest(stage, projects, surroundings = {}) {
  const {
    args = [],
    directory = project,
    env = process.env,
    node = process.execPath,
    prefix = [],
  } = surroundings
  const reportFile = freshReportFile(directory, stage)
  const [, vitest = ''] = packageCommand('vitest')
  const commandLine = [
    ...prefix,
    node,
    path.join(directory, path.relative(project, vitest)),
    'run',
    ...projects.flatMap((name) => ['--project', name]),
    ...args,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
  ]
  const { ok, output } = await runCommand(commandLine, { buffered: false, env, directory })
  const report = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : undefined
  return { counts: vitestCounts(report, ok), output, failures: vitestFailures(report) }
}

/**
 * @param {string} project
 * @param {string} stage
 * @returns {string} Without the file of an earlier run: a crash must not be counted as that run's success.
 */
function freshReportFile(project, stage) {
  const directory = path.join(project, 'test-results')
  mkdirSync(directory, { recursive: true })
  const file = path.join(directory, `${stage}.json`)
  rmSync(file, { force: true })
  return file
}
