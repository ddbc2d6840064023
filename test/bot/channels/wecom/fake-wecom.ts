/**
 * WeCom on loopback, behind a gateway with a path of its own: its doors with their limits and faults, and callbacks as it
 * makes them, sealed by the platform's own library.
 */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WecomCrypto } from '@wecom/aibot-node-sdk'

export const corpId = 'wwcorp'
export const agentId = '1000002'
export const secret = 'the-app-secret'
export const token = 'QDG6eK'
export const aesKey = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C'
const gateway = { path: '/gw/wecom', header: 'x-gateway-key', value: 'the-gateway-key' }

/** A message as it was taken. */
export interface Taken {
  readonly touser: string
  readonly msgtype: string
  readonly text?: { readonly content: string }
  readonly markdown?: { readonly content: string }
  readonly template_card?: Card
  readonly file?: { readonly media_id: string }
  readonly image?: { readonly media_id: string }
  readonly enable_duplicate_check?: number
}

export interface Card {
  readonly card_type: string
  readonly task_id: string
  readonly main_title?: { readonly title: string }
  readonly sub_title_text?: string
  readonly button_list?: readonly { readonly text: string; readonly key: string }[]
  readonly checkbox?: {
    readonly question_key: string
    readonly option_list: readonly { readonly id: string; readonly text: string }[]
  }
  readonly submit_button?: { readonly text: string; readonly key: string }
}

export interface Uploaded {
  readonly kind: string
  readonly field: string
  readonly name: string
  readonly told: number
  readonly content: Buffer
}

type Fault =
  | { readonly errcode: number; readonly errmsg?: string }
  | { readonly status: number }
  | 'cut'
  | Partial<Taken>

export interface FakeWeCom {
  /** In place of `https://qyapi.weixin.qq.com`. */
  readonly base: string
  readonly environment: Readonly<Record<string, string>>
  readonly taken: Taken[]
  readonly uploaded: Map<string, Uploaded>
  readonly closed: { readonly userids: readonly string[]; readonly words: string }[]
  /** Every request, by path. */
  readonly asked: string[]
  tokensGiven(): number
  revokeTokens(): void
  /** The next requests at a door are answered so, in order. */
  fail(door: string, ...faults: Fault[]): void
  /** Calls back as the platform does. @returns the status, and what stood in the body */
  call(
    origin: string,
    xml: string,
    options?: CallOptions,
  ): Promise<{ status: number; body: string; milliseconds: number }>
  /** What was said, in order, of texts alone. */
  texts(): string[]
  close(): Promise<void>
}

export interface CallOptions {
  readonly at?: Date
  readonly contentType?: string | undefined
  readonly signature?: string
  readonly receiver?: string
}

export async function openFakeWeCom(): Promise<FakeWeCom> {
  const taken: Taken[] = []
  const uploaded = new Map<string, Uploaded>()
  const closed: { userids: readonly string[]; words: string }[] = []
  const asked: string[] = []
  const faults = new Map<string, Fault[]>()
  const taskIds = new Set<string>()
  const codes = new Set<string>()
  let tokens = 0
  let good = ''

  function answer(door: string, query: URLSearchParams, request: IncomingMessage, body: Buffer): object | undefined {
    if (request.headers[gateway.header] !== gateway.value) return { errcode: 99999, errmsg: 'no gateway header' }
    if (door === 'gettoken') {
      if (query.get('corpid') !== corpId || query.get('corpsecret') !== secret)
        return { errcode: 40001, errmsg: 'invalid credential' }
      // Asked again, it gives the same token for as long as that is good.
      if (good === '') {
        tokens += 1
        good = `token-${tokens}`
      }
      return { errcode: 0, errmsg: 'ok', access_token: good, expires_in: 7200 }
    }
    if (query.get('access_token') !== good || good === '') return { errcode: 40014, errmsg: 'invalid access_token' }
    if (door === 'message/send') return send(JSON.parse(body.toString('utf8')) as Taken & { agentid: unknown })
    if (door === 'media/upload') return upload(query.get('type') ?? '', request.headers['content-type'] ?? '', body)
    if (door === 'message/update_template_card') return closeCard(JSON.parse(body.toString('utf8')) as Closing)
    return undefined
  }

  function send(message: Taken & { agentid: unknown }): object {
    if (message.agentid !== Number(agentId)) return { errcode: 40056, errmsg: 'invalid agentid' }
    const { template_card: card } = message
    if (card !== undefined) {
      const wrong = faultOf(card)
      if (wrong !== undefined || taskIds.has(card.task_id)) return { errcode: 40058, errmsg: wrong ?? 'task_id taken' }
      taskIds.add(card.task_id)
    }
    const words = message.text?.content ?? message.markdown?.content
    if (words === '') return { errcode: 44004, errmsg: 'content empty' }
    if (words !== undefined && Buffer.byteLength(words) > 2048) return { errcode: 45002, errmsg: 'content too long' }
    const media = (message.file ?? message.image)?.media_id
    if (media !== undefined && !uploaded.has(media)) return { errcode: 40007, errmsg: 'invalid media_id' }
    const isTwice =
      message.enable_duplicate_check === 1 && taken.some((each) => JSON.stringify(each) === JSON.stringify(message))
    if (!isTwice) taken.push(message)
    return { errcode: 0, errmsg: 'ok', invaliduser: '', msgid: `msg-${taken.length}` }
  }

  function upload(kind: string, type: string, body: Buffer): object {
    const boundary = /boundary=(\S+)$/.exec(type)?.[1] ?? 'none'
    const [, rest = ''] = body.toString('latin1').split(`--${boundary}\r\n`)
    const [head = '', ...more] = rest.split('\r\n\r\n')
    const content = Buffer.from(more.join('\r\n\r\n').split(`\r\n--${boundary}--`)[0] ?? '', 'latin1')
    const [, field = '', name = '', told = ''] = /name="(.*?)"; filename="(.*?)"; filelength=(\d+)/.exec(head) ?? []
    const given = { kind, field, name: Buffer.from(name, 'latin1').toString('utf8'), told: Number(told), content }
    if (content.length <= 5) return { errcode: 40006, errmsg: 'file too small' }
    if (content.length > 20 * 1024 * 1024) return { errcode: 45001, errmsg: 'file too large' }
    const id = randomUUID()
    uploaded.set(id, given)
    return { errcode: 0, errmsg: 'ok', type: kind, media_id: id, created_at: '1380000000' }
  }

  interface Closing {
    readonly userids: readonly string[]
    readonly response_code: string
    readonly button: { readonly replace_name: string }
  }
  function closeCard({ userids, response_code, button }: Closing): object {
    if (codes.has(response_code)) return { errcode: 41063, errmsg: 'response_code used' }
    codes.add(response_code)
    closed.push({ userids, words: button.replace_name })
    return { errcode: 0, errmsg: 'ok' }
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const url = new URL(request.url ?? '/', 'http://here')
    asked.push(url.pathname)
    const door = url.pathname.replace(`${gateway.path}/cgi-bin/`, '')
    const fault = faults.get(door)?.shift()
    if (fault === 'cut') return void request.socket.destroy()
    // restify changes `writeHead` for the whole process: it returns nothing.
    response.statusCode = fault !== undefined && 'status' in fault ? fault.status : 200
    if (response.statusCode !== 200) return void response.end('<html>busy</html>')
    const told =
      fault !== undefined && 'errcode' in fault
        ? fault
        : { ...answer(door, url.searchParams, request, Buffer.concat(chunks)), ...fault }
    response.setHeader('content-type', 'application/json; charset=UTF-8')
    response.end(JSON.stringify(told))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}${gateway.path}`

  return {
    base,
    environment: {
      WECOM_API_BASE: base,
      WECOM_CORP_ID: corpId,
      WECOM_AGENT_ID: agentId,
      WECOM_SECRET: secret,
      WECOM_CALLBACK_TOKEN: token,
      WECOM_AES_KEY: aesKey,
      WECOM_HEADERS: `${gateway.header}: ${gateway.value}`,
    },
    taken,
    uploaded,
    closed,
    asked,
    tokensGiven: () => tokens,
    revokeTokens() {
      good = ''
    },
    fail(door, ...more) {
      faults.set(door, [...(faults.get(door) ?? []), ...more])
    },
    async call(origin, xml, { at = new Date(), contentType = 'text/xml', signature, receiver = corpId } = {}) {
      const timestamp = String(Math.floor(at.getTime() / 1000))
      const nonce = String(Math.floor(Math.random() * 1e9))
      const sealed = new WecomCrypto(token, aesKey, receiver).encrypt(xml, timestamp, nonce)
      const query = new URLSearchParams({ msg_signature: signature ?? sealed.signature, timestamp, nonce })
      const body = `<xml><ToUserName><![CDATA[${corpId}]]></ToUserName><Encrypt><![CDATA[${sealed.encrypt}]]></Encrypt><AgentID><![CDATA[${agentId}]]></AgentID></xml>`
      const startedAt = performance.now()
      const response = await fetch(`${origin}/channels/wecom?${query}`, {
        method: 'POST',
        headers: contentType === '' ? {} : { 'content-type': contentType },
        body: Buffer.from(body),
      })
      const told = { status: response.status, body: await response.text() }
      return { ...told, milliseconds: performance.now() - startedAt }
    },
    texts: () => taken.flatMap(({ text }) => (text === undefined ? [] : [text.content])),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** What the platform's page says of cards. */
function faultOf(card: Card): string | undefined {
  const { button_list: buttons = [], checkbox } = card
  if (!/^[\w\-@]{1,128}$/.test(card.task_id)) return 'task_id'
  if (card.main_title === undefined && card.sub_title_text === undefined) return 'title'
  if (card.card_type === 'button_interaction' && (buttons.length === 0 || buttons.length > 6)) return 'button_list'
  if (buttons.some(({ text, key }) => text === '' || Buffer.byteLength(key) > 1024)) return 'button'
  if (card.card_type === 'vote_interaction' && card.main_title === undefined) return 'main_title'
  if (card.card_type === 'vote_interaction' && (checkbox?.option_list.length ?? 0) > 20) return 'option_list'
  return ['button_interaction', 'vote_interaction'].includes(card.card_type) ? undefined : 'card_type'
}

let count = 0

/** A text message as the platform writes it. */
export function textXml(content: string, { from = 'ZhangSan', id }: { from?: string; id?: string } = {}): string {
  count += 1
  const cdata = `<![CDATA[${content.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
  return `<xml><ToUserName><![CDATA[${corpId}]]></ToUserName><FromUserName><![CDATA[${from}]]></FromUserName><CreateTime>1763942400</CreateTime><MsgType><![CDATA[text]]></MsgType><Content>${cdata}</Content><MsgId>${id ?? `45612553542513${count}`}</MsgId><AgentID>${agentId}</AgentID></xml>`
}

/** @param more elements behind the event's own */
export function eventXml(event: string, key: string, more = '', { at = 1763942400, from = 'ZhangSan' } = {}): string {
  return `<xml><ToUserName><![CDATA[${corpId}]]></ToUserName><FromUserName><![CDATA[${from}]]></FromUserName><CreateTime>${at}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[${event}]]></Event><EventKey><![CDATA[${key}]]></EventKey>${more}<AgentID>${agentId}</AgentID></xml>`
}
