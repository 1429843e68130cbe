import { type ChildProcess, spawn } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import { DatabaseSync } from '../support/sqlite.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { openTestSystem } from '../support/test-system.ts'
import { buildChild } from './child-process.ts'
import type { MovingOrder, MovingReport } from './moving-child.ts'

const SERVERS = ['sso01', 'sso02', 'sso03', 'sso04', 'sso05']
const ATTEMPTS = 60

let script = ''
beforeAll(async () => {
  script = await buildChild('moving-child')
}, 60_000)
afterAll(() => rm(dirname(script), { recursive: true, force: true }))

interface Move {
  readonly before: string
  readonly after: string
}

/** A process on its marks: `go` lets it move, `report` is what it did. */
class Mover {
  readonly #child: ChildProcess
  readonly #lines: AsyncIterator<string>

  constructor(order: MovingOrder) {
    const child = spawn(process.execPath, [script, JSON.stringify(order)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#child = child
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  }

  async ready(): Promise<void> {
    expect((await this.#lines.next()).value).toBe('ready')
  }

  go(): void {
    this.#child.stdin?.end()
  }

  async report(): Promise<MovingReport> {
    const { value } = await this.#lines.next()
    return JSON.parse(value ?? 'null') as MovingReport
  }
}

/** Keeps, by the database's own hand, what each transaction that moved the role has committed, in order. */
function keepMoves(path: string): void {
  const database = new DatabaseSync(path)
  database.exec(`CREATE TABLE kept_move (id INTEGER PRIMARY KEY, "before" TEXT, "after" TEXT);
    CREATE TRIGGER keep_move AFTER UPDATE OF master_secret_server ON global_info
    BEGIN INSERT INTO kept_move ("before", "after") VALUES (old.master_secret_server, new.master_secret_server); END`)
  database.close()
}

function readAll<T>(path: string, sql: string): readonly T[] {
  const database = new DatabaseSync(path)
  try {
    return database.prepare(sql).all() as T[]
  } finally {
    database.close()
  }
}

/** Reads over and over until `end`. @returns how often, and the servers that were seen to hold the role. */
async function watch(path: string, end: Promise<unknown>): Promise<{ reads: number; seen: Set<string> }> {
  const database = new DatabaseSync(path)
  const read = database.prepare('SELECT master_secret_server AS name FROM global_info')
  const seen = new Set<string>()
  let watching = true
  void end.finally(() => {
    watching = false
  })
  let reads = 0
  for (; watching; reads += 1) {
    const rows = read.all() as { name: string }[]
    expect(rows).toHaveLength(1)
    for (const { name } of rows) seen.add(name)
    await nextTurn()
  }
  database.close()
  return { reads, seen }
}

/** What a server has written of moves (10575) into its own log, which no other process keeps it from. */
async function readLoggedMoves(dataDirectory: string): Promise<readonly Move[]> {
  const { events } = locateDataDirectory(dataDirectory)
  const log = await readFile(join(events, 'secret-operations.jsonl'), 'utf8')
  const lines = log.trimEnd().split('\n')
  const logged = lines.map((line) => JSON.parse(line) as { readonly eventId: number; readonly data: Move })
  return logged.flatMap(({ data, eventId }) => (eventId === 10_575 ? [data] : []))
}

const edges = (moves: readonly Move[]): readonly string[] =>
  moves.map(({ after, before }) => `${before} → ${after}`).sort()

it('there is one master secret server at any time, and moves follow each other, however many race for it', {
  timeout: 120_000,
}, async () => {
  const { directory, system } = await openTestSystem()
  for (const server of SERVERS.slice(1)) await system.servers.join(server)
  keepMoves(directory.database)
  const { database } = directory
  const orders = await Promise.all(
    SERVERS.map(async (server, at): Promise<MovingOrder> => {
      const dataDirectory = join(await temporaryFolder(), 'data')
      return { dataDirectory, database, server, servers: SERVERS, attempts: ATTEMPTS, seed: 10_575 + at }
    }),
  )
  const movers = orders.map((order) => new Mover(order))
  await Promise.all(movers.map((mover) => mover.ready()))
  for (const mover of movers) mover.go()
  const moving = Promise.all(movers.map((mover) => mover.report()))
  const { reads, seen } = await watch(directory.database, moving)
  const reports = await moving

  const kept = readAll<Move>(directory.database, 'SELECT "before", "after" FROM kept_move ORDER BY id')
  const [holder] = readAll<{ name: string }>(
    directory.database,
    'SELECT master_secret_server AS name FROM global_info',
  )
  expect([...kept.map(({ before }) => before), holder?.name]).toEqual([
    'sso01',
    ...kept.map(({ after }) => after),
  ])
  const logged = await Promise.all(orders.map(({ dataDirectory }) => readLoggedMoves(dataDirectory)))
  expect(edges(logged.flat())).toEqual(edges(kept))

  // By its service a server gives away only what it has, though it may lose it between being asked and doing it.
  const byService = reports.flatMap(({ moved }, at) => moved.map((move) => ({ ...move, by: SERVERS[at] })))
  for (const { before, by } of byService) expect(before).toBe(by)
  const refusals = reports.flatMap(({ refused }) => Object.keys(refused))
  expect(refusals).toContain('NotMasterSecretServer')
  const others = refusals.filter((code) => code !== 'NotMasterSecretServer' && code !== 'DatabaseBusy')
  expect(others).toEqual([])
  expect(byService.length).toBeGreaterThan(0)
  expect(kept.length).toBeGreaterThan(byService.length)
  for (const name of seen) expect(SERVERS).toContain(name)
  console.log(`${kept.length} moves, ${byService.length} of them on the server itself, ${reads} reads`)
})
