import { beforeEach, describe, expect, it } from 'vitest'
import { createCrypt } from '#bot/channels/wecom/crypt.ts'
import { readCallback, type Told } from '#bot/channels/wecom/decode.ts'
import { createCallback } from '#bot/channels/wecom/webhook.ts'
import { readXml } from '#bot/channels/wecom/xml.ts'
import type { HttpRequest, HttpResponse } from '#bot/http.ts'
import { createLog } from '#bot/log.ts'
import { eventXml, textXml } from './fake-wecom.ts'
import { encryptBlocks, layOut, pad, signatureOf } from './seal.ts'
import { type Vector, vectors } from './vectors.ts'

const { V1, V2, V3 } = vectors
const minutes = 10
let taken: Told[]
let logged: string[]

beforeEach(() => {
  taken = []
  logged = []
})

function callbackOf(vector: Vector, minutesLater = 0) {
  const { token, aesKey, receiver, timestamp } = vector
  return createCallback({
    crypt: createCrypt({ token, aesKey, receiveId: receiver }),
    windowMilliseconds: minutes * 60_000,
    take: async (told) => {
      taken.push(told)
      return told.agentId !== '999'
    },
    log: createLog('debug', (line) => logged.push(line)),
    now: () => new Date((Number(timestamp) + minutesLater * 60) * 1000),
  })
}

function request(query: string, body = '', headers: Record<string, string> = {}): HttpRequest {
  return {
    method: body === '' ? 'GET' : 'POST',
    path: '/channels/wecom',
    params: {},
    query: new URLSearchParams(query),
    headers,
    body: undefined,
    rawBody: Buffer.from(body),
    remoteAddress: '127.0.0.1',
  }
}

const signed = ({ signature, timestamp, nonce }: Vector): string =>
  `msg_signature=${signature}&timestamp=${timestamp}&nonce=${nonce}`
const envelope = (encrypted: string): string => `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`

/** Signed with V1's token at V1's time. */
async function receive(encrypted: string, body = envelope(encrypted)): Promise<HttpResponse> {
  const { timestamp, nonce } = V1
  const query = signed({ ...V1, signature: signatureOf(V1.token, timestamp, nonce, encrypted) })
  return callbackOf(V1).receive(request(query, body))
}
const seal = (text: string): string => encryptBlocks(pad(layOut(text, V1.receiver, '0123456789abcdef')), V1.aesKey)

describe('W1 the check of the address', () => {
  it.each([V2, V3])('$id is answered by exactly what it encrypted', (vector) => {
    const query = `${signed(vector)}&echostr=${encodeURIComponent(vector.encrypted)}`
    const answer = callbackOf(vector).check(request(query)) as HttpResponse
    expect(answer.status).toBe(200)
    expect(answer.body).toMatch(/^\d{19}$/)
  })

  it('is answered where a + of its text was not encoded', () => {
    expect(V2.encrypted).toContain('+')
    const query = `${signed(V2)}&echostr=${V2.encrypted}`
    expect(callbackOf(V2).check(request(query))).toEqual({ status: 200, body: '1616140317555161061' })
  })

  it('W2 is refused with an empty body where it is not signed', () => {
    const query = `${signed({ ...V2, signature: V2.signature.replace('5', '6') })}&echostr=${encodeURIComponent(V2.encrypted)}`
    expect(callbackOf(V2).check(request(query))).toEqual({ status: 403 })
    expect(logged.join()).toContain('forged')
  })

  it('is refused without what was encrypted', () => {
    expect(callbackOf(V2).check(request(signed(V2)))).toEqual({ status: 400 })
  })
})

describe('W3 a message', () => {
  it.each(['text/xml', 'application/xml', 'text/plain', ''])(
    'is taken as %j and acknowledged with nothing',
    async (type) => {
      const headers: Record<string, string> = type === '' ? {} : { 'content-type': type }
      const answer = await callbackOf(V1).receive(request(signed(V1), envelope(V1.encrypted), headers))
      expect(answer).toEqual({ status: 200 })
      expect(taken).toMatchObject([{ message: { text: 'hello' } }])
    },
  )

  it.each([-10, 0, 10])('is taken %d minutes from its time', async (later) => {
    const answer = await callbackOf(V1, later).receive(request(signed(V1), envelope(V1.encrypted)))
    expect(answer.status).toBe(200)
  })

  it.each([-10.1, 10.1, 60])('is refused %d minutes from its time', async (later) => {
    const answer = await callbackOf(V1, later).receive(request(signed(V1), envelope(V1.encrypted)))
    expect(answer).toEqual({ status: 403 })
    expect(logged.join()).toContain('out-of-time')
  })

  it('for another application is refused', async () => {
    const xml = textXml('hi').replace('1000002', '999')
    expect(await receive(seal(xml))).toEqual({ status: 403 })
  })
})

describe('what comes from elsewhere', () => {
  it.each([
    ['without a nonce', signed(V1).replace(/&nonce=\d+/, ''), 400],
    ['with an empty nonce', signed(V1).replace(/nonce=\d+/, 'nonce='), 400],
    ['without a time', signed(V1).replace(/timestamp=\d+&/, ''), 400],
    ['with a time that is none', signed(V1).replace(/timestamp=\d+/, 'timestamp=1e9'), 400],
    ['with two signatures', `${signed(V1)}&msg_signature=${V1.signature}`, 400],
    ['with its signature in capitals', signed({ ...V1, signature: V1.signature.toUpperCase() }), 403],
    ['with a short signature', signed({ ...V1, signature: V1.signature.slice(1) }), 403],
  ])('%s is refused', async (_what, query, status) => {
    expect(await callbackOf(V1).receive(request(query, envelope(V1.encrypted)))).toEqual({ status })
    expect(taken).toEqual([])
  })

  it.each([
    ['two parts that are encrypted', envelope(V1.encrypted).replace('</xml>', '<Encrypt>x</Encrypt></xml>')],
    ['an encrypted part with parts of its own', '<xml><Encrypt><a>1</a></Encrypt></xml>'],
    ['no encrypted part', '<xml><ToUserName>x</ToUserName></xml>'],
    ['a part that is not closed', `<xml><Encrypt>${V1.encrypted}</xml>`],
    ['JSON', JSON.stringify({ encrypt: V1.encrypted })],
    ['nothing', ' '],
    ['a document type', `<!DOCTYPE xml [<!ENTITY e "x">]>${envelope(V1.encrypted)}`],
    ['a zero byte', envelope(V1.encrypted).replace('<Encrypt>', '<A>\u0000</A><Encrypt>')],
  ])('holding %s is refused', async (_what, body) => {
    expect(await callbackOf(V1).receive(request(signed(V1), body))).toEqual({ status: 400 })
    expect(taken).toEqual([])
  })

  it.each([
    ['JSON', '{"FromUserName":"x"}'],
    ['broken JSON', '{"FromUserName":'],
    ['another document', '<html></html>'],
    ['a message without an id', textXml('x').replace(/<MsgId>.*?<\/MsgId>/, '')],
    ['a message of two people', textXml('x').replace('</xml>', '<FromUserName>y</FromUserName></xml>')],
    ['an external entity', `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${textXml('&e;')}`],
  ])('sealed rightly and holding %s is refused, and no turn begins', async (_what, plain) => {
    expect(await receive(seal(plain))).toEqual({ status: 400 })
    expect(taken).toEqual([])
  })

  it('tells nobody why, and nothing of it stands in the log but the reason', async () => {
    await receive(`${seal(textXml('机密'))}`, envelope('AAAA'))
    expect(logged).toHaveLength(1)
    expect(Object.keys(JSON.parse(logged[0] ?? '') as object)).toEqual(['level', 'time', 'channel', 'reason', 'event'])
  })
})

describe('W12 XML', () => {
  it.each([
    ['tags in tags', `<xml>${'<a>'.repeat(80_000)}`],
    ['tags in tags that are closed', `<xml>${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}</xml>`],
    ['many open brackets', `<xml>${'<'.repeat(200_000)}</xml>`],
    ['open brackets that never close', `<xml>${'<'.repeat(250_000)}`],
    ['a tag that never ends', `<xml><a ${'b="c" '.repeat(40_000)}>1</a></xml>`],
    ['very many elements', `<xml>${'<a/>'.repeat(60_000)}</xml>`],
    ['CDATA that never ends', `<xml><a>${'<![CDATA['.repeat(20_000)}</a></xml>`],
    ['entities that grow', '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><xml><A>&b;</A></xml>'],
  ])('of %s is refused within a second', (_what, text) => {
    const startedAt = performance.now()
    expect(readXml(text)).toBeUndefined()
    expect(performance.now() - startedAt).toBeLessThan(1000)
  })

  it.each([
    ['ends of CDATA', `<xml><A><![CDATA[${']]'.repeat(100_000)}]]></A></xml>`],
    ['beginnings of CDATA in CDATA', `<xml><A><![CDATA[${'<![CDATA['.repeat(20_000)}]]></A></xml>`],
    ['entities', `<xml><A>${'&amp;'.repeat(40_000)}</A></xml>`],
    ['ampersands', `<xml><A>${'&'.repeat(200_000)}</A></xml>`],
    ['blanks', `<xml>${' '.repeat(200_000)}</xml>`],
    ['pieces of CDATA', `<xml><A>${'<![CDATA[x]]>'.repeat(15_000)}</A></xml>`],
  ])('of very many %s is read or refused within a second', (_what, text) => {
    const startedAt = performance.now()
    readXml(text)
    expect(performance.now() - startedAt).toBeLessThan(1000)
  })

  it.each(['__proto__', 'constructor', 'prototype'])('cannot reach %s', (name) => {
    const read = readXml(`<xml><${name}><polluted>1</polluted></${name}></xml>`)
    expect(Object.getPrototypeOf(read ?? {})).toBe(Object.prototype)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

describe('W11 words', () => {
  it.each(['a]]>b', ']]>', '<a href="https://evil.example">x</a>', '&lt;b&gt; &amp; &#20013;', ' 你好\n再见', '𠮷🇨🇳'])(
    'arrive as they were written: %j',
    (said) => {
      expect(readCallback(textXml(said))?.message?.text).toBe(said.trim())
    },
  )

  it('outside of CDATA have XML’s own entities', () => {
    const xml = textXml('x').replace('<![CDATA[x]]>', '1 &lt; 2 &amp; 3')
    expect(readCallback(xml)?.message?.text).toBe('1 < 2 & 3')
  })

  it('keep a number of 64 bits whole', () => {
    expect(readCallback(textXml('x', { id: '9223372036854775807' }))?.message?.id).toBe('9223372036854775807')
  })
})

describe('other messages and events', () => {
  it.each(['image', 'voice', 'video', 'location', 'link', 'file', 'something-new'])(
    '%s has no words, and the dialogs say what they want',
    (kind) => {
      const xml = textXml('')
        .replace('<![CDATA[text]]>', `<![CDATA[${kind}]]>`)
        .replace(/<Content>.*<\/Content>/, '')
      expect(readCallback(xml)?.message).toMatchObject({ text: '' })
    },
  )

  it.each(['subscribe', 'enter_agent'])('%s opens the conversation', (event) => {
    expect(readCallback(eventXml(event, ''))?.message).toMatchObject({ event: 'opened', text: '' })
  })

  it.each(['view', 'LOCATION', 'unsubscribe', 'change_contact'])('%s wants no answer', (event) => {
    expect(readCallback(eventXml(event, 'https://x.example'))).toMatchObject({ message: undefined })
  })

  it('a menu’s key is words to be said, or a button', () => {
    expect(readCallback(eventXml('click', '我的项目'))?.message).toMatchObject({ text: '我的项目' })
    const button = { v: 1, verb: 'limit', args: { yuan: 5 } }
    expect(readCallback(eventXml('click', JSON.stringify(button)))?.message).toMatchObject({ text: '', button })
  })

  it('W13 a card’s ticks become arguments of its button', () => {
    const key = JSON.stringify({ v: 1, verb: 'submit', args: { project: 'p1' }, title: '提交' })
    const item = (question: string, ids: string[]): string =>
      `<SelectedItem><QuestionKey>${question}</QuestionKey><OptionIds>${ids.map((id) => `<OptionId>${id}</OptionId>`).join('')}</OptionIds></SelectedItem>`
    const more = `<TaskId>t</TaskId><CardType>vote_interaction</CardType><ResponseCode>code-1</ResponseCode><SelectedItems>${item('in.facts', ['a', 'b'])}${item('in.duties', ['c'])}</SelectedItems>`
    expect(readCallback(eventXml('template_card_event', key, more))).toMatchObject({
      message: { button: { v: 1, verb: 'submit', args: { project: 'p1', 'in.facts': 'a,b', 'in.duties': 'c' } } },
      pressed: { responseCode: 'code-1', title: '提交' },
    })
  })

  it('a card with nothing ticked sends its button', () => {
    const key = JSON.stringify({ v: 1, verb: 'submit', args: {} })
    const more = '<TaskId>t</TaskId><SelectedItems></SelectedItems>'
    expect(readCallback(eventXml('template_card_event', key, more))?.message?.button).toEqual({
      v: 1,
      verb: 'submit',
      args: {},
    })
  })

  it.each(['old-key', '{"v":2}', '', '{'])('a card that is not ours, %j, wants no answer', (key) => {
    expect(readCallback(eventXml('template_card_event', key))).toMatchObject({ message: undefined })
  })

  it('W6 another key, task, second or person is another event; a repeat is the same', () => {
    const idOf = (...event: Parameters<typeof eventXml>): string | undefined =>
      readCallback(eventXml(...event))?.message?.id
    const ids = [
      idOf('click', 'a'),
      idOf('click', 'b'),
      idOf('click', 'a', '<TaskId>2</TaskId>'),
      idOf('click', 'a', '', { at: 1763942401 }),
      idOf('click', 'a', '', { from: 'LiSi' }),
    ]
    expect(new Set(ids).size).toBe(5)
    expect(idOf('click', 'a')).toBe(ids[0])
  })
})
