import { describe, expect, it } from 'vitest'
import { FileChoices } from '../../electron/ipc/file-choices.ts'

const file = { path: '/media/usb/SSO1.bak', mayReplace: false, msid: '1f0c2d3e-4a5b-4c6d-8e7f-001122334455' }
const expired = expect.objectContaining({ code: 'FileChoiceExpired', field: 'backupFile' })

describe('file choice', () => {
  it('is given once for its token', () => {
    const choices = new FileChoices()
    const token = choices.remember(file)
    expect(choices.claim(token)).toEqual(file)
    expect(() => choices.claim(token)).toThrow(expired)
  })

  it('can be claimed again when it was given back', () => {
    const choices = new FileChoices()
    const token = choices.remember(file)
    choices.giveBack(token, choices.claim(token))
    expect(choices.claim(token)).toEqual(file)
  })

  it('is refused when the token is unknown or belongs to another console', () => {
    const choices = new FileChoices()
    const token = choices.remember(file)
    expect(() => choices.claim('1f0c2d3e-4a5b-4c6d-8e7f-001122334455')).toThrow(expired)
    expect(() => new FileChoices().claim(token)).toThrow(expired)
    expect(choices.claim(token)).toEqual(file)
  })

  it('is refused when half an hour has passed', () => {
    let now = 0
    const choices = new FileChoices(() => now)
    const token = choices.remember(file)
    now = 30 * 60 * 1000 + 1
    expect(() => choices.claim(token)).toThrow(expired)
  })
})

describe('file choice for reading', () => {
  const path = '/media/usb/SSO1.bak'

  it('serves any number of times', () => {
    const choices = new FileChoices()
    const token = choices.rememberToRead(path)
    expect([choices.pathToRead(token), choices.pathToRead(token)]).toEqual([path, path])
  })

  it('is refused when the token is unknown, belongs to another console or is for writing', () => {
    const choices = new FileChoices()
    const token = choices.rememberToRead(path)
    expect(() => choices.pathToRead('1f0c2d3e-4a5b-4c6d-8e7f-001122334455')).toThrow(expired)
    expect(() => new FileChoices().pathToRead(token)).toThrow(expired)
    expect(() => choices.pathToRead(choices.remember(file))).toThrow(expired)
    expect(() => choices.claim(token)).toThrow(expired)
  })

  it('is refused when half an hour has passed, however often it was used', () => {
    let now = 0
    const choices = new FileChoices(() => now)
    const token = choices.rememberToRead(path)
    now = 30 * 60 * 1000
    choices.pathToRead(token)
    now += 1
    expect(() => choices.pathToRead(token)).toThrow(expired)
  })
})
