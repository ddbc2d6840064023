/** Backup, restore and personal data as an operator runs them, beside a server that has the store open. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest'
import { openServerStore } from '#bot/store/open.ts'
import type { Store } from '#bot/store/store.ts'
import { steppingClock } from '../support/clock.ts'
import { fillStore, secret } from '../support/full-store.ts'
import { runCli, startCommands } from './run.ts'

const commands = startCommands()
afterAll(commands.stop)

let folder: string
let dataDir: string
let store: Store
let wang: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'duties-cli-'))
  dataDir = join(folder, 'data')
  store = await openServerStore({ DATA_DIR: dataDir }, steppingClock())
  ;({ wang } = await fillStore(store))
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

/** Looked for by another process: one that closes a database's file gives up the locks that the same process holds on it. */
const isInFiles = (): boolean => spawnSync('grep', ['-rqF', '--exclude-dir=backups', secret, dataDir]).status === 0

it('backs up, erases a person without a trace in the files, and puts the backup back', {
  timeout: 60_000,
}, async () => {
  const made = await runCli('backup', [], '', dataDir)
  expect(made).toMatchObject({ status: 0 })
  expect(made.err).toMatch(/^\d+ rows, checked\./u)
  const file = made.out.trimEnd()
  expect(file).toMatch(/\/data\/backups\/assistant-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.db$/u)
  const told = await runCli('personal-data', ['export', 'wecom:wang'], '', dataDir)
  expect(told).toMatchObject({ status: 0, err: '' })
  expect(JSON.parse(told.out)).toMatchObject({ personId: wang, projects: [{ id: 'p1' }] })
  expect(isInFiles()).toBe(true)
  const unasked = await commands.run('personal-data', ['delete', `U-${wang}`], dataDir)
  expect(unasked).toMatchObject({ status: 2, out: '' })
  expect(unasked.err).toMatch(/1 projects .*add --yes where it is meant\.\n$/u)
  expect(await store.findPerson(wang)).toBeDefined()
  const erased = await commands.run('personal-data', ['delete', `U-${wang}`, '--yes'], dataDir)
  expect(erased).toMatchObject({ status: 0, err: '' })
  expect([await store.findPerson(wang), isInFiles()]).toEqual([undefined, false])
  const restored = await runCli('restore', [file, '--yes'], '', dataDir)
  expect(restored).toMatchObject({ status: 0, err: '' })
  expect(restored.out).toMatch(/^\d+ rows restored\. What was there before is kept in .*before-restore-.*\.db\./u)
  expect(await store.projectsOf(wang)).toHaveLength(2)
})

it('says in one line what it cannot do, and changes nothing', { timeout: 60_000 }, async () => {
  for (const [command, args, status, line] of [
    ['restore', [], 2, /^usage: /],
    ['restore', ['missing.db'], 2, /add --yes/],
    ['restore', ['missing.db', '--yes'], 1, /^missing\.db is not there\.\n$/],
    ['personal-data', ['show', wang], 2, /^usage: /],
    ['personal-data', ['export', 'nobody'], 1, /^Nobody is known as nobody\.\n$/],
    ['backup', ['a', 'b'], 2, /^usage: /],
  ] as const) {
    const told = await commands.run(command, args, dataDir)
    expect([command, told.status, told.out, line.test(told.err) || told.err]).toEqual([command, status, '', true])
  }
  const nothing = await commands.run('personal-data', ['export', wang], join(folder, 'empty'))
  expect(nothing).toMatchObject({ status: 1, err: 'There is no store yet: no server has run here.\n' })
})
