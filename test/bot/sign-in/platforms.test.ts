/** Signing in to the page inside WeCom, DingTalk and 专有钉钉, whose doors are on this machine. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestAssistant } from '../support/assistant.ts'
import { type LoopbackCloud, openLoopbackCloud } from '../support/loopback-cloud.ts'
import { createVisitor, startWithPages } from './visitor.ts'

const members: Record<string, object> = {
  'code-zhang': { errcode: 0, errmsg: 'ok', userid: 'ZhangSan' },
  'code-old-build': { errcode: 0, errmsg: 'ok', UserId: 'LiSi' },
  'code-guest': { errcode: 0, errmsg: 'ok', openid: 'o-guest' },
}
const environment = {
  PUBLIC_URL: 'https://assistant.example.cn',
  WECOM_API_BASE: 'https://qyapi.weixin.qq.com',
  WECOM_CORP_ID: 'wwcorp',
  WECOM_AGENT_ID: '1000002',
  WECOM_SECRET: 'the-app-secret',
  WECOM_CALLBACK_TOKEN: 'QDG6eK',
  WECOM_AES_KEY: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  DINGTALK_CORP_ID: 'corp-1',
  DINGTALK_APP_KEY: 'key-1',
  DINGTALK_APP_SECRET: 'the-app-secret',
  DINGTALK_ROBOT_CODE: 'robot-1',
  DINGTALK_API_BASE: 'https://api.dingtalk.com',
  DINGTALK_OAPI_BASE: 'https://oapi.dingtalk.com',
  DINGTALK_WEBHOOK_HOSTS: 'oapi.dingtalk.com',
  DINGTALK_JSAPI_URL: 'https://g.alicdn.com/dingding/dingtalk-jsapi/3.0.25/dingtalk.open.js',
}
const inWeCom = { 'user-agent': 'Mozilla/5.0 Chrome/98 wxwork/4.1.0 MicroMessenger/7.0.1' }
const inDingTalk = { 'user-agent': 'Mozilla/5.0 AliApp(DingTalk/7.0.5) AliDingTalk/7.0.5' }

let cloud: LoopbackCloud
let assistant: TestAssistant
/** Codes are good once. */
const used = new Set<string>()

beforeAll(async () => {
  cloud = await openLoopbackCloud(({ url, body }) => {
    const { host, pathname, searchParams } = new URL(url)
    if (pathname === '/cgi-bin/gettoken')
      return { status: 200, body: { errcode: 0, access_token: 't', expires_in: 7200 } }
    if (pathname === '/cgi-bin/auth/getuserinfo') {
      const code = searchParams.get('code') ?? ''
      const member = used.has(code) ? undefined : members[code]
      used.add(code)
      return { status: 200, body: member ?? { errcode: 40029, errmsg: 'invalid code' } }
    }
    if (host === 'api.dingtalk.com' && pathname === '/v1.0/oauth2/accessToken')
      return { status: 200, body: { accessToken: 'd', expireIn: 7200 } }
    if (pathname === '/topapi/v2/user/getuserinfo') {
      const { code } = JSON.parse(body) as { code: string }
      if (code === 'ding-code') return { status: 200, body: { errcode: 0, result: { userid: 'staff-7' } } }
      return { status: 200, body: { errcode: 40078, errmsg: '不存在的临时授权码' } }
    }
    return undefined
  })
  assistant = await startWithPages(environment)
})
afterAll(async () => {
  await assistant.stop()
  await cloud.close()
})

async function beginWeCom(to: string) {
  const visitor = createVisitor(assistant.origin)
  const sent = await visitor.get(`/sign-in/wecom?${new URLSearchParams({ to })}`)
  const authorize = new URL(sent.headers.get('location') ?? '')
  return { visitor, authorize, state: authorize.searchParams.get('state') ?? '' }
}

describe('inside WeCom', () => {
  it('is sent on at once, and comes back as the member, to the page that was wanted', async () => {
    const visitor = createVisitor(assistant.origin)
    expect(await visitor.session()).toBe(401)
    const closed = await visitor.get('/')
    expect([closed.status, closed.headers.get('location')]).toEqual([303, '/sign-in?to=%2F'])
    const inside = await visitor.get('/sign-in?to=%2Fmeasures%2Fjiujiang-2024', inWeCom)
    expect(inside.headers.get('location')).toBe('/sign-in/wecom?to=%2Fmeasures%2Fjiujiang-2024')
    const sent = await visitor.get(inside.headers.get('location') ?? '')
    const authorize = new URL(sent.headers.get('location') ?? '')
    expect(`${authorize.origin}${authorize.pathname}${authorize.hash}`).toBe(
      'https://open.weixin.qq.com/connect/oauth2/authorize#wechat_redirect',
    )
    expect(Object.fromEntries(authorize.searchParams)).toEqual({
      appid: 'wwcorp',
      agentid: '1000002',
      response_type: 'code',
      scope: 'snsapi_base',
      redirect_uri: 'https://assistant.example.cn/sign-in/wecom/back',
      state: expect.stringMatching(/^[a-zA-Z0-9]{32,128}$/u),
    })
    const state = authorize.searchParams.get('state') ?? ''
    const back = await visitor.get(`/sign-in/wecom/back?code=code-zhang&state=${state}`)
    expect([back.status, back.headers.get('location')]).toEqual([303, '/measures/jiujiang-2024'])
    expect(await visitor.session()).toMatch(/^dl_/u)
    expect((await visitor.get('/')).status).toBe(200)
  })

  it('is the same person next time, and in an older build of the platform', async () => {
    members['code-again'] = { errcode: 0, userid: 'ZhangSan' }
    const ids = []
    for (const code of ['code-again', 'code-old-build']) {
      const { visitor, state } = await beginWeCom('/')
      await visitor.get(`/sign-in/wecom/back?code=${code}&state=${state}`)
      ids.push(await visitor.session())
    }
    expect(new Set(ids).size).toBe(2)
    members['code-third'] = { errcode: 0, userid: 'zhangsan' }
    const { visitor, state } = await beginWeCom('/')
    await visitor.get(`/sign-in/wecom/back?code=code-third&state=${state}`)
    expect(await visitor.session()).toBe(ids[0])
  })

  it.each([
    ['a code that was used', 'code-zhang', 'own', 'expired'],
    ['a person from elsewhere', 'code-guest', 'own', 'outsider'],
    ['a state that is not this browser’s', 'code-old-build', 'foreign', 'expired'],
  ])('is not signed in with %s', async (_what, code, whose, problem) => {
    const { visitor, state } = await beginWeCom('/')
    const other = await beginWeCom('/')
    const back = await visitor.get(`/sign-in/wecom/back?code=${code}&state=${whose === 'own' ? state : other.state}`)
    expect(back.headers.get('location')).toBe(`/sign-in?problem=${problem}`)
    expect(await visitor.session()).toBe(401)
    const page = await (await visitor.get(`/sign-in?problem=${problem}`, inWeCom)).text()
    expect(page).toContain(problem === 'outsider' ? '不是本单位的成员' : '已过期或已用过')
  })

  it('comes back too late after five minutes', async () => {
    members['code-late'] = { errcode: 0, userid: 'ZhangSan' }
    const { visitor, state } = await beginWeCom('/')
    assistant.passMinutes(6)
    const back = await visitor.get(`/sign-in/wecom/back?code=code-late&state=${state}`)
    expect(back.headers.get('location')).toBe('/sign-in?problem=expired')
  })

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/sign-in?x=1', 'javascript:alert(1)'])(
    'leads nobody to %s',
    async (to) => {
      members[`code-${to}`] = { errcode: 0, userid: 'ZhangSan' }
      const { visitor, state } = await beginWeCom(to)
      const back = await visitor.get(`/sign-in/wecom/back?${new URLSearchParams({ code: `code-${to}`, state })}`)
      expect(back.headers.get('location')).toBe('/')
    },
  )
})

describe('inside DingTalk', () => {
  it('gets the platform’s script and no other, and the code becomes a session', async () => {
    const visitor = createVisitor(assistant.origin)
    const page = await visitor.get('/sign-in?to=%2F', inDingTalk)
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self' https://g.alicdn.com;")
    const text = await page.text()
    expect(text).toContain('dingtalk.open.js')
    expect(text).toContain('{&quot;corpId&quot;:&quot;corp-1&quot;,&quot;clientId&quot;:&quot;key-1&quot;}')
    const wrong = await visitor.post('/sign-in/dingtalk', { code: 'no-code' })
    expect([wrong.status, await wrong.json()]).toEqual([
      403,
      { error: { code: 'expired', message: expect.any(String) } },
    ])
    expect(await visitor.session()).toBe(401)
    const right = await visitor.post('/sign-in/dingtalk', { code: 'ding-code', to: '/?q=1' })
    expect([right.status, await right.json()]).toEqual([200, { to: '/?q=1' }])
    expect(await visitor.session()).toMatch(/^dl_/u)
  })

  it('takes a code from our own page only', async () => {
    const visitor = createVisitor(assistant.origin)
    const foreign = await visitor.post('/sign-in/dingtalk', { code: 'ding-code' }, { origin: 'https://evil.example' })
    expect(foreign.status).toBe(403)
    expect(await visitor.session()).toBe(401)
  })

  it('says so where nobody can be signed in elsewhere', async () => {
    const page = await (await createVisitor(assistant.origin).get('/sign-in')).text()
    expect(page).toContain('用企业微信登录')
    expect(page).toContain('也可以在钉钉工作台里打开本页')
    expect(page).not.toContain('g.alicdn.com')
  })
})

it('ends a session by signing out, and after twelve hours by itself', async () => {
  const visitor = createVisitor(assistant.origin)
  await visitor.post('/sign-in/dingtalk', { code: 'ding-code' })
  expect(await visitor.session()).toMatch(/^dl_/u)
  expect((await visitor.post('/sign-out', {}, { origin: 'https://evil.example' })).status).toBe(403)
  const kept = new Map(visitor.cookies)
  expect((await visitor.post('/sign-out', {})).headers.get('location')).toBe('/sign-in')
  expect(await visitor.session()).toBe(401)
  for (const [name, value] of kept) visitor.cookies.set(name, value)
  assistant.passMinutes(12 * 60 + 1)
  expect(await visitor.session()).toBe(401)
})

it('keeps codes, secrets and tokens out of the log', () => {
  const log = assistant.logged.join('\n')
  expect(log).toContain('sign-in-refused')
  expect(log).not.toMatch(/the-app-secret|access_token|code-zhang|ding-code|ZhangSan/iu)
})
