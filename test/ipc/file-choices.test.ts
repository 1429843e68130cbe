import { describe, expect, it } from 'vitest'
import { FileChoices } from '../../electron/ipc/file-choices.ts'

const file = { path: '/media/usb/SSO1.bak', mayReplace: false, msid: '1f0c2d3e-4a5b-4c6d-8e7f-001122334455' }
const expired = expect.objectContaining({ code: 'FileChoiceExpired', field: 'backupFile' })

describe('file choice', () => {
  it('is given once for its token', () => {
    const choices = new FileChoices()
    const token = choices.remember(1, file)
    expect(choices.claim(1, token)).toEqual(file)
    expect(() => choices.claim(1, token)).toThrow(expired)
  })

  it('can be claimed again when it was given back', () => {
    const choices = new FileChoices()
    const token = choices.remember(1, file)
    choices.giveBack(1, token, choices.claim(1, token))
    expect(choices.claim(1, token)).toEqual(file)
  })

  it('is refused when the token is unknown or belongs to another window', () => {
    const choices = new FileChoices()
    const token = choices.remember(1, file)
    expect(() => choices.claim(1, '1f0c2d3e-4a5b-4c6d-8e7f-001122334455')).toThrow(expired)
    expect(() => choices.claim(2, token)).toThrow(expired)
    expect(choices.claim(1, token)).toEqual(file)
  })

  it('is refused when half an hour has passed', () => {
    let now = 0
    const choices = new FileChoices(() => now)
    const token = choices.remember(1, file)
    now = 30 * 60 * 1000 + 1
    expect(() => choices.claim(1, token)).toThrow(expired)
  })

  it('is forgotten when its window closes', () => {
    const choices = new FileChoices()
    const token = choices.remember(1, file)
    choices.forgetWindow(1)
    expect(() => choices.claim(1, token)).toThrow(expired)
  })
})

describe('file choice for reading', () => {
  const path = '/media/usb/SSO1.bak'

  it('serves its window any number of times', () => {
    const choices = new FileChoices()
    const token = choices.rememberToRead(1, path)
    expect([choices.pathToRead(1, token), choices.pathToRead(1, token)]).toEqual([path, path])
  })

  it('is refused when the token is unknown, belongs to another window or is for writing', () => {
    const choices = new FileChoices()
    const token = choices.rememberToRead(1, path)
    expect(() => choices.pathToRead(1, '1f0c2d3e-4a5b-4c6d-8e7f-001122334455')).toThrow(expired)
    expect(() => choices.pathToRead(2, token)).toThrow(expired)
    expect(() => choices.pathToRead(1, choices.remember(1, file))).toThrow(expired)
    expect(() => choices.claim(1, token)).toThrow(expired)
  })

  it('is refused when half an hour has passed, however often it was used', () => {
    let now = 0
    const choices = new FileChoices(() => now)
    const token = choices.rememberToRead(1, path)
    now = 30 * 60 * 1000
    choices.pathToRead(1, token)
    now += 1
    expect(() => choices.pathToRead(1, token)).toThrow(expired)
  })

  it('is forgotten when its window closes, and only then', () => {
    const choices = new FileChoices()
    const token = choices.rememberToRead(1, path)
    choices.forgetWindow(2)
    expect(choices.pathToRead(1, token)).toBe(path)
    choices.forgetWindow(1)
    expect(() => choices.pathToRead(1, token)).toThrow(expired)
  })
})
