import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqlite } from '#bot/store/sqlite.ts'
import { startAssistant, type TestAssistant } from '../../support/assistant.ts'
import { eventually } from '../../support/eventually.ts'
import { aesKey, eventXml, type FakeWeCom, openFakeWeCom, secret, textXml, token } from './fake-wecom.ts'

let platform: FakeWeCom
let assistant: TestAssistant

const start = async (environment: Record<string, string> = {}, dataDir?: string): Promise<void> => {
  assistant = await startAssistant({
    environment: { ...platform.environment, ...environment },
    ...(dataDir === undefined ? {} : { dataDir }),
  })
}
const say = (text: string, more?: { from?: string; id?: string }) =>
  platform.call(assistant.origin, textXml(text, more))
const isTold = (count: number): Promise<void> => eventually(() => expect(platform.taken).toHaveLength(count))

beforeEach(async () => {
  platform = await openFakeWeCom()
})
afterEach(async () => {
  await assistant.stop()
  await platform.close()
})

describe('a message', () => {
  it('is acknowledged with an empty body and answered by a message of its own', async () => {
    await start()
    expect(await say('你好')).toMatchObject({ status: 200, body: '' })
    await isTold(1)
    expect(platform.taken[0]).toEqual({
      touser: 'ZhangSan',
      agentid: 1000002,
      msgtype: 'text',
      text: { content: '答:你好' },
    })
  })

  it('W4 is acknowledged while its answer is still being made', async () => {
    await start()
    const { status, milliseconds } = await say('slow')
    expect(status).toBe(200)
    expect(milliseconds).toBeLessThan(1000)
    expect(platform.taken).toEqual([])
    assistant.release()
    await isTold(1)
    expect(platform.texts()).toEqual(['答:slow'])
  })

  it('that takes more than three seconds is told once to be at work', async () => {
    await start()
    await say('slow')
    await isTold(1)
    expect(platform.texts()).toEqual(['正在为您查询，请稍候…'])
    assistant.release()
    await isTold(2)
    expect(platform.texts()[1]).toBe('答:slow')
  })

  it('W5 delivered three times at once, and again after a restart, has one turn and one answer', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'wecom-'))
    await start({}, dataDir)
    const xml = textXml('一次', { id: '77' })
    const calls = await Promise.all([1, 2, 3].map(() => platform.call(assistant.origin, xml)))
    expect(calls.map(({ status }) => status)).toEqual([200, 200, 200])
    await isTold(1)
    expect(assistant.heard).toEqual(['一次'])
    await assistant.stop()
    await start({}, dataDir)
    expect((await platform.call(assistant.origin, xml)).status).toBe(200)
    await say('另一次')
    await isTold(2)
    expect(assistant.heard).toEqual(['另一次'])
    await assistant.stop()
    rmSync(dataDir, { recursive: true })
    await start()
  })

  it('that overtakes the one before it is answered first, and each of them once', async () => {
    await start()
    const [first, second] = [textXml('先写的'), textXml('后写的')]
    for (const xml of [second, first, second, first]) await platform.call(assistant.origin, xml)
    await isTold(2)
    expect(platform.texts()).toEqual(['答:后写的', '答:先写的'])
  })

  it('of two people is answered to each', async () => {
    await start()
    await Promise.all([say('甲', { from: 'A' }), say('乙', { from: 'B' })])
    await isTold(2)
    expect(platform.taken.map(({ touser, text }) => [touser, text?.content]).sort()).toEqual([
      ['A', '答:甲'],
      ['B', '答:乙'],
    ])
  })

  it('P4 after another of the same person is answered after it', async () => {
    await start()
    for (const text of ['一', '二', '三', '四']) await say(text)
    await isTold(4)
    expect(platform.texts()).toEqual(['答:一', '答:二', '答:三', '答:四'])
  })

  it('with its body too large is refused before it is read', async () => {
    await start()
    expect((await say('x'.repeat(2_000_000))).status).toBe(413)
  })

  it('sealed for another corporation is refused', async () => {
    await start()
    const told = await platform.call(assistant.origin, textXml('hi'), { receiver: 'wwother' })
    expect(told).toMatchObject({ status: 403, body: '' })
  })
})

it('P1 what is said unasked after a restart arrives by what is kept of the conversation', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'wecom-'))
  await start({}, dataDir)
  await say('你好')
  await isTold(1)
  await assistant.stop()
  const store = await openSqlite(join(dataDir, 'assistant.db'), () => new Date())
  const reply = { text: '明天是申报截止日', summary: '明天截止' }
  await store.say('wecom:wwcorp:1000002:zhangsan', reply, new Set(['wecom']))
  await store.close()
  await start({}, dataDir)
  await isTold(2)
  expect(platform.taken[1]).toMatchObject({
    touser: 'ZhangSan',
    text: { content: '明天是申报截止日' },
    enable_duplicate_check: 1,
  })
  await assistant.stop()
  rmSync(dataDir, { recursive: true })
  await start()
})

describe('events', () => {
  it('W6 of one second with other keys are two turns', async () => {
    await start()
    await platform.call(assistant.origin, eventXml('click', '甲'))
    await platform.call(assistant.origin, eventXml('click', '乙'))
    await platform.call(assistant.origin, eventXml('click', '乙'))
    await isTold(2)
    expect(assistant.heard).toEqual(['甲', '乙'])
  })

  it('greet whoever comes in, once in a week', async () => {
    await start()
    await platform.call(assistant.origin, eventXml('enter_agent', ''))
    await isTold(1)
    await platform.call(assistant.origin, eventXml('enter_agent', '', '', { at: 1763942500 }))
    await say('在吗')
    await isTold(2)
    expect(assistant.heard).toEqual(['opened', '在吗'])
    assistant.passMinutes(8 * 24 * 60)
    await platform.call(assistant.origin, eventXml('enter_agent', '', '', { at: 1764942500 }), { at: assistant.now() })
    await isTold(3)
  })

  it('of a page opened want no answer', async () => {
    await start()
    expect((await platform.call(assistant.origin, eventXml('view', 'https://x.example'))).status).toBe(200)
    await say('之后')
    await isTold(1)
    expect(assistant.heard).toEqual(['之后'])
  })
})

describe('the token', () => {
  it('is asked for once by many messages', async () => {
    await start()
    await Promise.all(['A', 'B', 'C', 'D'].map((from) => say('你好', { from })))
    await isTold(4)
    expect(platform.asked.filter((path) => path.endsWith('/gettoken'))).toHaveLength(1)
  })

  it('W7 revoked while three are being sent is asked for once more, and all arrive', async () => {
    await start()
    await say('先')
    await isTold(1)
    platform.revokeTokens()
    await Promise.all(['A', 'B', 'C'].map((from) => say('你好', { from })))
    await isTold(4)
    expect(platform.tokensGiven()).toBe(2)
  })

  it.each([40001, 40014, 41001, 42001])('is asked for anew after %d', async (errcode) => {
    await start()
    platform.fail('message/send', { errcode })
    await say('你好')
    await isTold(1)
    expect(platform.asked.filter((path) => path.endsWith('/gettoken'))).toHaveLength(2)
  })

  it('wrong at its own door is told of in the log without being shown', async () => {
    await start({ WECOM_SECRET: 'another-secret' })
    await say('你好')
    await eventually(() => expect(assistant.logged.join()).toContain('gettoken: refused with 40001'))
    expect(assistant.logged.join()).not.toContain('another-secret')
  })
})

describe('W8 a code of the platform', () => {
  it.each([
    ['−1 is tried again soon', { errcode: -1 }],
    ['a broken connection is tried again soon', 'cut' as const],
    ['a gateway’s 502 is tried again soon', { status: 502 }],
  ])('%s', async (_what, fault) => {
    await start()
    platform.fail('message/send', fault)
    await say('你好')
    await isTold(1)
    expect(platform.texts()).toEqual(['答:你好'])
  })

  it.each([
    [45009, 120],
    [60020, 600],
  ])('%d is not tried before its pause', async (errcode, seconds) => {
    await start()
    platform.fail('message/send', { errcode, errmsg: 'not allow to access from your ip, from ip: 203.0.113.7' })
    await say('你好')
    await eventually(() => expect(assistant.logged.join()).toContain('"not-sent"'))
    const line = assistant.logged.map((each) => JSON.parse(each)).find(({ event }) => event === 'not-sent')
    expect(line).toMatchObject({ code: String(errcode), afterSeconds: seconds })
  })

  it('60020 tells the operator the address we call from, and no other words of the platform', async () => {
    await start()
    platform.fail('message/send', { errcode: 60020, errmsg: 'hint: [1] 你好, from ip: 203.0.113.7, more info' })
    await say('你好')
    await eventually(() => expect(assistant.logged.join()).toContain('wecom-wants-the-operator'))
    expect(assistant.logged.join()).toContain('203.0.113.7')
    expect(assistant.logged.join()).not.toContain('hint')
  })

  it.each([81013, 60111, 40003, 40058, 82001, 99999, 301002])('%d is not tried again', async (errcode) => {
    await start()
    platform.fail('message/send', { errcode })
    await say('你好')
    await eventually(() => expect(assistant.logged.join()).toContain('"not-delivered"'))
    const before = platform.asked.length
    await say('再来')
    await isTold(2)
    // What could not be brought is told of at the next message, before its answer.
    expect(platform.texts()[0]).toContain('未送达')
    expect(platform.asked.length - before).toBe(2)
  })

  it.each([
    ['invaliduser', { invaliduser: 'ZhangSan' }],
    ['unlicenseduser', { unlicenseduser: 'ZhangSan' }],
  ])('W9 0 with the person under %s is a failure', async (_field, fault) => {
    await start()
    platform.fail('message/send', fault as Partial<never>)
    await say('你好')
    await eventually(() => expect(assistant.logged.join()).toContain('"not-delivered"'))
  })
})

describe('W10 a long answer', () => {
  it('comes in parts that fit, numbered and in order', async () => {
    await start()
    const said = Array.from({ length: 220 }, (_, i) => `第${i}句话说得很长。`).join('')
    await say(said)
    await eventually(() => expect(platform.texts().length).toBeGreaterThan(1))
    await eventually(() => expect(platform.texts().at(-1)).toContain('第219句'))
    const texts = platform.texts()
    expect(texts.map((text) => /^（\d\/(\d)）/.exec(text)?.[1])).toEqual(texts.map(() => String(texts.length)))
    expect(texts.map((text) => text.replace(/^（.*?）\n/, '')).join('')).toBe(`答:${said}`)
  })

  it('goes on where it stopped', async () => {
    await start()
    platform.fail('message/send', {} as Partial<never>, { errcode: -1 })
    const said = Array.from({ length: 220 }, (_, i) => `第${i}句话说得很长。`).join('')
    await say(said)
    await eventually(() => expect(platform.texts().at(-1)).toContain('第219句'))
    expect(new Set(platform.texts()).size).toBe(platform.texts().length)
  })

  it('too long for five messages comes as a file behind its beginning', async () => {
    await start({ LOG_LEVEL: 'info' })
    await say('中'.repeat(3990))
    await isTold(2)
    const [opening, document] = platform.taken
    expect(Buffer.byteLength(opening?.text?.content ?? '')).toBeLessThanOrEqual(2048)
    expect(opening?.text?.content).toContain('全文共 3992 字')
    const file = platform.uploaded.get(document?.file?.media_id ?? '')
    expect(file).toMatchObject({ kind: 'file', name: '全文.txt' })
    expect(file?.content.toString('utf8')).toBe(`\ufeff答:${'中'.repeat(3990)}`)
  })
})

describe('W16 and W17', () => {
  it('every call goes to the address that was set, and no secret stands in the log', async () => {
    await start({ LOG_LEVEL: 'debug' })
    platform.fail('message/send', { errcode: -1 }, 'cut', { errcode: 40014 }, { errcode: 60020 })
    await say('涉密项目甲')
    await say('options', { from: 'B' })
    await platform.call(assistant.origin, textXml('坏'), { signature: 'x' })
    await eventually(() => expect(assistant.logged.join()).toContain('60020'))
    expect(platform.asked.length).toBeGreaterThan(3)
    for (const path of platform.asked) expect(path).toMatch(/^\/gw\/wecom\/cgi-bin\//)
    const all = assistant.logged.join('\n')
    for (const hidden of [secret, aesKey, token, 'token-1', 'access_token', 'the-gateway-key', '涉密项目甲'])
      expect(all).not.toContain(hidden)
  })
})
