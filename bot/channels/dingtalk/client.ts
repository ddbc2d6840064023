/** DingTalk's doors: token, answers, messages to a person or a group, files, the stream's address. */
import { z } from 'zod'
import { type AccessToken, createAccessToken, type FreshToken } from '../access-token.ts'
import { ChannelError } from '../channel.ts'
import { callPlatform, type PlatformAnswer, postJson } from '../platform-call.ts'
import type { RobotMessage, SessionMessage } from './encode.ts'
import { codeOf, errorOf, isTokenRefused } from './errors.ts'

const pauseSeconds = 60

export interface ClientSettings {
  /** `https://api.dingtalk.com`, or a private gateway's. */
  readonly apiBase: string
  /** `https://oapi.dingtalk.com` */
  readonly oapiBase: string
  readonly appKey: string
  readonly appSecret: string
  readonly robotCode: string
}

export interface StreamAddress {
  readonly endpoint: string
  readonly ticket: string
}

export interface DingTalkClient {
  /** Asks for a token: shows that address, key and secret are right. @throws ChannelError */
  checkIn(): Promise<void>
  /** Posts an answer to the address that came with the message. @returns whether that address was still good */
  answer(address: string, message: SessionMessage): Promise<boolean>
  /** @returns the platform's id of the message. @throws ChannelError */
  sendToPerson(staffId: string, message: RobotMessage): Promise<string>
  sendToGroup(conversationId: string, message: RobotMessage): Promise<string>
  /** @returns a `mediaId` */
  upload(name: string, mime: string, content: Uint8Array): Promise<string>
  openStream(): Promise<StreamAddress>
  /** Whose code it is that the page got; good once. @returns the member's id. @throws ChannelError */
  memberOf(code: string): Promise<string | undefined>
}

const tokenAnswer = z.object({ accessToken: z.string().min(1), expireIn: z.number().positive() })
const streamAnswer = z.object({ endpoint: z.url({ protocol: /^wss?$/ }), ticket: z.string().min(1) })
const ids = z.array(z.string()).nullish()
const sentAnswer = z.object({
  processQueryKey: z.string().min(1),
  invalidStaffIdList: ids,
  flowControlledStaffIdList: ids,
  filteredStaffIdList: ids,
})
const memberAnswer = z.object({ errcode: z.literal(0), result: z.object({ userid: z.string().optional() }) })
const uploadAnswer = z.object({ media_id: z.string().min(1) })

export function createClient(settings: ClientSettings, now: () => Date): DingTalkClient {
  const { apiBase, oapiBase, appKey, appSecret, robotCode } = settings
  const tokens = createAccessToken(() => fetchToken(settings), now)

  /** A robot's message, with the token; a token refused is asked for anew, once. */
  const send = (what: string, path: string, to: object, message: RobotMessage): Promise<PlatformAnswer> =>
    withToken(tokens, (token) =>
      postJson(
        what,
        `${apiBase}${path}`,
        { robotCode, ...to, msgKey: message.msgKey, msgParam: JSON.stringify(message.msgParam) },
        { 'x-acs-dingtalk-access-token': token },
      ),
    )

  return {
    async checkIn() {
      await tokens.get()
    },
    async memberOf(code) {
      const what = 'user/getuserinfo'
      const answer = await withToken(tokens, (token) =>
        postJson(what, `${oapiBase}/topapi/v2/${what}?${new URLSearchParams({ access_token: token })}`, { code }),
      )
      const parsed = memberAnswer.safeParse(answer.body)
      if (!parsed.success) throw errorOf(what, answer)
      return parsed.data.result.userid
    },
    async answer(address, message) {
      // The address is the whole secret of this door: our token is never sent along.
      const what = 'sessionWebhook'
      const answer = await postJson(what, address, message)
      const code = codeOf(answer)
      if (answer.status === 200 && code === undefined) return true
      const error = errorOf(what, answer)
      if (error.permanent) return false
      throw error
    },
    async sendToPerson(staffId, message) {
      const what = 'oToMessages/batchSend'
      const answer = await send(what, '/v1.0/robot/oToMessages/batchSend', { userIds: [staffId] }, message)
      return readSent(what, answer)
    },
    async sendToGroup(conversationId, message) {
      const what = 'groupMessages/send'
      const to = { openConversationId: conversationId }
      return readSent(what, await send(what, '/v1.0/robot/groupMessages/send', to, message))
    },
    async upload(name, mime, content) {
      const what = 'media/upload'
      const answer = await withToken(tokens, (token) => {
        const form = new FormData()
        form.set('media', new Blob([new Uint8Array(content)], { type: mime }), name)
        const query = new URLSearchParams({ access_token: token, type: 'file' })
        return callPlatform(what, `${oapiBase}/media/upload?${query}`, { method: 'POST', body: form })
      })
      const parsed = uploadAnswer.safeParse(answer.body)
      if (!parsed.success) throw errorOf(what, answer)
      return parsed.data.media_id
    },
    async openStream() {
      const what = 'gateway/connections/open'
      const answer = await postJson(what, `${apiBase}/v1.0/gateway/connections/open`, {
        clientId: appKey,
        clientSecret: appSecret,
        ua: 'govit-policy-assistant',
        subscriptions: [{ type: 'CALLBACK', topic: '/v1.0/im/bot/messages/get' }],
      })
      const parsed = streamAnswer.safeParse(answer.body)
      if (answer.status !== 200 || !parsed.success) throw errorOf(what, answer)
      return parsed.data
    },
  }
}

async function fetchToken({ apiBase, appKey, appSecret }: ClientSettings): Promise<FreshToken> {
  const what = 'oauth2/accessToken'
  const answer = await postJson(what, `${apiBase}/v1.0/oauth2/accessToken`, { appKey, appSecret })
  const parsed = tokenAnswer.safeParse(answer.body)
  if (answer.status !== 200 || !parsed.success) throw errorOf(what, answer)
  return { token: parsed.data.accessToken, seconds: parsed.data.expireIn }
}

async function withToken(
  tokens: AccessToken,
  call: (token: string) => Promise<PlatformAnswer>,
): Promise<PlatformAnswer> {
  const token = await tokens.get()
  const answer = await call(token)
  if (!isTokenRefused(answer)) return answer
  tokens.forget(token)
  return call(await tokens.get())
}

/** Taken means: 200, a key to ask after it, and the person in none of three lists. It does not mean seen. */
function readSent(what: string, answer: PlatformAnswer): string {
  const parsed = sentAnswer.safeParse(answer.body)
  if (answer.status !== 200 || !parsed.success) throw errorOf(what, answer)
  const { processQueryKey, invalidStaffIdList, flowControlledStaffIdList, filteredStaffIdList } = parsed.data
  const holds = (list: readonly string[] | null | undefined): boolean => list !== null && (list?.length ?? 0) > 0
  if (holds(flowControlledStaffIdList))
    throw refused(what, 'flow-controlled', { permanent: false, retryAfterSeconds: pauseSeconds })
  if (holds(invalidStaffIdList)) throw refused(what, 'staff-id-invalid', { permanent: true })
  if (holds(filteredStaffIdList)) throw refused(what, 'filtered', { permanent: true })
  return processQueryKey
}

function refused(what: string, code: string, told: { permanent: boolean; retryAfterSeconds?: number }): ChannelError {
  return new ChannelError(`${what}: refused with ${code}`, { ...told, code })
}
