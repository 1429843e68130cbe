import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Tests of crashes take minutes each: begun last, they would leave one processor idle at the end. */
class CrashTestsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isCrashTest = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/test/crash/')
    return [...sorted.filter(isCrashTest), ...sorted.filter((file) => !isCrashTest(file))]
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: CrashTestsFirst },
    // Vitest leaves a processor free, which on two of them doubles the time.
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          name: 'core',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/bench/**'],
          testTimeout: 30_000,
          globalSetup: ['test/crash/fault-counts.ts'],
        },
      },
      {
        test: {
          name: 'component',
          environment: 'jsdom',
          include: ['test/renderer/**/*.test.tsx'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.e2e.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          // One window at a time: the tests type into it.
          fileParallelism: false,
        },
      },
    ],
  },
})
