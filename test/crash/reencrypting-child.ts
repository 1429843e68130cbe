import { writeSync } from 'node:fs'
import { sqliteAt } from '../../electron/core/database/database-target.ts'
import { openCredentialPages } from '../../electron/core/database/engines/open-credential-rows.ts'
import { threadResealer } from '../../electron/core/reencryption/cipher-thread.ts'
import { sweep } from '../../electron/core/reencryption/sweep.ts'

/* The process that crash tests kill in the middle of a re-encryption. */

/** What a child is started with, as JSON in its first argument; keys in hex. */
export interface ReencryptingOrder {
  readonly databasePath: string
  readonly from: { readonly id: number; readonly key: string }
  readonly to: { readonly id: number; readonly key: string }
  readonly pageRows: number
}

const { databasePath, from, pageRows, to } = JSON.parse(process.argv[2] ?? '') as ReencryptingOrder
const keyOf = ({ id, key }: ReencryptingOrder['from']) => ({ secretId: id, key: Buffer.from(key, 'hex') })
const resealer = await threadResealer(keyOf(from), keyOf(to))
writeSync(1, 'go\n')
const pages = await openCredentialPages(sqliteAt(databasePath), { from: from.id, to: to.id })
const how = await sweep({ pages, resealer, pageRows })
writeSync(1, `done: ${how}\n`)
await pages.close()
