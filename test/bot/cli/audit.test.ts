import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, it } from 'vitest'
import { openSqlite } from '#bot/store/sqlite.ts'
import { indexCache, sharedAssistant } from '../../support/assistant.ts'
import { beginTalk } from '../support/answered.ts'
import { steppingClock } from '../support/clock.ts'
import { runCli, startCommands } from './run.ts'

const commands = startCommands()
afterAll(commands.stop)

it('prints how an answer came about, gives it again, and tells when one was changed', { timeout: 60_000 }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'audit-cli-'))
  symlinkSync(join(indexCache, 'index'), join(dataDir, 'index'))
  const file = join(dataDir, 'assistant.db')
  const store = await openSqlite(file, steppingClock('2026-11-23T01:00:00.000Z'))
  try {
    const li = await beginTalk(store, await sharedAssistant(), 'li', 'zhucheng-2020')
    await li.say('竣工验收申请什么时候提')
    const db = new DatabaseSync(file)
    const { id } = db.prepare('select id from answers').get() as { id: string }
    const shown = await runCli('audit', [id], '', dataDir)
    const whole = await commands.run('audit', ['--verify'], dataDir)
    expect(shown).toMatchObject({ status: 0, err: '' })
    expect(shown.out).toContain(`answer ${id}, given 2026-11-23`)
    expect(shown.out).toContain('asked:\n  竣工验收申请什么时候提\n')
    expect(shown.out).toContain('model:\n  none took part\n')
    expect(shown.out).toMatch(/stands on:\n {2}law [0-9a-f]{64}\n {2}calendar [0-9a-f]{64}\n/)
    expect(shown.out).toContain('given again:\n  the same\n')
    expect(whole.out).toMatch(
      /^The chain is whole\. 1 links; the answers of 0 are no longer kept\.\nThe last link: [0-9a-f]{64}\n$/,
    )
    db.exec("update answers set words = '竣工验收什么时候'")
    db.close()
    const broken = await commands.run('audit', ['--verify'], dataDir)
    expect(broken).toMatchObject({ status: 1, err: '' })
    expect(broken.out).toContain(`- link 1, answer ${id}: the answer was changed after it was given\n`)
  } finally {
    await store.close()
    rmSync(dataDir, { recursive: true })
  }
})

it('refuses arguments it cannot use', { timeout: 60_000 }, async () => {
  const told = await commands.run('audit', [])
  expect(told).toMatchObject({ status: 2, out: '' })
  expect(told.err).toContain('audit wants the id of an answer')
})
