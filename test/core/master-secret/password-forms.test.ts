import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseBackupFile } from '../../../electron/core/backup/backup-file.ts'
import { openBackup } from '../../../electron/core/backup/backup-payload.ts'
import { aBackupFile, aPair, memoisingKdf } from '../../support/backup-samples.ts'
import { openRestoreSystem } from '../../support/restore-system.ts'
import { aGenerateRequest, openTestSystem, utf8 } from '../../support/test-system.ts'

const composed = 'Schlüssel Käse'
const forms = {
  composed,
  decomposed: composed.normalize('NFD'),
  'with a byte order mark': `\ufeff${composed}`,
  'with another space': composed.replace(' ', '\u00a0'),
}

/** A file as earlier versions made it: of the bytes as they came, without saying when. */
const anEarlierBackup = (password: string) => aBackupFile({ password })

async function open(file: Uint8Array, password: string) {
  const kdf = memoisingKdf()
  const opened = await openBackup(parseBackupFile(file), utf8(password), kdf)
  return { opened, derivations: kdf.calls.count }
}

describe('a backup of this version', () => {
  it.each(Object.entries(forms))(
    'opens with any form of its password when made with it %s',
    async (_, made) => {
      const { folder, system } = await openTestSystem()
      const path = join(folder, 'a.bak')
      const password = utf8(made)
      await system.masterSecret.generate(aGenerateRequest(path, { password, confirmation: password }))
      for (const typed of Object.values(forms)) {
        const found = await system.masterSecret.verify({ backupFile: path, password: utf8(typed) })
        expect(found.store).toBe('same')
      }
    },
  )

  it('derives one key, whether its password fits or not', async () => {
    const header = { writtenAt: '2026-11-27T10:00:00.000Z' }
    const file = await aBackupFile({ header, password: composed })
    expect(await open(file, forms.decomposed)).toEqual({ opened: aPair(), derivations: 1 })
    const kdf = memoisingKdf()
    await expect(openBackup(parseBackupFile(file), utf8('another password é'), kdf)).rejects.toMatchObject({
      code: 'WrongPassword',
    })
    expect(kdf.calls.count).toBe(1)
  })
})

describe('a backup of an earlier version', () => {
  it.each(['composed', 'decomposed', 'with a byte order mark'] as const)(
    'opens with any form of its password when made with it %s',
    async (made) => {
      const file = await anEarlierBackup(forms[made])
      for (const typed of [forms.composed, forms.decomposed, forms['with a byte order mark']])
        expect((await open(file, typed)).opened).toEqual(aPair())
    },
  )

  it.each(['\0\u0001binary', 'with\ttab', 'nb\u00a0space', '\ufeff', '\ufeff\ufefftwice'])(
    'opens with the very bytes it was made with: %j',
    async (password) => {
      expect((await open(await anEarlierBackup(password), password)).opened).toEqual(aPair())
    },
  )

  it('takes no longer to open with the password as it was made', async () => {
    expect((await open(await anEarlierBackup('plain password'), 'plain password')).derivations).toBe(1)
    expect((await open(await anEarlierBackup(composed), composed)).derivations).toBe(1)
  })
})

it('a wrong password counts once, however many forms were tried', async () => {
  const waits: unknown[] = []
  const { folder, system } = await openRestoreSystem()
  const path = join(folder, 'earlier.bak')
  await writeFile(path, await anEarlierBackup('Ärger mit Käse'))
  const attempt = () =>
    system.masterSecret
      .verify({ backupFile: path, password: utf8('Ärger mit Brötchen') }, { onWait: () => waits.push(1) })
      .catch((error) => error.code)
  for (let tries = 1; tries <= 5; tries += 1) expect(await attempt()).toBe('WrongPassword')
  expect(waits).toEqual([])
})

describe('a new password', () => {
  const generate = async (password: Uint8Array, confirmation = password, reminder = '') => {
    const { folder, system } = await openTestSystem()
    const request = aGenerateRequest(join(folder, 'a.bak'), { password, confirmation, reminder })
    return system.masterSecret.generate(request).then(
      () => 'made',
      (error) => error.code,
    )
  }

  it('is confirmed by another form of it', async () => {
    expect(await generate(utf8(forms.composed), utf8(forms.decomposed))).toBe('made')
  })

  it('is found in the reminder in another form', async () => {
    const code = await generate(utf8(forms.decomposed), utf8(forms.decomposed), `it is ${composed}`)
    expect(code).toBe('ReminderContainsPassword')
  })

  it('is measured in the form it is used in', async () => {
    expect(await generate(utf8('\ufeff123456'))).toBe('PasswordTooShort')
    expect(await generate(utf8('ééé'.normalize('NFD')))).toBe('PasswordTooShort')
  })

  it('is refused if nobody can type it', async () => {
    expect(await generate(utf8('with\ttab and more'))).toBe('PasswordNotTypeable')
    const utf16 = Buffer.from('\ufeffcorrect horse', 'utf16le')
    expect(await generate(Uint8Array.from(utf16))).toBe('PasswordNotTypeable')
  })
})
