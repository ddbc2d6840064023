/** The settings of DingTalk and 专有钉钉; `config.ts` reads them with all the others. */
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'

/** Plain http only on this machine, for tests and for a gateway beside us. */
const base = (example: string) =>
  z
    .string()
    .regex(/^(https:\/\/[^\s/?#@]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)(\/[^\s?#]*)?$/, {
      error: `must be an https:// address like ${example}`,
    })
    .transform((value) => value.replace(/\/+$/, ''))

export const dingTalkSettings = {
  DINGTALK_CORP_ID: z.string().optional(),
  DINGTALK_APP_KEY: z.string().optional(),
  DINGTALK_APP_SECRET: z.string().optional(),
  DINGTALK_ROBOT_CODE: z.string().optional(),
  DINGTALK_MODE: z.enum(['http', 'stream'], { error: 'must be http or stream' }).default('http'),
  DINGTALK_API_BASE: base('https://api.dingtalk.com').optional(),
  DINGTALK_OAPI_BASE: base('https://oapi.dingtalk.com').optional(),
  DINGTALK_WEBHOOK_HOSTS: z
    .string()
    .transform((value) => value.split(',').map((host) => host.trim().toLowerCase()))
    .refine(
      (hosts) => hosts.every((host) => /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/.test(host)),
      'must be host names divided by commas',
    )
    .optional(),
  DINGTALK_CALLBACK_MINUTES: z.coerce
    .number({ error: 'must be minutes, 1 to 60' })
    .min(1, 'must be minutes, 1 to 60')
    .max(60, 'must be minutes, 1 to 60')
    .default(5),
  DINGTALK_JSAPI_URL: base('https://g.alicdn.com/dingding/dingtalk-jsapi/3.0.25/dingtalk.open.js').optional(),
  ZWDD_BASE: base('https://openplatform.dg-work.cn').optional(),
  ZWDD_APP_KEY: z.string().optional(),
  ZWDD_APP_SECRET: z.string().optional(),
  ZWDD_TENANT_ID: z.string().optional(),
  ZWDD_JSAPI_URL: base('https://g.alicdn.com/gdt/jsapi/1.9.51/index.js').optional(),
  ZWDD_CLIENT_IP: z.string().optional(),
  ZWDD_CLIENT_MAC: z.string().optional(),
  ZWDD_INBOUND: z
    .enum(['0', '1'], { error: 'must be 1 (yes) or 0 (no)' })
    .transform((value) => value === '1')
    .default(false),
  ZWDD_CALLBACK_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters, e.g. from `openssl rand -base64 32`')
    .optional(),
}

/** Every host is told: with one by default, a private platform's secrets would go to the public cloud. */
const dingTalkNeeds = [
  'DINGTALK_CORP_ID',
  'DINGTALK_APP_KEY',
  'DINGTALK_APP_SECRET',
  'DINGTALK_ROBOT_CODE',
  'DINGTALK_API_BASE',
  'DINGTALK_OAPI_BASE',
  'DINGTALK_WEBHOOK_HOSTS',
] as const
const zwddNeeds = ['ZWDD_BASE', 'ZWDD_APP_KEY', 'ZWDD_APP_SECRET', 'ZWDD_TENANT_ID'] as const

/** Half a channel does not start: whoever sets one of its names is told of every one still missing. */
export function checkDingTalk(given: Readonly<Record<string, string | undefined>>): string[] {
  const needs = (prefix: string, names: readonly string[]): string[] => {
    const cause = Object.keys(given).find((name) => name.startsWith(prefix) && !isOff(name, given[name]))
    return cause === undefined
      ? []
      : names.flatMap((name) => (given[name] === undefined ? [`${name} is missing: ${cause} is set and needs it`] : []))
  }
  const inbound =
    given.ZWDD_INBOUND === '1' && given.ZWDD_CALLBACK_SECRET === undefined
      ? ['ZWDD_CALLBACK_SECRET is missing: ZWDD_INBOUND is 1 and nobody unsigned is heard']
      : []
  return [...needs('DINGTALK_', dingTalkNeeds), ...needs('ZWDD_', zwddNeeds), ...inbound]
}

/** A setting that has a default says nothing of whether the channel is wanted, as long as it holds the default. */
function isOff(name: string, value: string | undefined): boolean {
  const schema: z.ZodType | undefined = dingTalkSettings[name as keyof typeof dingTalkSettings]
  if (!(schema instanceof z.ZodDefault)) return false
  const parsed = schema.safeParse(value)
  return parsed.success && isDeepStrictEqual(parsed.data, schema.parse(undefined))
}
