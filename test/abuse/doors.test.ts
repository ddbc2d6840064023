/** Bodies that nobody would send in earnest, at every door: each is refused or taken, none breaks anything. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readXml } from '#bot/channels/wecom/xml.ts'
import { eventXml, textXml } from '../bot/channels/wecom/fake-wecom.ts'
import type { TestAssistant } from '../bot/support/assistant.ts'
import { directLineSecret, postDoors, postDoorsInSource, startEveryDoor } from './support/every-door.ts'
import { runs } from './support/runs.ts'

let assistant: TestAssistant
let token: string
let doors: readonly string[]

async function begin(): Promise<void> {
  const made = await fetch(`${assistant.origin}/v3/directline/tokens/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${directLineSecret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ user: { id: 'dl_fuzz' } }),
  })
  const told = (await made.json()) as { token: string; conversationId: string }
  token = told.token
  doors = postDoors(told.conversationId)
}

beforeAll(async () => {
  assistant = await startEveryDoor()
  await begin()
})
afterAll(() => assistant.stop())

const kinds = [
  'application/json',
  'application/json; charset=utf-16',
  'text/xml',
  'multipart/form-data; boundary=x',
  '',
]
const names = ['type', 'text', 'value', 'channelData', 'user', 'fresh', 'code', 'to', 'from', 'conversation', 'id']
const strangeName = fc.constantFrom(...names, '__proto__', 'constructor', 'toString', 'v', 'verb', 'args', 'serviceUrl')
const strangeValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom('message', 'event', 'invoke', 1e308, -1, '\u0000', '\ud800', '\u202e3', { v: 1, verb: '__proto__' }),
)
const object = fc.dictionary(strangeName, strangeValue, { maxKeys: 8 }).map((value) => JSON.stringify(value))
const activity = fc
  .record(
    { text: strangeValue, value: strangeValue, channelData: strangeValue, locale: strangeValue },
    { requiredKeys: [] },
  )
  .map((rest) => JSON.stringify({ type: 'message', ...rest }))
const body = fc.oneof(
  object.map((text) => Buffer.from(text)),
  activity.map((text) => Buffer.from(text)),
  fc.string({ unit: 'binary', maxLength: 200 }).map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
)

function post(door: string, kind: string, content: Buffer, authorization = `Bearer ${token}`): Promise<Response> {
  return fetch(assistant.origin + door, {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization, ...(kind === '' ? {} : { 'content-type': kind }) },
    body: content,
  })
}

it('knows every door that takes a body', () => {
  // 专有钉钉 answers as DingTalk does.
  expect(postDoorsInSource()).toBe(doors.length + 1)
})

it('answers whatever is sent to whatever door with a refusal or an answer, and never breaks', async () => {
  const request = fc.record({ door: fc.nat(), kind: fc.constantFrom(...kinds), content: body })
  let tried = 0
  await fc.assert(
    fc.asyncProperty(request, async ({ door, kind, content }) => {
      // Slowly enough not to be sent away for haste, and with a token that is still good.
      assistant.passMinutes(0.05)
      if (++tried % 200 === 0) await begin()
      const path = doors[door % doors.length] ?? ''
      const isSecret = path.endsWith('/generate')
      const answer = await post(path, kind, content, isSecret ? `Bearer ${directLineSecret}` : undefined)
      const told = await answer.text()
      expect([path, answer.status, told, answer.status < 500]).toEqual([path, answer.status, told, true])
      expect(told).not.toMatch(/\.ts:\d|node_modules|stack/u)
    }),
    runs(250),
  )
  expect(assistant.logged.filter((line) => /request-failed|turn-failed/u.test(line))).toEqual([])
})

it('takes no file, however it is offered', async () => {
  const upload = doors.find((door) => door.endsWith('/upload')) ?? ''
  const form = '--x\r\nContent-Disposition: form-data; name="file"; filename="../../a.exe"\r\n\r\nMZ\r\n--x--\r\n'
  for (const kind of kinds) {
    const answer = await post(upload, kind, Buffer.from(kind.startsWith('multipart') ? form : '{}'))
    expect([kind, answer.status]).toEqual([kind, 404])
  }
  const attached = { type: 'message', attachments: [{ contentType: 'text/html', contentUrl: 'file:///etc/passwd' }] }
  const path = upload.replace('/upload', '/activities')
  expect((await post(path, 'application/json', Buffer.from(JSON.stringify(attached)))).status).toBeLessThan(500)
  const kept = await fetch(assistant.origin + path, { headers: { authorization: `Bearer ${token}` } })
  expect(await kept.text()).not.toContain('passwd')
})

it('reads XML that was cut, doubled or sewn together, or says that it is none', () => {
  const whole = [
    textXml('你好 <b>&amp;'),
    eventXml('click', 'key-1'),
    '<xml><a>1</a><__proto__><x>1</x></__proto__></xml>',
  ]
  const cut = fc
    .tuple(
      fc.constantFrom(...whole),
      fc.nat(),
      fc.nat(),
      fc.constantFrom('', '<!DOCTYPE a [<!ENTITY b "c">]>', '&b;', '<', ']]>', '<xml>', '\u0000', '\u202e'),
    )
    .map(([text, from, to, sewn]) => text.slice(0, from % text.length) + sewn + text.slice(to % text.length))
  fc.assert(
    fc.property(fc.oneof(cut, fc.string({ unit: 'binary' })), (text) => {
      const read = readXml(text)
      expect(read === undefined || typeof read === 'object').toBe(true)
      expect(({} as Record<string, unknown>).x).toBeUndefined()
    }),
    runs(400),
  )
})
