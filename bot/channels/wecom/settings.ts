/** The settings of WeCom (企业微信, 政务微信); `config.ts` reads them with all the others. */
import { z } from 'zod'

/** Plain http only on this machine, for tests and for a gateway beside us. */
const base = z
  .string()
  .regex(/^(https:\/\/[^\s/?#@]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)(\/[^\s?#]*)?$/, {
    error: 'must be an https:// address like https://qyapi.weixin.qq.com',
  })
  .transform((value) => value.replace(/\/+$/, ''))
const yesOrNo = z.enum(['0', '1'], { error: 'must be 1 (yes) or 0 (no)' }).transform((value) => value === '1')
const minutes = 'must be minutes, 1 to 60'
/** Told of at the start: one that is a character short opens nothing. */
const aesKey = z.string().regex(/^[A-Za-z0-9]{43}$/, 'must be the 43 letters and digits of EncodingAESKey')
const header = /^([A-Za-z0-9-]+): ?([\x20-\x7e]+)$/

export const weComSettings = {
  WECOM_API_BASE: base.optional(),
  WECOM_CORP_ID: z.string().optional(),
  WECOM_AGENT_ID: z.string().regex(/^\d+$/, 'must be the application’s number').optional(),
  WECOM_SECRET: z.string().optional(),
  WECOM_CALLBACK_TOKEN: z
    .string()
    .regex(/^[A-Za-z0-9]{1,32}$/, 'must be the 1 to 32 letters and digits of Token')
    .optional(),
  WECOM_AES_KEY: aesKey.optional(),
  WECOM_CALLBACK_MINUTES: z.coerce.number({ error: minutes }).min(1, minutes).max(60, minutes).default(10),
  WECOM_BOT_URL: z
    .string()
    .regex(/^(wss:\/\/[^\s?#@]+|ws:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/[^\s?#]*)?)$/, {
      error: 'must be a wss:// address like wss://openws.work.weixin.qq.com',
    })
    .optional(),
  WECOM_BOT_ID: z.string().optional(),
  WECOM_BOT_SECRET: z.string().optional(),
  WECOM_CARDS: yesOrNo.default(true),
  WECOM_MARKDOWN: yesOrNo.default(false),
  WECOM_MEDIA_FIELD: z
    .string()
    .regex(/^[\w-]+$/, 'must be a form field’s name')
    .default('media'),
  WECOM_OAUTH_BASE: base.default('https://open.weixin.qq.com'),
  WECOM_USERINFO_PATH: z
    .string()
    .regex(/^[\w/-]+$/, 'must be a path like auth/getuserinfo')
    .default('auth/getuserinfo'),
  WECOM_HEADERS: z
    .string()
    .refine((value) => value.split('|').every((each) => header.test(each.trim())), {
      error: 'must be headers divided by |, like X-Gateway-Key: abc',
    })
    .transform((value) => Object.fromEntries(value.split('|').map(readHeader)))
    .default({}),
}

function readHeader(line: string): [string, string] {
  const [, name = '', value = ''] = header.exec(line.trim()) ?? []
  return [name.toLowerCase(), value.trim()]
}

const appNeeds = [
  'WECOM_API_BASE',
  'WECOM_CORP_ID',
  'WECOM_AGENT_ID',
  'WECOM_SECRET',
  'WECOM_CALLBACK_TOKEN',
  'WECOM_AES_KEY',
] as const

const botNeeds = ['WECOM_BOT_URL', 'WECOM_BOT_ID', 'WECOM_BOT_SECRET'] as const

/**
 * Half a channel does not start: whoever sets one of its names is told of every one still missing. The corporation's id
 * alone asks for nothing: beside a robot it says whose people it speaks with.
 */
export function checkWeCom(given: Readonly<Record<string, string | undefined>>): string[] {
  const isUnset = (name: string): boolean => given[name] === undefined || name === 'WECOM_CORP_ID'
  const missing = (needs: readonly string[]): string[] => {
    const cause = needs.find((name) => !isUnset(name))
    if (cause === undefined) return []
    return needs.flatMap((name) =>
      given[name] === undefined ? [`${name} is missing: ${cause} is set and needs it`] : [],
    )
  }
  const isAlone = given.WECOM_CORP_ID !== undefined && [...appNeeds, ...botNeeds].every(isUnset)
  return [
    ...missing(appNeeds),
    ...missing(botNeeds),
    ...(isAlone ? ['WECOM_AGENT_ID or WECOM_BOT_ID is missing: WECOM_CORP_ID is set and needs one of them'] : []),
  ]
}
