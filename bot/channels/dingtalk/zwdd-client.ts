/** 专有钉钉's doors: its token, and work notices. Hosts differ from province to province and are settings. */
import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { ChannelError } from '../channel.ts'
import { callPlatform, type PlatformAnswer } from '../platform-call.ts'
import { nonceOf, type Parameters, signRequest, timestampOf } from './zwdd-signature.ts'

/** Clocks further apart than this explain a refused signature. */
const clockMillisecondsAtMost = 5 * 60_000
const pauseSeconds = 60

export interface ZwddSettings {
  /** `https://openplatform.dg-work.cn`, or a province's own. */
  readonly base: string
  readonly appKey: string
  readonly appSecret: string
  readonly tenantId: string
  /** Sent as headers where given; some deployments check them. */
  readonly clientIp?: string | undefined
  readonly clientMac?: string | undefined
}

export interface ZwddClient {
  /** Asks for a token: shows that address, key, secret and clock are right. @throws ChannelError */
  checkIn(): Promise<void>
  /** Whose code it is that the page got; good once. @returns the account's id. @throws ChannelError */
  memberOf(code: string): Promise<string | undefined>
  /**
   * @param accountId who is told
   * @param bizMsgId  the same for the same message, so that the platform can tell a repeat
   * @returns the platform's id of the notice. @throws ChannelError
   */
  notify(accountId: string, bizMsgId: string, text: string): Promise<string>
}

/** Some deployments put `content` in as text. */
const content = z.preprocess(
  (given) => (typeof given === 'string' ? parseJson(given) : given),
  z
    .looseObject({
      msgId: z.string().optional(),
      data: z.looseObject({ accessToken: z.string().optional(), accountId: z.coerce.string().optional() }).nullish(),
      content: z.looseObject({ msgId: z.string().optional() }).nullish(),
      success: z.boolean().optional(),
      responseCode: z.coerce.string().optional(),
    })
    .nullish()
    .catch(undefined),
)
const answered = z.looseObject({
  success: z.boolean().optional(),
  content,
  errorCode: z.coerce.string().optional(),
  bizErrorCode: z.coerce.string().optional(),
  code: z.coerce.string().optional(),
})

type Answered = z.output<typeof answered>

export function createZwddClient(settings: ZwddSettings, now: () => Date): ZwddClient {
  async function ask(
    method: 'GET' | 'POST',
    path: string,
    parameters: Parameters,
  ): Promise<{ answer: PlatformAnswer; told: Answered }> {
    const query = new URLSearchParams(parameters).toString()
    const address = `${settings.base}${path}`
    const headers = signedHeaders(settings, method, path, parameters, now())
    const answer =
      method === 'GET'
        ? await callPlatform(path, `${address}?${query}`, { headers })
        : await callPlatform(path, address, {
            method,
            headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
            body: query,
          })
    const parsed = answered.safeParse(answer.body)
    return { answer, told: parsed.success ? parsed.data : ({} as Answered) }
  }

  async function fetchToken(): Promise<string> {
    const path = '/gettoken.json'
    const { answer, told } = await ask('GET', path, { appkey: settings.appKey, appsecret: settings.appSecret })
    const token = told.content?.data?.accessToken
    if (token === undefined) throw errorOf(path, answer, told, now())
    return token
  }

  return {
    async checkIn() {
      await fetchToken()
    },
    async memberOf(code) {
      const path = '/rpc/oauth2/dingtalk_app_user.json'
      const { answer, told } = await ask('POST', path, { access_token: await fetchToken(), auth_code: code })
      if (answer.status !== 200 || told.success === false) throw errorOf(path, answer, told, now())
      return told.content?.data?.accountId
    },
    async notify(accountId, bizMsgId, text) {
      const path = '/message/workNotification'
      const { answer, told } = await ask('POST', path, {
        tenantId: settings.tenantId,
        receiverIds: accountId,
        bizMsgId,
        msg: JSON.stringify({ msgtype: 'text', text: { content: text } }),
      })
      const id = told.content?.msgId ?? told.content?.content?.msgId
      if (answer.status !== 200 || told.success === false || id === undefined) throw errorOf(path, answer, told, now())
      return id
    },
  }
}

function signedHeaders(
  { appKey, appSecret, clientIp, clientMac }: ZwddSettings,
  method: 'GET' | 'POST',
  path: string,
  parameters: Parameters,
  at: Date,
): Record<string, string> {
  const timestamp = timestampOf(at)
  const nonce = nonceOf(at, randomInt(10_000))
  return {
    'X-Hmac-Auth-Timestamp': timestamp,
    'X-Hmac-Auth-Version': '1.0',
    'X-Hmac-Auth-Nonce': nonce,
    apiKey: appKey,
    'X-Hmac-Auth-Signature': signRequest(appSecret, method, timestamp, nonce, path, parameters),
    ...(clientIp === undefined ? {} : { 'X-Hmac-Auth-IP': clientIp }),
    ...(clientMac === undefined ? {} : { 'X-Hmac-Auth-MAC': clientMac }),
  }
}

/** A refused signature is most often a clock: the answer's own date shows it, and then it is said so. */
function errorOf(path: string, answer: PlatformAnswer, told: Answered, at: Date): ChannelError {
  const sentAt = Date.parse(answer.headers.get('date') ?? '')
  const offMilliseconds = at.getTime() - sentAt
  if (Math.abs(offMilliseconds) > clockMillisecondsAtMost) {
    const minutes = Math.round(Math.abs(offMilliseconds) / 60_000)
    const way = offMilliseconds < 0 ? 'behind 慢' : 'ahead 快'
    return new ChannelError(
      `${path}: refused, and the clock (时钟) of this machine is ${minutes} minutes ${way} of 专有钉钉; set it by NTP`,
      { permanent: false, retryAfterSeconds: pauseSeconds, code: 'clock' },
    )
  }
  const code = told.bizErrorCode ?? told.errorCode ?? told.code ?? told.content?.responseCode ?? `http-${answer.status}`
  const busy = answer.status === 429
  // A signature refused may be a setting that is being put right; the notice is worth another try.
  const mendable = answer.status === 401 || answer.status === 403 || code === 'OPF-B001-05-16-0009'
  return new ChannelError(`${path}: refused with ${code}`, {
    permanent: !busy && !mendable && answer.status < 500,
    ...(busy || mendable ? { retryAfterSeconds: pauseSeconds } : {}),
    code,
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
