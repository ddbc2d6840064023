import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readConfig } from '#bot/config.ts'
import { checkDatabase } from '#bot/doctor/database.ts'
import type { Finding } from '#bot/doctor/finding.ts'
import { checkOnline } from '#bot/doctor/online.ts'
import { checkCalendar, checkFont, checkNode, checkRoom, checkWebChat } from '#bot/doctor/parts.ts'
import { checkSecrets, checkSwitches } from '#bot/doctor/secrets.ts'
import { createLog } from '#bot/log.ts'
import { openSqlite, openSqliteEngine } from '#bot/store/sqlite.ts'
import { loadCalendar } from '#knowledge/calendar/load.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { runCli } from '../cli/run.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const now = (): Date => new Date('2026-11-24T01:00:00.000Z')
const verdicts = (findings: readonly Finding[]): string[] => findings.map(({ verdict }) => verdict)

it('finds nothing to mend on a machine that has everything', async () => {
  const { status, out, err } = await runCli('doctor', [], '', folder)
  expect([status, err]).toEqual([0, ''])
  expect(out).toContain('【正常】设置都对')
  expect(out).toMatch(/没有要修的。\n$/u)
})

it('tells every wrong setting with what to do, and ends with status 1', async () => {
  const wrong = { PORT: '99999', WECOM_SECRET: 'hunter2-hunter2', SESSION_SECRET: 'kurz-kurz' }
  const { status, out } = await runCli('doctor', [], '', folder, wrong)
  expect(status).toBe(1)
  expect(out).toMatch(/【要修】设置不对\n {2}原因：PORT must be a port, 0 to 65535\n {2}办法：/u)
  expect(out).toContain('WECOM_API_BASE is missing')
  expect(out).not.toMatch(/hunter2|kurz-kurz/u)
})

it('wants the calendar of this year, and minds that of the next', () => {
  const calendar = loadCalendar()
  const on = (day: string) => checkCalendar(calendar, day as IsoDate, '/data')
  const last = calendar
    .yearsBetween('2024-01-01' as IsoDate, '2030-12-31' as IsoDate)
    .filter(({ notice }) => notice !== null)
  const year = last.at(-1)?.year ?? 0
  expect(on(`${year - 1}-06-01`).verdict).toBe('well')
  expect(on(`${year}-06-01`)).toMatchObject({
    verdict: 'mind',
    fix: expect.stringContaining(`/data/calendar/${year + 1}.yaml`),
  })
  expect(on(`${year + 1}-06-01`).verdict).toBe('mend')
})

it('sees whether the font draws Chinese', async () => {
  expect((await checkFont()).verdict).toBe('well')
  expect(await checkFont(async () => Buffer.from('blank'))).toMatchObject({ verdict: 'mend', why: '画出来是空白' })
  const broken = async () => {
    throw new Error('no such font')
  }
  expect(await checkFont(broken)).toMatchObject({ verdict: 'mend', why: 'no such font' })
})

it('measures versions, room and the web chat', async () => {
  expect([checkNode('22.1.0').verdict, checkNode('24.0.0').verdict]).toEqual(['mend', 'well'])
  expect(checkWebChat(folder)).toMatchObject({ verdict: 'mend', why: expect.stringContaining('webchat.js.br') })
  const room = (megabytes: number) =>
    checkRoom(folder, (async () => ({ bavail: megabytes, bsize: 1024 * 1024 })) as never)
  expect(verdicts([await room(199), await room(200), await room(1023), await room(1024)])).toEqual([
    'mend',
    'mind',
    'mind',
    'well',
  ])
})

it('opens the database only to look at it', async () => {
  const place = { DATA_DIR: folder }
  const file = join(folder, 'assistant.db')
  expect(await checkDatabase(place)).toMatchObject([{ verdict: 'well', what: expect.stringContaining('第一次启动') }])
  await (await openSqlite(file, now)).close()
  expect(verdicts(await checkDatabase(place))).toEqual(['well', 'well'])
  const engine = await openSqliteEngine(file, now)
  await engine.db.deleteFrom('schema_migrations').where('name', '=', '0010-link-codes.sql').execute()
  expect((await checkDatabase(place)).at(-1)).toMatchObject({
    verdict: 'mind',
    what: expect.stringContaining('1 步升级'),
  })
  const newer = { name: '9999-newer.sql', digest: 'd', applied_at: '' }
  await engine.db.insertInto('schema_migrations').values(newer).execute()
  expect((await checkDatabase(place)).at(-1)).toMatchObject({
    verdict: 'mend',
    why: expect.stringContaining('9999-newer'),
  })
  await engine.close()
  writeFileSync(file, 'not a database, whatever its name says'.repeat(100))
  expect((await checkDatabase(place)).at(-1)).toMatchObject({
    verdict: 'mend',
    fix: expect.stringContaining('restore'),
  })
})

it('says of a database server that is not there what to look at', async () => {
  const place = { DATA_DIR: folder, DATABASE_URL: 'postgres://bot:hunter2@127.0.0.1:1/none' }
  const [found] = await checkDatabase(place)
  expect(found).toMatchObject({ verdict: 'mend', what: expect.stringContaining('连不上') })
  expect(JSON.stringify(found)).not.toContain('hunter2')
})

const weCom = (WECOM_API_BASE: string, WECOM_SECRET: string) =>
  readConfig({
    WECOM_API_BASE,
    WECOM_CORP_ID: 'ww0123456789abcdef',
    WECOM_AGENT_ID: '1000002',
    WECOM_SECRET,
    WECOM_CALLBACK_TOKEN: 'QDG6eKabcdefgh12',
    WECOM_AES_KEY: 'a'.repeat(43),
  })

it('tells secrets that are placeholders or were copied badly, by name only', () => {
  const base = 'http://127.0.0.1:1'
  const good = 's3cr3tS3cr3tS3cr3tS3cr3t'
  expect(verdicts(checkSecrets(weCom(base, good)))).toEqual(['well'])
  for (const bad of ['changeme', '<secret>', `"${good}"`, `${good} `])
    expect(checkSecrets(weCom(base, bad))).toMatchObject([
      { verdict: 'mend', what: expect.stringContaining('WECOM_SECRET') },
    ])
  expect(JSON.stringify(checkSecrets(weCom(base, `${good} `)))).not.toContain(good)
  expect(verdicts(checkSecrets(weCom(base, 'short')))).toEqual(['mind'])
  expect(checkSwitches(readConfig({ DISABLED: 'wecom:换证' }))).toMatchObject([
    { verdict: 'mind', what: 'wecom 已停用' },
  ])
})

it('asks a platform for a token, and tells what it says', async () => {
  const answers = [
    { errcode: 0, access_token: 't', expires_in: 7200 },
    { errcode: 40001, errmsg: 'invalid credential' },
  ]
  const platform: Server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(answers.shift()))
  })
  await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve))
  const config = weCom(`http://127.0.0.1:${(platform.address() as AddressInfo).port}`, 's3cr3tS3cr3tS3cr3tS3cr3t')
  const log = createLog('silent')
  expect(await checkOnline(config, log, now)).toEqual([{ verdict: 'well', what: '企业微信认得我们的密钥' }])
  expect(await checkOnline(config, log, now)).toMatchObject([
    { verdict: 'mend', why: expect.stringContaining('40001') },
  ])
  await new Promise((resolve) => platform.close(resolve))
  expect(await checkOnline(readConfig({}), log, now)).toMatchObject([{ verdict: 'well' }])
})
