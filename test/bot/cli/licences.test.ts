import { expect, it } from 'vitest'
import { runCli } from './run.ts'

it('names the licence of every package, and finds none under GPL alone among those that run', async () => {
  const { status, out } = await runCli('licences', [])
  expect(status).toBe(0)
  expect(out).toMatch(/^MIT \(\d+\)\n(?: {2}\S+@\S+\n|.*bundle.*\n)+/mu)
  expect(out).toContain('  escape-regexp-component@1.0.2\n')
  expect(out).toContain('  Noto Sans SC (bot/files/fonts)\n')
  expect(out.split('\n').filter((line) => /^A?GPL/u.test(line))).toEqual([])
  expect(out).not.toContain('vitest@')
})
