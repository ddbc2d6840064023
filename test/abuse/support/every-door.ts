/** The whole server with every channel and a way to sign in switched on, and every door that takes a body. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { environment as dingTalk } from '../../bot/channels/dingtalk/fake-dingtalk.ts'
import { aesKey, agentId, corpId, secret, token } from '../../bot/channels/wecom/fake-wecom.ts'
import { startWithPages } from '../../bot/sign-in/visitor.ts'
import type { Options, TestAssistant } from '../../bot/support/assistant.ts'

export const directLineSecret = 'direct-line-secret-of-the-abuse-tests'

export function startEveryDoor(outside: Options = {}): Promise<TestAssistant> {
  return startWithPages(
    {
      ...dingTalk,
      WECOM_API_BASE: 'http://127.0.0.1:9/gw',
      WECOM_CORP_ID: corpId,
      WECOM_AGENT_ID: agentId,
      WECOM_SECRET: secret,
      WECOM_CALLBACK_TOKEN: token,
      WECOM_AES_KEY: aesKey,
      ALLOW_ANONYMOUS_BOT_ENDPOINT: '1',
      DIRECT_LINE_SECRET: directLineSecret,
      SIGN_IN: 'code',
    },
    outside,
  )
}

/** @param id of a conversation */
export const postDoors = (id: string): readonly string[] => [
  '/api/session',
  '/api/messages',
  '/sign-out',
  '/sign-in/code',
  '/open/some.token',
  '/channels/wecom?msg_signature=a&timestamp=1&nonce=b',
  '/channels/dingtalk',
  '/v3/directline/tokens/generate',
  '/v3/directline/tokens/refresh',
  '/v3/directline/conversations',
  `/v3/directline/conversations/${id}/activities`,
  `/v3/directline/conversations/${id}/upload`,
]

const bot = join(import.meta.dirname, '../../../bot')

/** How many doors for bodies the source puts on the server: a new one wants a place in the list. */
export function postDoorsInSource(): number {
  return readdirSync(bot, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .reduce((sum, name) => sum + (readFileSync(join(bot, name), 'utf8').match(/routes\.post\(/gu)?.length ?? 0), 0)
}
