import { runSelfTests } from '../../crypto/self-test.ts'
import { type Check, green } from './health-check.ts'

/** The cryptography gives the published answers. */
export const selfTestsCheck: Check = {
  id: 'self-tests',
  title: 'Self-tests',
  fixWhenThrown: null,
  async find() {
    await runSelfTests()
    return green('All cryptography gives the published answers.')
  },
}
