import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '#bot/config.ts'
import { aesKey } from './fake-wecom.ts'

const whole = {
  WECOM_API_BASE: 'https://qyapi.weixin.qq.com',
  WECOM_CORP_ID: 'wwcorp',
  WECOM_AGENT_ID: '1000002',
  WECOM_SECRET: 'secret',
  WECOM_CALLBACK_TOKEN: 'QDG6eK',
  WECOM_AES_KEY: aesKey,
}

function problemsOf(given: Record<string, string>): readonly string[] {
  try {
    readConfig(given)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

const robot = { WECOM_BOT_URL: 'wss://openws.work.weixin.qq.com', WECOM_BOT_ID: 'b', WECOM_BOT_SECRET: 's' }

describe('the settings of the smart robot', () => {
  it('are whole alone, and beside those of the application', () => {
    expect(problemsOf(robot)).toEqual([])
    expect(problemsOf({ ...robot, ...whole })).toEqual([])
    expect(problemsOf({ ...robot, WECOM_CORP_ID: 'wwcorp' })).toEqual([])
  })

  it.each(Object.keys(robot))('without %s do not start', (name) => {
    expect(problemsOf({ ...robot, [name]: '' })).toEqual([expect.stringContaining(`${name} is missing`)])
  })

  it.each(['ws://openws.work.weixin.qq.com', 'https://openws.work.weixin.qq.com', 'wss://user@x.cn'])(
    'refuse %s',
    (url) => {
      expect(problemsOf({ ...robot, WECOM_BOT_URL: url })).toEqual([expect.stringContaining('WECOM_BOT_URL')])
    },
  )

  it('with a corporation alone name what it would be for', () => {
    expect(problemsOf({ WECOM_CORP_ID: 'wwcorp' })).toEqual([expect.stringContaining('WECOM_BOT_ID')])
  })
})

describe('the settings of WeCom', () => {
  it('are whole, with what is usual for the rest', () => {
    expect(readConfig(whole)).toMatchObject({
      WECOM_CALLBACK_MINUTES: 10,
      WECOM_CARDS: true,
      WECOM_MARKDOWN: false,
      WECOM_MEDIA_FIELD: 'media',
      WECOM_HEADERS: {},
    })
  })

  it.each(Object.keys(whole))('without %s do not start', (name) => {
    expect(problemsOf({ ...whole, [name]: '' })).toEqual([expect.stringContaining(`${name} is missing`)])
  })

  it('half set name every one that is missing, and no value', () => {
    const problems = problemsOf({ WECOM_SECRET: 'the-secret' })
    expect(problems).toHaveLength(5)
    expect(problems.join()).not.toContain('the-secret')
  })

  it.each([
    ['WECOM_AES_KEY', aesKey.slice(1)],
    ['WECOM_AES_KEY', `${aesKey}=`],
    ['WECOM_AES_KEY', `${aesKey.slice(1)}-`],
    ['WECOM_AGENT_ID', 'app'],
    ['WECOM_CALLBACK_TOKEN', 'with-dash'],
    ['WECOM_CALLBACK_TOKEN', 'x'.repeat(33)],
    ['WECOM_API_BASE', 'http://qyapi.weixin.qq.com'],
    ['WECOM_API_BASE', 'https://user@qyapi.weixin.qq.com'],
    ['WECOM_API_BASE', 'https://qyapi.weixin.qq.com?x=1'],
    ['WECOM_CALLBACK_MINUTES', '0'],
    ['WECOM_CALLBACK_MINUTES', '61'],
    ['WECOM_MEDIA_FIELD', 'a"b'],
    ['WECOM_HEADERS', 'X-Key'],
    ['WECOM_HEADERS', 'X-Key: a\nX-Evil: b'],
  ])('refuse %s=%j', (name, value) => {
    expect(problemsOf({ ...whole, [name]: value })).toEqual([expect.stringContaining(name)])
  })

  it('take a private deployment’s address with its path, and a gateway’s headers', () => {
    const config = readConfig({
      ...whole,
      WECOM_API_BASE: 'https://im.example.gov.cn:9080/wework/',
      WECOM_HEADERS: 'X-Gateway-Key: a:b | X-Tenant: 12',
    })
    expect(config.WECOM_API_BASE).toBe('https://im.example.gov.cn:9080/wework')
    expect(config.WECOM_HEADERS).toEqual({ 'x-gateway-key': 'a:b', 'x-tenant': '12' })
  })
})
