// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { fillIn, fromOutside, openConsole, openGenerateSecret } from '../support/open-console.tsx'

async function startGenerate() {
  const opened = await openConsole()
  const dialog = await openGenerateSecret(opened)
  const inside = within(dialog)
  await fillIn(opened, dialog, { password: 'correct horse', reminder: 'animal' })
  await opened.user.click(inside.getByRole('button', { name: 'OK' }))
  const step = (name: 'deriving-key' | 'writing-backup' | 'checking-backup' | 'making-current') =>
    fromOutside(() => opened.sso.notify('masterSecret.progress', { step: name }))
  const steps = () => within(inside.getByRole('list', { name: 'Steps' })).getAllByRole('listitem')
  const leave = () => inside.getByRole<HTMLButtonElement>('button', { name: /^Cancel/ })
  return { ...opened, dialog, inside, step, steps, leave }
}

describe('generate steps', () => {
  it('wait when none has begun', async () => {
    const { steps } = await startGenerate()
    expect(steps().map((item) => item.textContent)).toEqual([
      'Deriving key from the password, waiting',
      'Writing the backup, waiting',
      'Checking that the backup opens, waiting',
      'Making the new secret current, waiting',
    ])
  })

  it('are done, in progress or waiting, and announced, when the third begins', async () => {
    const { inside, step, steps } = await startGenerate()
    await step('checking-backup')
    expect(steps().map((item) => item.textContent?.split(', ')[1])).toEqual([
      'done',
      'done',
      'in progress',
      'waiting',
    ])
    expect(steps().map((item) => item.getAttribute('aria-current'))).toEqual([null, null, 'step', null])
    const announced = inside.getAllByRole('status').map((region) => region.textContent)
    expect(announced).toContain('Step 3 of 4: Checking that the backup opens')
  })

  it('disable every field and OK, and leave Cancel with the focus, when they run', async () => {
    const { inside, leave } = await startGenerate()
    for (const label of ['Backup file', 'Password', 'Confirm password', 'Password reminder'])
      expect(inside.getByLabelText<HTMLInputElement>(label).disabled).toBe(true)
    for (const name of ['OK', 'Browse…', 'Generate passphrase'])
      expect(inside.getByRole<HTMLButtonElement>('button', { name }).disabled).toBe(true)
    expect(leave().getAttribute('aria-disabled')).not.toBe('true')
    expect(document.activeElement).toBe(leave())
  })

  it('show in the status bar, too, when they run', async () => {
    await startGenerate()
    expect(screen.getByText('Generating the master secret…')).toBeTruthy()
  })

  it.each(['Cancel', 'Escape'])('stop and return to what was typed when %s is pressed', async (how) => {
    const { inside, leave, sso, step, user } = await startGenerate()
    await step('deriving-key')
    await (how === 'Cancel' ? user.click(leave()) : user.keyboard('{Escape}'))
    expect(sso.cancelCalls).toBe(1)
    expect(leave().textContent).toBe('Cancelling…')
    await fromOutside(() => sso.fail({ code: 'Cancelled', details: {} }))
    expect(inside.getByRole('status', { name: 'The operation was cancelled.' }).textContent).toContain(
      'Nothing was changed.',
    )
    expect(inside.queryByRole('alert')).toBeNull()
    expect(inside.getByLabelText<HTMLInputElement>('Password').value).toBe('correct horse')
    expect(inside.getByLabelText<HTMLInputElement>('Password').disabled).toBe(false)
  })

  it('are asked to stop once when Cancel is pressed twice', async () => {
    const { leave, sso, user } = await startGenerate()
    await user.click(leave())
    await user.click(leave())
    expect(sso.cancelCalls).toBe(1)
  })

  it('cannot be cancelled any more when the last has begun', async () => {
    const { leave, sso, step, user } = await startGenerate()
    await step('making-current')
    expect(leave().getAttribute('aria-disabled')).toBe('true')
    await user.click(leave())
    await user.keyboard('{Escape}')
    expect(sso.cancelCalls).toBe(0)
    expect(screen.getByRole('dialog')).toBeTruthy()
  })

  it('finish all the same when the request to cancel comes too late', async () => {
    const { inside, leave, sso, user } = await startGenerate()
    sso.cancelWorks = false
    await user.click(leave())
    await fromOutside(() => sso.succeed())
    expect(inside.getByText('Master secret generated')).toBeTruthy()
  })

  it('do not close the dialog when Escape is pressed', async () => {
    const { dialog, user } = await startGenerate()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.getByRole('dialog')).toBe(dialog))
  })

  it('are not touched by progress that comes when nothing runs', async () => {
    const { inside, sso, step } = await startGenerate()
    await fromOutside(() => sso.fail({ code: 'Cancelled', details: {} }))
    await step('making-current')
    expect(inside.queryByRole('list', { name: 'Steps' })).toBeNull()
  })
})
