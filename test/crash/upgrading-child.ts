import { writeSync } from 'node:fs'
import { openDatabaseFile } from '../support/open-database-file.ts'

/* The process that crash tests kill in the middle of an upgrade. */

const { databasePath } = JSON.parse(process.argv[2] ?? '') as { readonly databasePath: string }
writeSync(1, 'go\n')
const database = await openDatabaseFile(databasePath)
writeSync(1, 'done\n')
await database.close()
