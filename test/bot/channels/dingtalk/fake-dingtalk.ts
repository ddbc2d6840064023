/** DingTalk's doors over http: token, answers, the robot's messages, uploads. Messages it delivers are signed as it signs them. */
import { createHmac } from 'node:crypto'
import { type Answer, type Called, openLoopbackCloud } from '../../support/loopback-cloud.ts'

export const secret = 'the-app-secret'
export const environment = {
  DINGTALK_CORP_ID: 'corp-1',
  DINGTALK_APP_KEY: 'key-1',
  DINGTALK_APP_SECRET: secret,
  DINGTALK_ROBOT_CODE: 'robot-1',
  DINGTALK_API_BASE: 'https://api.dingtalk.com',
  DINGTALK_OAPI_BASE: 'https://oapi.dingtalk.com',
  DINGTALK_WEBHOOK_HOSTS: 'oapi.dingtalk.com',
}

/** What one person sees, in order. */
export interface Shown {
  readonly by: 'webhook' | 'person' | 'group'
  readonly to: string
  readonly message: Readonly<Record<string, unknown>>
}

/** Parsed when it came as a string, as the platform wants it. */
interface RobotBody {
  readonly robotCode: string
  readonly userIds?: readonly string[]
  readonly openConversationId?: string
  readonly msgKey: string
  readonly msgParam: string
}

export async function openFakeDingTalk() {
  const shown: Shown[] = []
  /** Tokens that are good; the newest is the last. */
  const tokens: string[] = []
  let revoked = ''

  const sent = (called: Called, by: 'person' | 'group'): Answer => {
    const token = called.headers['x-acs-dingtalk-access-token']
    if (token !== tokens.at(-1) || token === revoked)
      return { status: 401, body: { code: 'InvalidAuthentication', message: 'token' } }
    const body = JSON.parse(called.body) as RobotBody
    if (typeof body.msgParam !== 'string') return { status: 400, body: { code: 'param.error', message: 'msgParam' } }
    const message = { msgKey: body.msgKey, ...(JSON.parse(body.msgParam) as object) }
    const to = body.openConversationId ?? body.userIds?.join() ?? ''
    shown.push({ by, to, message })
    return { status: 200, body: { processQueryKey: `key-${shown.length}`, invalidStaffIdList: [] } }
  }

  const cloud = await openLoopbackCloud((called) => {
    const { pathname, searchParams } = new URL(called.url)
    switch (pathname) {
      case '/v1.0/oauth2/accessToken':
        tokens.push(`token-${tokens.length + 1}`)
        return { status: 200, body: { accessToken: tokens.at(-1), expireIn: 7200 } }
      case '/v1.0/robot/oToMessages/batchSend':
        return sent(called, 'person')
      case '/v1.0/robot/groupMessages/send':
        return sent(called, 'group')
      case '/media/upload':
        return searchParams.get('access_token') === tokens.at(-1)
          ? { status: 200, body: { errcode: 0, media_id: `@media-${called.body.length}` } }
          : { status: 200, body: { errcode: 40014, errmsg: 'invalid access_token' } }
      case '/robot/sendBySession':
        shown.push({
          by: 'webhook',
          to: searchParams.get('session') ?? '',
          message: JSON.parse(called.body) as Shown['message'],
        })
        return { status: 200, body: { errcode: 0, errmsg: 'ok' } }
    }
  })
  return {
    ...cloud,
    shown,
    tokens,
    revoke() {
      revoked = tokens.at(-1) ?? ''
    },
    /** Words of a message, whatever kind it is. */
    words: () =>
      shown.map(({ message }) => {
        const { markdown, actionCard, text, content } = message as Record<string, { text?: string; content?: string }>
        return markdown?.text ?? actionCard?.text ?? text?.content ?? content ?? text ?? ''
      }),
  }
}

export type FakeDingTalk = Awaited<ReturnType<typeof openFakeDingTalk>>

/** A message as the robot gets it. */
export function robotMessage(more: object = {}, now = Date.now()): Readonly<Record<string, unknown>> {
  return {
    msgId: 'msg-1',
    msgtype: 'text',
    text: { content: ' 你好' },
    createAt: now,
    conversationType: '1',
    conversationId: 'cid-1',
    senderId: '$:LWCP_v1:$abc',
    senderStaffId: 'staff-1',
    senderCorpId: 'corp-1',
    senderNick: '李',
    chatbotCorpId: 'corp-1',
    chatbotUserId: '$:LWCP_v1:$bot',
    robotCode: 'robot-1',
    isAdmin: false,
    sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=s-1',
    sessionWebhookExpiredTime: now + 5_400_000,
    ...more,
  }
}

export function signedHeaders(at: number, key = secret): Record<string, string> {
  const timestamp = String(at)
  const sign = createHmac('sha256', key).update(`${timestamp}\n${key}`).digest('base64')
  return { 'content-type': 'application/json', timestamp, sign }
}

let latest = 0

/** No two at the same millisecond. */
function nextInstant(): number {
  latest = Math.max(latest + 1, Date.now())
  return latest
}

/** Delivers to the callback as the platform does. */
export function callBack(
  origin: string,
  message: object,
  headers: Record<string, string> = signedHeaders(nextInstant()),
): Promise<Response> {
  return fetch(`${origin}/channels/dingtalk`, { method: 'POST', headers, body: JSON.stringify(message) })
}
