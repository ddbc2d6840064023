/** The lines of the log after errors that quoted what was said: no secret, no token, no number of a person. */
import { expect, it } from 'vitest'
import { environment as dingTalk } from '../bot/channels/dingtalk/fake-dingtalk.ts'
import { aesKey, secret as weComSecret } from '../bot/channels/wecom/fake-wecom.ts'
import { openSession } from '../bot/support/assistant.ts'
import { eventually } from '../bot/support/eventually.ts'
import { directLineSecret, postDoors, startEveryDoor } from './support/every-door.ts'

const identity = '370802199003071234'
const mobile = '13812345678'
const personal = `我叫王小明，身份证${identity}，手机号${mobile}`

it('hold no secret, token, identity or mobile number, though the turn broke on all of them', async () => {
  const told: string[] = []
  const assistant = await startEveryDoor({
    tell: (line) => told.push(line),
    handle: async (_conversation, { text }) => {
      throw new Error(`cannot read «${text}»`, { cause: new Error(`near ${text} with Bearer ${directLineSecret}`) })
    },
  })
  const generated = await fetch(`${assistant.origin}/v3/directline/tokens/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${directLineSecret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ user: { id: 'dl_wang', name: '王小明' } }),
  })
  const { token, conversationId } = (await generated.json()) as { token: string; conversationId: string }
  const sent = JSON.stringify({ type: 'message', text: personal, code: mobile })
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', cookie: `a=${identity}` }
  for (const door of postDoors(conversationId))
    await fetch(assistant.origin + door, { method: 'POST', headers, body: sent, redirect: 'manual' })
  await fetch(`${assistant.origin}/measures/${mobile}?身份证=${identity}`, { headers })
  const code = /\d{8}/u.exec(told.at(-1) ?? '')?.[0] ?? 'none'
  const signedIn = await fetch(`${assistant.origin}/sign-in/code`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  })
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const session = await openSession(assistant.origin, cookie)
  await eventually(() => expect(assistant.logged.some((line) => line.includes('turn-failed'))).toBe(true))
  await assistant.stop()
  const log = assistant.logged.join('\n')
  const never = [
    identity,
    mobile,
    token,
    session.token,
    cookie.split('=')[1] ?? cookie,
    directLineSecret,
    weComSecret,
    aesKey,
    dingTalk.DINGTALK_APP_SECRET,
    code,
  ]
  for (const word of never) expect([word, log.includes(word)]).toEqual([word, false])
  expect(log).not.toMatch(/\b[1-9]\d{16}[\dXx]\b|\b1[3-9]\d{9}\b|Bearer [\w-]{8}|\beyJ/u)
})
