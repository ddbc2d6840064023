import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest'
import { openSqlite } from '#bot/store/sqlite.ts'
import { indexCache, sharedAssistant } from '../../support/assistant.ts'
import { beginTalk } from '../support/answered.ts'
import { steppingClock } from '../support/clock.ts'
import { runCli, startCommands } from './run.ts'

const commands = startCommands()
afterAll(commands.stop)

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'insights-cli-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

it('says that there is nothing yet, and makes nothing, where no server ran', { timeout: 60_000 }, async () => {
  const missing = join(dataDir, 'missing')
  const told = await commands.run('insights', [], missing)
  expect(told).toMatchObject({ status: 0, err: '' })
  expect(told.out).toMatch(/^There are no answers yet: .*assistant\.db/)
  const json = await commands.run('insights', ['--json'], missing)
  expect(JSON.parse(json.out)).toEqual({ since: null, ends: {}, unanswered: [], bad: [], added: 0 })
  expect(existsSync(missing)).toBe(false)
})

it('reads beside a store that is open, and says when there is nothing in it', { timeout: 60_000 }, async () => {
  const assistant = await sharedAssistant()
  symlinkSync(join(indexCache, 'index'), join(dataDir, 'index'))
  const store = await openSqlite(join(dataDir, 'assistant.db'), steppingClock('2026-11-23T01:00:00.000Z'))
  try {
    expect((await commands.run('insights', [], dataDir)).out).toBe('No answers are stored.\n')
    const li = await beginTalk(store, assistant, 'li', 'zhucheng-2020')
    await li.say('验收专家的劳务费按什么标准发放')
    await li.say('竣工验收申请什么时候提')
    await li.vote(false, 'beside-the-point')
    const told = await runCli('insights', ['--since', '2026-11-23'], '', dataDir)
    expect(told).toMatchObject({ status: 0, err: '' })
    expect(told.out).toMatch(/^2 answers since 2026-11-23: answer-by-\w+ 1, not-covered-silent 1\.\n/)
    expect(told.out).toContain('Not answered: 1\n\n1. 验收专家的劳务费按什么标准发放\n')
    expect(told.out).toContain('Called bad: 1\n\n1. 竣工验收申请什么时候提  (after: 验收专家的劳务费按什么标准发放)\n')
    expect(told.out).toContain('bad: beside-the-point ×1')
    expect(told.out).toMatch(/nearest 0\.\d\d: article 22: /)
    expect(told.out).toContain('{"article": null, "q": "竣工验收申请什么时候提"}')
    const later = await commands.run('insights', ['--since', '2026-11-24', '--json'], dataDir)
    expect(JSON.parse(later.out)).toMatchObject({ since: '2026-11-24', ends: {} })
  } finally {
    await store.close()
  }
})

it('refuses arguments it cannot use', { timeout: 60_000 }, async () => {
  for (const args of [['--since', '2026-02-30'], ['--until'], ['words']]) {
    const told = await commands.run('insights', args, dataDir)
    expect(told.status).toBe(2)
    expect(told.err).not.toBe('')
  }
})
