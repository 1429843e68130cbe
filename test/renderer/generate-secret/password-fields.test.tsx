// @vitest-environment jsdom
import { waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { fillIn, fromOutside, openConsole, openGenerateSecret } from '../support/open-console.tsx'

async function openDialog() {
  const opened = await openConsole()
  const dialog = await openGenerateSecret(opened)
  const inside = within(dialog)
  const input = (label: string) => inside.getByLabelText<HTMLInputElement>(label)
  const output = () => inside.getByRole('status', { name: 'Generated passphrase' })
  const makePassphrase = async () => {
    await opened.user.click(inside.getByRole('button', { name: 'Generate passphrase' }))
    await waitFor(() => expect(input('Password').value).not.toBe(''))
    return input('Password').value
  }
  return { ...opened, dialog, inside, input, output, makePassphrase }
}

describe('password strength', () => {
  it.each([
    [0, 'Very weak'],
    [1, 'Weak'],
    [2, 'Fair'],
    [3, 'Strong'],
    [4, 'Very strong'],
  ])('shows meter, word and advice when the rating is %i', async (score, word) => {
    const { inside, input, user, workers } = await openDialog()
    await user.type(input('Password'), 'abc')
    await waitFor(() => expect(workers[0]?.questions.at(-1)?.password).toBe('abc'))
    await fromOutside(() =>
      workers[0]?.answer(workers[0].questions.length - 1, { score, advice: 'Add words.' }),
    )
    const meter = inside.getByRole('meter', { name: 'Password strength' })
    expect(meter.getAttribute('aria-valuetext')).toBe(word)
    expect(meter.getAttribute('aria-valuenow')).toBe(String(score))
    expect(inside.getByText(word)).toBeTruthy()
    expect(inside.getByText('Add words.')).toBeTruthy()
  })

  it('shows nothing when the password is emptied', async () => {
    const { inside, input, user, workers } = await openDialog()
    await user.type(input('Password'), 'abc')
    await waitFor(() => expect(workers[0]?.questions).toHaveLength(1))
    await fromOutside(() => workers[0]?.answer(0, { score: 1, advice: '' }))
    await user.clear(input('Password'))
    expect(inside.queryByRole('meter')).toBeNull()
  })

  it('leaves the decision to the limits when the password is weak', async () => {
    const opened = await openDialog()
    await fillIn(opened, opened.dialog, { password: 'password' })
    await waitFor(() => expect(opened.workers[0]?.questions).toHaveLength(1))
    await fromOutside(() => opened.workers[0]?.answer(0, { score: 0, advice: '' }))
    await opened.user.click(opened.inside.getByRole('button', { name: 'OK' }))
    expect(opened.sso.generateCalls).toHaveLength(1)
  })

  it.each(['the dialog closes', 'the generate begins'])('ends its thread when %s', async (when) => {
    const opened = await openDialog()
    await fillIn(opened, opened.dialog, { password: 'correct horse' })
    await waitFor(() => expect(opened.workers[0]?.questions).toHaveLength(1))
    await opened.user.keyboard(when === 'the dialog closes' ? '{Escape}' : '{Enter}')
    await waitFor(() => expect(opened.workers[0]?.stopped).toBe(true))
  })
})

describe('passphrase offer', () => {
  it('shows six words and fills both fields when asked for', async () => {
    const { input, inside, makePassphrase, output } = await openDialog()
    const passphrase = await makePassphrase()
    expect(passphrase).toMatch(/^[a-z]+(-[a-z]+){5}$/)
    expect(input('Confirm password').value).toBe(passphrase)
    expect(output().textContent).toBe(passphrase)
    expect(inside.getByText(/Write it down now: it is shown only once/).textContent).toContain('77 bits')
  })

  it('makes another one when asked again', async () => {
    const { inside, input, makePassphrase, user } = await openDialog()
    const first = await makePassphrase()
    await user.click(inside.getByRole('button', { name: 'Generate passphrase' }))
    await waitFor(() => expect(input('Password').value).not.toBe(first))
    expect(input('Confirm password').value).toBe(input('Password').value)
  })

  it('copies the passphrase when its button is pressed', async () => {
    const { copied, inside, makePassphrase, user } = await openDialog()
    const passphrase = await makePassphrase()
    await user.click(inside.getByRole('button', { name: 'Copy passphrase' }))
    expect(copied).toEqual([passphrase])
  })

  it('is rated like a typed password when made', async () => {
    const { makePassphrase, workers } = await openDialog()
    const passphrase = await makePassphrase()
    await waitFor(() => expect(workers[0]?.questions.at(-1)?.password).toBe(passphrase))
  })

  it.each(['Password', 'Confirm password'])('is taken away when %s is changed by hand', async (label) => {
    const { dialog, inside, input, makePassphrase, user } = await openDialog()
    const passphrase = await makePassphrase()
    await user.type(input(label), 'x')
    expect(inside.queryByRole('status', { name: 'Generated passphrase' })).toBeNull()
    expect(dialog.textContent).not.toContain(passphrase)
  })

  it('leaves no trace in the page when the dialog closes', async () => {
    const { makePassphrase, output, user } = await openDialog()
    const passphrase = await makePassphrase()
    const element = output()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(element.isConnected).toBe(false))
    expect(element.textContent).toBe('')
    expect(document.documentElement.outerHTML).not.toContain(passphrase)
  })
})
