import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { robotTopic } from '#bot/channels/dingtalk/stream-frame.ts'
import { type Options, startAssistant, type TestAssistant } from '../../support/assistant.ts'
import { eventually } from '../../support/eventually.ts'
import {
  callBack,
  environment,
  type FakeDingTalk,
  openFakeDingTalk,
  robotMessage,
  signedHeaders,
} from './fake-dingtalk.ts'
import { openFakeGateway } from './fake-gateway.ts'

const minute = 60_000
let dingTalk: FakeDingTalk
let assistant: TestAssistant
let folder: string

const start = async (options: Options = {}): Promise<void> => {
  assistant = await startAssistant({ environment, dataDir: folder, ...options })
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dingtalk-'))
  dingTalk = await openFakeDingTalk()
  await start()
})
afterEach(async () => {
  await assistant.stop()
  await dingTalk.close()
  rmSync(folder, { recursive: true })
})

const say = (more: object = {}): Promise<Response> => callBack(assistant.origin, robotMessage(more))
const said = (...words: string[]): Promise<void> => eventually(() => expect(dingTalk.words()).toEqual(words))

describe('K-1 the callback', () => {
  it('is answered at once with words that are not shown; the answer goes to the address that came along', async () => {
    const response = await say()
    expect([response.status, await response.json()]).toEqual([200, { msgtype: 'empty' }])
    await said('答:你好')
    expect(dingTalk.shown[0]).toMatchObject({ by: 'webhook', to: 's-1', message: { msgtype: 'markdown' } })
    // The address is the whole secret of that door.
    expect(dingTalk.tokens).toEqual([])
  })

  it.each([-61, 61])('is refused %d minutes off, and the log tells the clock', async (minutes) => {
    const headers = signedHeaders(Date.now() + minutes * minute)
    expect((await callBack(assistant.origin, robotMessage(), headers)).status).toBe(401)
    expect(assistant.logged.join()).toContain('out-of-time')
    expect(assistant.logged.join()).toMatch(new RegExp(`"secondsOff":${minutes < 0 ? '-' : ''}36\\d\\d`))
    expect(assistant.heard).toEqual([])
  })

  it('is refused under another secret, and where the same headers come with another body', async () => {
    const forged = signedHeaders(Date.now(), 'another')
    expect((await callBack(assistant.origin, robotMessage(), forged)).status).toBe(401)
    const headers = signedHeaders(Date.now())
    expect((await callBack(assistant.origin, robotMessage(), headers)).status).toBe(200)
    const other = robotMessage({ msgId: 'msg-2', text: { content: '删除全部' } })
    const refused = await callBack(assistant.origin, other, headers)
    expect([refused.status, await refused.text()]).toEqual([401, ''])
    await said('答:你好')
    expect(assistant.heard).toEqual(['你好'])
  })

  it.each([
    ['another organisation’s robot', { chatbotCorpId: 'corp-2' }, 403],
    ['another robot', { robotCode: 'robot-2' }, 403],
    ['no message', { msgId: undefined }, 400],
    ['a conversation of no known kind', { conversationType: '3' }, 400],
  ])('refuses %s', async (_what, more, status) => {
    expect((await say(more)).status).toBe(status)
    expect(assistant.heard).toEqual([])
  })

  it('takes one message for one, however often and however much at once it comes, and after a restart', async () => {
    await Promise.all([say(), say(), say()])
    await said('答:你好')
    await assistant.stop()
    await start()
    expect((await say()).status).toBe(200)
    await say({ msgId: 'msg-2', text: { content: '再见' } })
    await said('答:你好', '答:再见')
  })

  it('takes the turns of one person in order', async () => {
    await Promise.all(['1', '2', '3', '4'].map((id) => say({ msgId: id, text: { content: `第${id}句` } })))
    await eventually(() => expect(dingTalk.shown).toHaveLength(4))
    expect(dingTalk.words()).toEqual(assistant.heard.map((words) => `答:${words}`))
  })

  it('shows no secret in the log', async () => {
    await say()
    await said('答:你好')
    const logged = assistant.logged.join()
    for (const hidden of ['the-app-secret', 'session=s-1', signedHeaders(0).sign ?? '', '你好'])
      expect(logged).not.toContain(hidden)
  })
})

describe('what people say', () => {
  it.each([
    ['words after the robot’s name', { text: { content: '@助手 你好' }, atUsers: [{}] }, '你好'],
    ['words after blanks where the name was', { text: { content: '  你好 ' } }, '你好'],
    ['two people named', { text: { content: '@助手 @老王 你好' }, atUsers: [{}, {}] }, '你好'],
    ['a name alone', { text: { content: '@助手' } }, ''],
    ['an @ that names nobody', { text: { content: '@ 你好' } }, '@ 你好'],
    [
      'rich text',
      { msgtype: 'richText', text: undefined, content: { richText: [{ text: '你' }, {}, { text: '好' }] } },
      '你好',
    ],
    ['a voice that was heard', { msgtype: 'audio', text: undefined, content: { recognition: '你好' } }, '你好'],
    ['a picture', { msgtype: 'picture', text: undefined, content: { downloadCode: 'x' } }, ''],
    ['a file', { msgtype: 'file', text: undefined, content: { fileName: 'a.docx' } }, ''],
    ['half a character', { text: { content: '你好\ud800\u0000' } }, '你好\ufffd'],
  ])('is read from %s', async (_what, more, words) => {
    await say({ conversationType: '2', ...more })
    await eventually(() => expect(assistant.heard).toEqual([words]))
  })
})

describe('what is offered', () => {
  it('is buttons that say their words, and the words choose it', async () => {
    await say({ text: { content: 'options' } })
    await eventually(() => expect(dingTalk.shown).toHaveLength(1))
    expect(dingTalk.shown[0]?.message).toEqual({
      msgtype: 'actionCard',
      actionCard: {
        title: '哪里的办法?',
        text: '哪里的办法?',
        btnOrientation: '0',
        btns: [
          { title: '济宁', actionURL: 'dtmd://dingtalkclient/sendMessage?content=%E6%B5%8E%E5%AE%81' },
          { title: '吉林', actionURL: 'dtmd://dingtalkclient/sendMessage?content=%E5%90%89%E6%9E%97' },
        ],
      },
    })
    await say({ msgId: 'msg-2', text: { content: '吉林' } })
    await eventually(() => expect(assistant.heard).toEqual(['options', 'measure']))
  })

  it('is numbers in a group, where the words of a button would not name the robot', async () => {
    const group = { conversationType: '2', conversationId: 'cid-2' }
    await say({ ...group, text: { content: 'options' } })
    await eventually(() => expect(dingTalk.shown).toHaveLength(1))
    expect(dingTalk.shown[0]?.message).toMatchObject({ msgtype: 'markdown', at: { atUserIds: ['staff-1'] } })
    expect(dingTalk.words()[0]).toMatch(/^@staff-1\n\n哪里的办法\?[\s\S]*@我[\s\S]*1\. 济宁\s+2\. 吉林$/)
    await say({ ...group, msgId: 'msg-2', text: { content: ' 2' } })
    await eventually(() => expect(assistant.heard).toEqual(['options', 'measure']))
  })

  it('is no longer chosen by a number a day later', async () => {
    const group = { conversationType: '2', conversationId: 'cid-2' }
    await say({ ...group, text: { content: 'options' } })
    await eventually(() => expect(dingTalk.shown).toHaveLength(1))
    assistant.passMinutes(25 * 60)
    const later = robotMessage({ ...group, msgId: 'msg-2', text: { content: '2' } })
    await callBack(assistant.origin, later, signedHeaders(assistant.now().getTime()))
    await eventually(() => expect(assistant.heard).toEqual(['options', 'option-expired']))
  })
})

describe('K-2 an address that is not on the list', () => {
  it.each([
    'https://evil.example/robot/sendBySession?session=1',
    'http://oapi.dingtalk.com/robot/sendBySession?session=1',
    'https://oapi.dingtalk.com@evil.example/robot/sendBySession',
    'https://169.254.169.254/robot/sendBySession',
  ])('is never called: %s', async (sessionWebhook) => {
    await say({ sessionWebhook })
    await eventually(() => expect(dingTalk.shown).toHaveLength(1))
    expect(dingTalk.shown[0]).toMatchObject({ by: 'person', to: 'staff-1' })
    expect(dingTalk.calls.map(({ url }) => new URL(url).host)).toEqual(['api.dingtalk.com', 'api.dingtalk.com'])
  })
})

describe('K-3 an address that is no longer good', () => {
  it('is left alone once its time is over: one message, by the robot', async () => {
    await say({ sessionWebhookExpiredTime: Date.now() - 1 })
    await eventually(() => expect(dingTalk.shown).toHaveLength(1))
    expect(dingTalk.shown[0]).toEqual({
      by: 'person',
      to: 'staff-1',
      message: { msgKey: 'sampleMarkdown', title: '你好', text: '答:你好' },
    })
  })

  it('is given up where the platform refuses it: one message, by the robot', async () => {
    dingTalk.answerNext('sendBySession', { status: 200, body: { errcode: 310000, errmsg: 'expired' } })
    await say()
    await eventually(() => expect(dingTalk.shown).toHaveLength(1))
    expect(dingTalk.shown[0]?.by).toBe('person')
  })

  it('in a group the robot writes to the group', async () => {
    await say({ conversationType: '2', conversationId: 'cid-2', sessionWebhookExpiredTime: Date.now() })
    await eventually(() => expect(dingTalk.shown).toHaveLength(1))
    expect(dingTalk.shown[0]).toMatchObject({ by: 'group', to: 'cid-2' })
  })
})

describe('P1 after a restart', () => {
  it('what was not yet sent is sent by what was kept, and the old address is not tried', async () => {
    dingTalk.answerNext('sendBySession', { status: 503 }, 100)
    await say()
    await eventually(() => expect(assistant.logged.join()).toContain('not-sent'))
    await assistant.stop()
    dingTalk.calls.length = 0
    await start()
    assistant.passMinutes(120)
    await eventually(() => expect(dingTalk.shown).toHaveLength(1))
    expect(dingTalk.shown[0]).toMatchObject({ by: 'person', to: 'staff-1' })
    expect(assistant.heard).toEqual([])
  })
})

describe('K-5 the stream', () => {
  it('hears by the stream what it hears by callback, and takes a message delivered again for the same one', async () => {
    const gateway = await openFakeGateway()
    await assistant.stop()
    await start({ environment: { ...environment, DINGTALK_API_BASE: gateway.base, DINGTALK_MODE: 'stream' } })
    await eventually(() => expect(gateway.connected()).toBe(1))
    expect((await say()).status).toBe(404)
    for (let i = 0; i < 3; i += 1) gateway.push(robotTopic, robotMessage())
    gateway.push(robotTopic, robotMessage({ msgId: 'msg-2', robotCode: 'robot-2' }))
    await eventually(() => expect(gateway.heard).toHaveLength(4))
    await said('答:你好')
    expect(assistant.heard).toEqual(['你好'])
    expect(assistant.logged.join()).toContain('not-for-us')
    await assistant.stop()
    await gateway.close()
    await start()
  })
})

describe('K-4 the robot’s messages', () => {
  const late = { sessionWebhookExpiredTime: 0 }
  const answered = (lists: object) => ({ status: 200, body: { processQueryKey: 'k', ...lists } })

  it('are tried again later where the platform holds them back', async () => {
    dingTalk.answerNext('batchSend', answered({ flowControlledStaffIdList: ['staff-1'] }))
    await say(late)
    await eventually(() => expect(assistant.logged.join()).toContain('flow-controlled'))
    expect(assistant.logged.join()).toMatch(/"afterSeconds":(6\d|[7-9]\d|\d{3})/)
    expect(assistant.logged.join()).not.toContain('not-delivered')
  })

  it.each([
    ['staff-id-invalid', { invalidStaffIdList: ['staff-1'] }],
    ['filtered', { filteredStaffIdList: ['staff-1'] }],
  ])('are given up as %s', async (code, lists) => {
    dingTalk.answerNext('batchSend', answered(lists))
    await say(late)
    await eventually(() => expect(assistant.logged.join()).toContain('not-delivered'))
    expect(assistant.logged.join()).toContain(`"code":"${code}"`)
    expect(dingTalk.calls.filter(({ url }) => url.includes('batchSend'))).toHaveLength(1)
  })

  it.each([
    ['send.too.fast', 400, 'again'],
    ['QpsLimit', 403, 'again'],
    ['too.many.people', 400, 'again'],
    ['staffId.notExisted', 400, 'dead'],
    ['msgParam.tooLong', 400, 'dead'],
    ['ServiceUnavailable', 503, 'again'],
  ])('refused with %s', async (code, status, end) => {
    dingTalk.answerNext('batchSend', { status, body: { code, message: 'told' } }, 100)
    await say(late)
    const word = end === 'dead' ? 'not-delivered' : 'not-sent'
    await eventually(() => expect(assistant.logged.join()).toContain(word))
    expect(assistant.logged.join()).toContain(`"code":"${code}"`)
  })

  it('are sent with a new token where the old one was taken back, asked for once by however many', async () => {
    await say({ ...late, msgId: 'm0' })
    await eventually(() => expect(dingTalk.shown).toHaveLength(1))
    dingTalk.revoke()
    await Promise.all(
      ['a', 'b', 'c'].map((id) =>
        say({ ...late, msgId: id, conversationId: `cid-${id}`, senderStaffId: `staff-${id}` }),
      ),
    )
    await eventually(() => expect(dingTalk.shown).toHaveLength(4))
    expect(dingTalk.tokens).toEqual(['token-1', 'token-2'])
  })

  it('are not sent to somebody of another organisation', async () => {
    await say({ ...late, senderStaffId: undefined, senderCorpId: 'corp-2' })
    await eventually(() => expect(assistant.logged.join()).toContain('"code":"outsider"'))
    expect(dingTalk.calls).toEqual([])
  })
})
