/** WeCom's doors: token, messages, cards that change, files. Every address begins with the one that was set. */
import { randomBytes, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Log } from '../../log.ts'
import { createAccessToken } from '../access-token.ts'
import { ChannelError } from '../channel.ts'
import { callPlatform, type PlatformAnswer } from '../platform-call.ts'
import { codeOf, errorOf, isTokenRefused } from './errors.ts'
import { createPace } from './pace.ts'
import type { TemplateCard } from './template-card.ts'

export interface ClientSettings {
  /** `https://qyapi.weixin.qq.com`, or a private deployment's with its path. */
  readonly apiBase: string
  readonly corpId: string
  readonly agentId: number
  readonly secret: string
  /** What a gateway in between wants to see. */
  readonly headers: Readonly<Record<string, string>>
  /** The form field a file is uploaded in; private deployments name it differently. */
  readonly mediaField: string
}

export type MediaKind = 'file' | 'image'

export type Content =
  | { readonly msgtype: 'text'; readonly text: { readonly content: string } }
  | { readonly msgtype: 'markdown'; readonly markdown: { readonly content: string } }
  | { readonly msgtype: 'template_card'; readonly template_card: TemplateCard }
  | { readonly msgtype: 'file'; readonly file: { readonly media_id: string } }
  | { readonly msgtype: 'image'; readonly image: { readonly media_id: string } }

export interface WeComClient {
  /** Asks for a token: shows that address, key and secret are right. @throws ChannelError */
  checkIn(): Promise<void>
  /**
   * @param once the same words within half an hour are the same message: for notices, never for talk
   * @returns the platform's id of the message. @throws ChannelError
   */
  send(userId: string, content: Content, once: boolean): Promise<string | undefined>
  /** A pressed card shows what was chosen and can be pressed no more. @param responseCode good once */
  closeCard(userId: string, responseCode: string, words: string): Promise<void>
  /**
   * Whose code it is that came with a sign-in; a code is good once.
   *
   * @param path `auth/getuserinfo`, or what a private deployment has in its place
   * @returns the member's id; undefined for people from elsewhere. @throws ChannelError
   */
  memberOf(path: string, code: string): Promise<string | undefined>
  /** @returns a `media_id`, good for three days */
  upload(kind: MediaKind, name: string, mime: string, content: Uint8Array): Promise<string>
}

const duplicateSeconds = 1800
const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() })
const sentAnswer = z.object({
  errcode: z.literal(0),
  msgid: z.string().optional(),
  invaliduser: z.string().nullish(),
  unlicenseduser: z.string().nullish(),
})
/** Newer and older deployments write the names differently. */
const memberAnswer = z.object({ errcode: z.literal(0), userid: z.string().optional(), UserId: z.string().optional() })
const uploadAnswer = z.object({ media_id: z.string().min(1) })

export function createClient(settings: ClientSettings, log: Log, now: () => Date): WeComClient {
  const { corpId, agentId, secret } = settings
  const address = (path: string, query: Record<string, string>): string =>
    `${settings.apiBase}/cgi-bin/${path}?${new URLSearchParams(query)}`

  const pace = createPace(now)
  const tokens = createAccessToken(async () => {
    const what = 'gettoken'
    const headers = { ...settings.headers }
    const answer = await callPlatform(what, address(what, { corpid: corpId, corpsecret: secret }), { headers })
    const parsed = tokenAnswer.safeParse(answer.body)
    if ((codeOf(answer) ?? 0) !== 0 || !parsed.success) throw errorOf(what, answer, log)
    return { token: parsed.data.access_token, seconds: parsed.data.expires_in }
  }, now)

  /** With the token; one that is refused is asked for anew, once. */
  async function ask(path: string, query: Record<string, string>, request: RequestInit): Promise<PlatformAnswer> {
    const headers = { ...settings.headers, ...request.headers }
    const call = (token: string): Promise<PlatformAnswer> =>
      callPlatform(path, address(path, { access_token: token, ...query }), { ...request, headers })
    const token = await tokens.get()
    const answer = await call(token)
    if (!isTokenRefused(answer)) return answer
    tokens.forget(token)
    return call(await tokens.get())
  }
  const post = (path: string, query: Record<string, string>, type: string, body: string | Uint8Array<ArrayBuffer>) =>
    ask(path, query, { method: 'POST', headers: { 'content-type': type }, body })
  const postJson = (path: string, body: object): Promise<PlatformAnswer> =>
    post(path, {}, 'application/json', JSON.stringify(body))

  return {
    async checkIn() {
      await tokens.get()
    },
    async send(userId, content, once) {
      const what = 'message/send'
      const seconds = pace.take(userId)
      if (seconds > 0)
        throw new ChannelError(`${what}: too many to one member`, {
          permanent: false,
          retryAfterSeconds: seconds,
          code: 'own-pace',
        })
      const duplicates = once ? { enable_duplicate_check: 1, duplicate_check_interval: duplicateSeconds } : {}
      const answer = await postJson(what, { touser: userId, agentid: agentId, ...withTaskId(content), ...duplicates })
      const parsed = sentAnswer.safeParse(answer.body)
      if (!parsed.success) throw errorOf(what, answer, log)
      // Taken, and yet not for this person: they left, or may not see the application.
      if (parsed.data.invaliduser) throw refused(what, 'invalid-user')
      if (parsed.data.unlicenseduser) throw refused(what, 'unlicensed-user')
      return parsed.data.msgid
    },
    async closeCard(userId, responseCode, words) {
      const what = 'message/update_template_card'
      const button = { replace_name: words }
      const body = { userids: [userId], agentid: agentId, response_code: responseCode, button }
      const answer = await postJson(what, body)
      if (codeOf(answer) !== 0) throw errorOf(what, answer, log)
    },
    async memberOf(path, code) {
      const answer = await ask(path, { code }, {})
      const parsed = memberAnswer.safeParse(answer.body)
      if (!parsed.success) throw errorOf(path, answer, log)
      return parsed.data.userid ?? parsed.data.UserId
    },
    async upload(kind, name, mime, content) {
      const what = 'media/upload'
      const form = formOf(settings.mediaField, name, mime, content)
      const answer = await post(what, { type: kind }, form.type, form.body)
      const parsed = uploadAnswer.safeParse(answer.body)
      if (!parsed.success) throw errorOf(what, answer, log)
      return parsed.data.media_id
    },
  }
}

/** No two cards of an application may share an id. */
function withTaskId(content: Content): object {
  if (content.msgtype !== 'template_card') return content
  return { ...content, template_card: { ...content.template_card, task_id: randomUUID() } }
}

/** Written by hand: the platform asks for `filelength`, which no form of the language writes. */
function formOf(field: string, name: string, mime: string, content: Uint8Array) {
  const boundary = `----${randomBytes(16).toString('hex')}`
  const quoted = name.replace(/["\r\n\\/]/g, '_')
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${quoted}"; filelength=${content.length}\r\nContent-Type: ${mime}\r\n\r\n`
  const body = new Uint8Array(Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]))
  return { type: `multipart/form-data; boundary=${boundary}`, body }
}

function refused(what: string, code: string): ChannelError {
  return new ChannelError(`${what}: refused with ${code}`, { permanent: true, code })
}
