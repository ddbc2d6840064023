/** Environment → Config. Every wrong setting is named at once. `.env.example` lists the same settings for people. */
import { z } from 'zod'
import { checkDingTalk, dingTalkSettings } from './channels/dingtalk/settings.ts'
import { checkWeCom, weComSettings } from './channels/wecom/settings.ts'
import { switchesSetting } from './switches.ts'

/** Settings do not fit: one line for each, all of them together. Names, never values: some are secret. */
export class ConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    const gap = problems.length === 1 ? ' ' : '\n  '
    super(`The settings do not fit:${problems.map((problem) => gap + problem).join('')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const webAddress = (example: string) => z.url({ protocol: /^https?$/, error: `must be an address like ${example}` })
const overHttps = z.url({ protocol: /^https$/, error: 'must be an https:// address' })
const secret = z.string().min(32, 'must have at least 32 characters, e.g. from `openssl rand -base64 32`')
const yesOrNo = z.enum(['0', '1'], { error: 'must be 1 (yes) or 0 (no)' }).transform((value) => value === '1')
const daysWanted = 'must be a number of days, 30 to 36500, or 0 to keep for ever'
/** Fewer than 30 would take a conversation away from people who are still in it. */
const days = (byDefault: number) =>
  z.coerce
    .number({ error: daysWanted })
    .int(daysWanted)
    .refine((value) => value === 0 || (value >= 30 && value <= 36_500), daysWanted)
    .default(byDefault)
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const

/** Every setting there is, by its name in the environment. */
export const settings = {
  PORT: z.coerce
    .number({ error: 'must be a port, 0 to 65535' })
    .int('must be a port, 0 to 65535')
    .min(0, 'must be a port, 0 to 65535')
    .max(65_535, 'must be a port, 0 to 65535')
    .default(3978),
  HOST: z.string().default('localhost'),
  PUBLIC_URL: webAddress('https://assistant.example.cn')
    .refine(
      (value) => /^https?:\/\/[^/?#]+\/?$/.test(value),
      'must be an address without a path, like https://assistant.example.cn',
    )
    .transform((value) => new URL(value).origin)
    .optional(),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z
    .string()
    .refine(
      (value) => /^postgres(ql)?:\/\//.test(value),
      'must be a postgres:// address, or be left unset for the embedded SQLite file under DATA_DIR',
    )
    .optional(),
  RETENTION_CONVERSATIONS_DAYS: days(365),
  RETENTION_ANSWERS_DAYS: days(365),
  RETENTION_PROJECTS_DAYS: days(0),
  SESSION_SECRET: secret.optional(),
  SIGN_IN: z.enum(['auto', 'open', 'code'], { error: 'must be auto, open or code' }).default('auto'),
  OIDC_ISSUER: z
    .string()
    .regex(/^(https:\/\/[^\s?#]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/[^\s?#]*)?)$/, {
      error: 'must be an https:// address like https://login.example.cn/realms/office',
    })
    .optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_LABEL: z.string().default('统一身份认证登录'),
  DIRECT_LINE_SECRET: secret.optional(),
  MESSAGES_PER_MINUTE: z.coerce
    .number({ error: 'must be 1 to 1000000' })
    .int('must be 1 to 1000000')
    .min(1, 'must be 1 to 1000000')
    .max(1_000_000, 'must be 1 to 1000000')
    .default(30),
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('info'),
  ALLOW_ANONYMOUS_BOT_ENDPOINT: yesOrNo.default(false),
  MicrosoftAppId: z.string().regex(guid, 'must be the app’s GUID').optional(),
  MicrosoftAppType: z
    .enum(['SingleTenant', 'UserAssignedMSI', 'MultiTenant'], {
      error: 'must be SingleTenant, UserAssignedMSI or MultiTenant, written exactly so',
    })
    .optional(),
  MicrosoftAppTenantId: z.string().regex(guid, 'must be the tenant’s GUID').optional(),
  MicrosoftAppPassword: z.string().optional(),
  BOT_SERVICE_HOSTS: z
    .string()
    .default('botframework.com,smba.trafficmanager.net,botframework.azure.cn')
    .transform((value) => value.split(',').map((host) => host.trim().toLowerCase()))
    .refine(
      (hosts) => hosts.every((host) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host)),
      'must be host names divided by commas',
    ),
  OAuthUrl: overHttps.optional(),
  ToChannelFromBotLoginUrl: overHttps.optional(),
  ToChannelFromBotOAuthScope: overHttps.optional(),
  ToBotFromChannelTokenIssuer: overHttps.optional(),
  ToBotFromChannelOpenIdMetadataUrl: overHttps.optional(),
  ToBotFromEmulatorOpenIdMetadataUrl: overHttps.optional(),
  EMBEDDINGS_BASE_URL: webAddress('http://localhost:8080/v1').optional(),
  EMBEDDINGS_MODEL: z.string().optional(),
  EMBEDDINGS_API_KEY: z.string().optional(),
  LLM_BASE_URL: webAddress('http://localhost:8080/v1').optional(),
  LLM_MODEL: z.string().optional(),
  LLM_API_KEY: z.string().optional(),
  LLM_MILLISECONDS: z.coerce
    .number({ error: 'must be 200 to 60000' })
    .int('must be 200 to 60000')
    .min(200, 'must be 200 to 60000')
    .max(60_000, 'must be 200 to 60000')
    .default(2800),
  DISABLED: switchesSetting,
  ...dingTalkSettings,
  ...weComSettings,
}

/** The settings of another Microsoft cloud: all of them or none. */
export const cloudSettings = [
  'OAuthUrl',
  'ToChannelFromBotLoginUrl',
  'ToChannelFromBotOAuthScope',
  'ToBotFromChannelTokenIssuer',
  'ToBotFromChannelOpenIdMetadataUrl',
  'ToBotFromEmulatorOpenIdMetadataUrl',
] as const

const schema = z.object(settings)
type Settings = z.output<typeof schema>

export type Config = Settings & {
  /** Whether only this machine can reach the assistant. Otherwise it is production. */
  readonly loopback: boolean
}

/**
 * @param environment `process.env`; an empty value counts as unset, names it does not know are left alone
 * @throws ConfigError naming every setting that does not fit
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.keys(settings).flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  )
  const parsed = schema.safeParse(given)
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  const loopback = isLoopback(given.HOST ?? 'localhost')
  const problems = [...wrong, ...checkTogether(given, loopback)]
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems)
  return { ...parsed.data, loopback }
}

/** What is secret of the settings: it must stand in no log. */
export function secretsIn(config: Config): string[] {
  return [...secretSettings(config).map(([, value]) => value), ...Object.values(config.WECOM_HEADERS)]
}

/** The secret settings that are set, by name. Of a key that only names us (`…_APP_KEY`) it does no harm to be among them. */
export function secretSettings(config: Config): [string, string][] {
  return Object.entries(config).flatMap(([name, value]): [string, string][] =>
    /SECRET|KEY|Password|TOKEN/u.test(name) && typeof value === 'string' ? [[name, value]] : [],
  )
}

/** @param host a name or an address, without port */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** What only shows when settings are seen together. */
function checkTogether(given: Readonly<Record<string, string | undefined>>, loopback: boolean): string[] {
  const has = (name: keyof Settings): boolean => given[name] !== undefined
  const problems: string[] = []
  const needs = (name: keyof Settings, needed: keyof Settings): void => {
    if (has(name) && !has(needed)) problems.push(`${needed} is missing: ${name} is set and needs it`)
  }
  needs('EMBEDDINGS_BASE_URL', 'EMBEDDINGS_MODEL')
  needs('EMBEDDINGS_MODEL', 'EMBEDDINGS_BASE_URL')
  needs('EMBEDDINGS_API_KEY', 'EMBEDDINGS_BASE_URL')
  needs('LLM_BASE_URL', 'LLM_MODEL')
  needs('LLM_MODEL', 'LLM_BASE_URL')
  needs('LLM_API_KEY', 'LLM_BASE_URL')
  needs('LLM_MILLISECONDS', 'LLM_BASE_URL')
  for (const name of ['MicrosoftAppType', 'MicrosoftAppTenantId', 'MicrosoftAppPassword', ...cloudSettings] as const)
    needs(name, 'MicrosoftAppId')
  needs('MicrosoftAppId', 'MicrosoftAppType')
  if (given.MicrosoftAppType === 'SingleTenant' || given.MicrosoftAppType === 'UserAssignedMSI')
    needs('MicrosoftAppType', 'MicrosoftAppTenantId')
  if (given.MicrosoftAppType === 'SingleTenant' || given.MicrosoftAppType === 'MultiTenant')
    needs('MicrosoftAppType', 'MicrosoftAppPassword')
  if (given.MicrosoftAppType === 'UserAssignedMSI' && has('MicrosoftAppPassword'))
    problems.push('MicrosoftAppPassword must be unset for UserAssignedMSI')
  const missingCloud = cloudSettings.filter((name) => !has(name))
  if (missingCloud.length > 0 && missingCloud.length < cloudSettings.length)
    problems.push(
      `${missingCloud.join(', ')} missing: of the settings of another Microsoft cloud all must be set, or none`,
    )
  if (given.ALLOW_ANONYMOUS_BOT_ENDPOINT === '1' && has('MicrosoftAppId'))
    problems.push('ALLOW_ANONYMOUS_BOT_ENDPOINT must be unset where MicrosoftAppId is set')
  problems.push(...checkDingTalk(given), ...checkWeCom(given))
  problems.push(...checkSignIn(given, loopback))
  if (!loopback) problems.push(...checkProduction(given))
  return problems
}

const oidcSettings = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const
/** Any of these is a way to sign in to the page. */
const waysToSignIn = ['OIDC_ISSUER', 'WECOM_AGENT_ID', 'DINGTALK_JSAPI_URL', 'ZWDD_JSAPI_URL'] as const

function checkSignIn(given: Readonly<Record<string, string | undefined>>, loopback: boolean): string[] {
  const missing = oidcSettings.filter((name) => given[name] === undefined)
  const problems =
    missing.length > 0 && missing.length < oidcSettings.length
      ? [`${missing.join(', ')} missing: ${oidcSettings.join(', ')} are set together or not at all`]
      : []
  const redirects = given.OIDC_ISSUER !== undefined || (given.WECOM_AGENT_ID !== undefined && !loopback)
  if (given.PUBLIC_URL === undefined && redirects)
    problems.push('PUBLIC_URL is missing: people who sign in elsewhere must be sent back to it')
  return problems
}

function checkProduction(given: Readonly<Record<string, string | undefined>>): string[] {
  const problems: string[] = []
  if (waysToSignIn.every((name) => given[name] === undefined))
    problems.push(
      'HOST is reachable from other machines, so the web chat must ask who is there, and no sign-in is set: set OIDC_ISSUER, or the settings of WeCom or DingTalk; or set HOST to localhost, 127.0.0.1 or ::1',
    )
  if (given.SIGN_IN !== undefined && given.SIGN_IN !== 'auto')
    problems.push('SIGN_IN must be auto where HOST is not a loopback address')
  if (given.SESSION_SECRET === undefined)
    problems.push('SESSION_SECRET is missing: it is required where HOST is not a loopback address')
  if (given.ALLOW_ANONYMOUS_BOT_ENDPOINT === '1')
    problems.push('ALLOW_ANONYMOUS_BOT_ENDPOINT is allowed on a loopback HOST only')
  return problems
}
