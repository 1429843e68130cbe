import { describe, expect, it } from 'vitest'
import { runSelfTests, selfTests } from '../../../electron/core/crypto/self-test.ts'

describe('self-tests', () => {
  it('pass when every primitive gives its known answer', async () => {
    await expect(runSelfTests()).resolves.toBeUndefined()
  })

  it.each(selfTests.map(({ primitive }) => primitive))(
    'name %s when it gives a wrong answer',
    async (primitive) => {
      const broken = selfTests.map((test) =>
        test.primitive === primitive ? { ...test, passes: () => false } : test,
      )
      await expect(runSelfTests(broken)).rejects.toMatchObject({
        code: 'SelfTestFailed',
        details: { primitive },
      })
    },
  )
})
