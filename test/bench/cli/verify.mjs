import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { IDLE_BEFORE_MS } from '../age.mjs'
import { measureAgeDecrypt } from './age-decrypt.mjs'
import { runProgram } from './run-program.mjs'

/**
 * @typedef {object} BackupPlace
 * @property {string} dataDirectory
 * @property {string} backupFile
 * @property {string} payload The age file in the backup, extracted.
 * @property {string} password
 */

/**
 * Makes a system and a backup of its master secret.
 *
 * @param {string} folder
 * @param {string} password
 * @returns {Promise<BackupPlace>}
 */
export async function prepareBackup(folder, password) {
  const dataDirectory = path.join(folder, 'verify')
  const backupFile = path.join(folder, 'verify.bak')
  const payload = path.join(folder, 'verify.age')
  const args = ['-generateSecret', backupFile, '--password-stdin']
  await runProgram('ssoconfig', args, { dataDirectory, input: `${password}\n` })
  await writeFile(payload, JSON.parse(await readFile(backupFile, 'utf8')).payload)
  return { dataDirectory, backupFile, payload, password }
}

/** @param {BackupPlace} place */
export async function measureVerify({ backupFile, dataDirectory, password }) {
  await pause(IDLE_BEFORE_MS)
  const args = ['-verifyBackup', backupFile, '--password-stdin']
  const { milliseconds } = await runProgram('ssoconfig', args, { dataDirectory, input: `${password}\n` })
  return milliseconds
}

/** @param {BackupPlace} place */
export function measureAgeOpening({ password, payload }) {
  return measureAgeDecrypt({ encrypted: payload, plaintext: `${payload}.plain`, passphrase: password })
}
