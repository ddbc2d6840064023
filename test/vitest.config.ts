import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './support/longest-first.ts'

export default defineConfig({
  root: join(import.meta.dirname, '..'),
  test: {
    include: ['test/**/*.test.ts'],
    // The index of the measures is built once for all test files.
    globalSetup: ['test/support/build-index.ts'],
    // Properties try the same cases on every run; FC_SEED tries others. What is compiled is kept.
    setupFiles: ['test/support/seed.ts', 'test/support/compiled.ts'],
    testTimeout: 15_000,
    // Files of one worker share what they import: law and index are opened once. No test may leave anything behind.
    isolate: false,
    // One more than a small machine has cores: many tests wait, for a browser, a database, a retry.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
  },
})
