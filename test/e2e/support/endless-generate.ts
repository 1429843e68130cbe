import type { ElectronApplication } from 'playwright-core'
import type { GenerateStep } from '../../../shared/master-secret.ts'

/** Lets the next generate get as far as `step` and stay there for good: to look at, which takes its time. */
export async function stopGenerateAt(app: ElectronApplication, step: GenerateStep): Promise<void> {
  await app.evaluate(({ ipcMain }, reached) => {
    ipcMain.removeHandler('masterSecret.generate')
    ipcMain.handle('masterSecret.generate', ({ sender }) => {
      sender.send('masterSecret.progress', { step: reached })
      return new Promise(() => undefined)
    })
  }, step)
}
