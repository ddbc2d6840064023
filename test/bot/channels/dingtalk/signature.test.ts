import { describe, expect, it } from 'vitest'
import { createReplayGuard } from '#bot/channels/dingtalk/replay-guard.ts'
import { isReplyAddress } from '#bot/channels/dingtalk/reply-address.ts'
import { checkCallback, signCallback } from '#bot/channels/dingtalk/signature.ts'
import { nonceOf, signRequest, timestampOf } from '#bot/channels/dingtalk/zwdd-signature.ts'

const timestamp = '1577262236757'
const secret = 'this is secret'
const sign = 'hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM='
const minute = 60_000
const minutesLater = (minutes: number): Date => new Date(Number(timestamp) + minutes * minute)

describe('K1 the callback’s signature', () => {
  it('is the platform’s own example', () => {
    expect(signCallback(timestamp, secret)).toBe(sign)
  })

  it.each([-5, -4.99, 0, 4.99, 5])('is good %d minutes after its time, in a window of five', (minutes) => {
    expect(checkCallback({ timestamp, sign }, secret, minutesLater(minutes), 5 * minute)).toBe('good')
  })

  it.each([-61, -5.01, 5.01, 61])('is out of time %d minutes after', (minutes) => {
    expect(checkCallback({ timestamp, sign }, secret, minutesLater(minutes), 5 * minute)).toBe('out-of-time')
  })

  it.each([
    ['missing', { timestamp }],
    ['without a time', { sign }],
    ['empty', { timestamp, sign: '' }],
    ['one character short', { timestamp, sign: sign.slice(0, -1) }],
    ['one character changed', { timestamp, sign: sign.replace('h', 'H') }],
    ['sent twice', { timestamp, sign: `${sign}, ${sign}` }],
    ['of another time', { timestamp: '1577262236758', sign }],
    ['for a time that is no number', { timestamp: 'yesterday', sign: signCallback('yesterday', secret) }],
    ['for a time with a newline', { timestamp: `${timestamp}\n`, sign: signCallback(`${timestamp}\n`, secret) }],
  ])('is forged when it is %s', (_how, headers) => {
    expect(checkCallback(headers, secret, minutesLater(0), 5 * minute)).toBe('forged')
  })

  it('is forged under another secret', () => {
    expect(checkCallback({ timestamp, sign }, `${secret}!`, minutesLater(0), 5 * minute)).toBe('forged')
  })
})

describe('a pair of signed headers', () => {
  let at = 0
  const guard = () => createReplayGuard(10 * minute, () => new Date(at))
  const body = (text: string): Buffer => Buffer.from(text)

  it('may come again with the same body and not with another', () => {
    const pairs = guard()
    expect(pairs.admit('1', 's', body('a'))).toBe(true)
    expect(pairs.admit('1', 's', body('a'))).toBe(true)
    expect(pairs.admit('1', 's', body('b'))).toBe(false)
    expect(pairs.admit('2', 's', body('b'))).toBe(true)
  })

  it('is remembered to the end of its time, and then no longer', () => {
    const pairs = guard()
    at = 0
    pairs.admit('1', 's', body('a'))
    at = 10 * minute - 1
    expect(pairs.admit('1', 's', body('b'))).toBe(false)
    at = 10 * minute
    expect(pairs.admit('1', 's', body('b'))).toBe(true)
  })
})

describe('K-2 an address to answer at', () => {
  const hosts = ['oapi.dingtalk.com', 'im.example.gov.cn']

  it.each([
    'https://oapi.dingtalk.com/robot/sendBySession?session=eb18e18e',
    'https://OAPI.dingtalk.com/robot/sendBySession?session=1',
    'https://oapi.dingtalk.com:443/robot/sendBySession?session=1',
    'https://im.example.gov.cn/robot/sendBySession?session=1',
  ])('may be %s', (address) => {
    expect(isReplyAddress(address, hosts)).toBe(true)
  })

  it.each([
    ['another host', 'https://evil.example/robot/sendBySession'],
    ['a host that ends alike', 'https://evil-oapi.dingtalk.com/robot/x'],
    ['a host below', 'https://a.oapi.dingtalk.com/robot/x'],
    ['a host above', 'https://oapi.dingtalk.com.evil.example/robot/x'],
    ['plain http', 'http://oapi.dingtalk.com/robot/x'],
    ['the name as a user', 'https://oapi.dingtalk.com@evil.example/robot/x'],
    ['the name as a user with a password', 'https://oapi.dingtalk.com:x@evil.example/robot/x'],
    ['a user before the right name', 'https://evil@oapi.dingtalk.com/robot/x'],
    ['an address of numbers', 'https://127.0.0.1/robot/x'],
    ['an address of the cloud’s own', 'https://169.254.169.254/robot/x'],
    ['one number', 'https://2130706433/robot/x'],
    ['IPv6', 'https://[::1]/robot/x'],
    ['another port', 'https://oapi.dingtalk.com:8443/robot/x'],
    ['another path', 'https://oapi.dingtalk.com/user/delete'],
    ['a path that climbs', 'https://oapi.dingtalk.com/robot/../user/delete'],
    ['a backslash', 'https://evil.example\\@oapi.dingtalk.com/robot/x'],
    ['a trailing dot', 'https://oapi.dingtalk.com./robot/x'],
    ['a file', 'file:///robot/x'],
    ['nothing', ''],
  ])('is not %s', (_what, address) => {
    expect(isReplyAddress(address, hosts)).toBe(false)
  })
})

describe('the signature of 专有钉钉', () => {
  const sent = '2024-01-01T00:00:00.000+08:00'
  const nonce = '17040384000001234'

  it('Z1 signs parameters sorted and not percent-encoded', () => {
    const parameters = {
      tenantId: '12371',
      receiverIds: '100135',
      msg: '{"msgtype":"text","text":{"content":"你好"}}',
    }
    expect(signRequest('secret-key', 'POST', sent, nonce, '/message/workNotification', parameters)).toBe(
      'HfDQEC8LKJy7qyg1NM9s6nvBXLNZsR36oWLho4MGVrY=',
    )
  })

  it('Z2 signs the parameters of a GET', () => {
    expect(signRequest('secret-key', 'GET', sent, nonce, '/gettoken.json', { appsecret: 's', appkey: 'k' })).toBe(
      'GnkLBB6r8VkChtStbeD1MakcudxK4xqPo3pnc2XmatY=',
    )
  })

  it('Z3 has no fifth line without parameters', () => {
    expect(signRequest('secret-key', 'GET', sent, nonce, '/gettoken.json', {})).toBe(
      'Wl1q+1Q2mJFRCsuQFJ7JBaCuSQkiTRc5eS19X/oS8FU=',
    )
  })

  it('is made at China’s time, with thirteen digits of time and four more', () => {
    const at = new Date('2023-12-31T16:00:00.000Z')
    expect(timestampOf(at)).toBe(sent)
    expect(nonceOf(at, 1234)).toBe(nonce)
    expect(nonceOf(at, 7)).toBe('17040384000000007')
  })
})
