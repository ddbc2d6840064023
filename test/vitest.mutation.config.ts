/** The tests of the pure core alone: no index, no server, no process. `TESTS` names fewer, for one group of files. */
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const pureCore = ['test/tools/*.test.ts', 'test/knowledge/*.test.ts', 'test/knowledge/{law,calendar}/*.test.ts']

export default defineConfig({
  root: join(import.meta.dirname, '..'),
  test: { include: process.env.TESTS?.split(' ') ?? pureCore, testTimeout: 15_000 },
})
