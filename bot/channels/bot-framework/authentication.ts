/** What the SDK is told of who we are, and where answers may go. */
import { type Config, isLoopback } from '../../config.ts'

const names = [
  'MicrosoftAppId',
  'MicrosoftAppType',
  'MicrosoftAppTenantId',
  'MicrosoftAppPassword',
  'OAuthUrl',
  'ToChannelFromBotLoginUrl',
  'ToChannelFromBotOAuthScope',
  'ToBotFromChannelTokenIssuer',
  'ToBotFromChannelOpenIdMetadataUrl',
  'ToBotFromEmulatorOpenIdMetadataUrl',
] as const

/** @returns the SDK's own names; `readConfig` has seen to it that they fit together */
export function authenticationOf(config: Config): Record<string, string> {
  const given = names.flatMap((name) => (config[name] === undefined ? [] : [[name, config[name]]]))
  const cloud = config.OAuthUrl === undefined ? [] : [['ValidateAuthority', 'true']]
  return Object.fromEntries([...given, ...cloud])
}

/** Without an app id nobody proves who they are, so answers go nowhere but to this machine. */
export function maySendTo(serviceUrl: string, config: Config): boolean {
  if (!URL.canParse(serviceUrl)) return false
  const { hostname, protocol, username, password } = new URL(serviceUrl)
  if (username !== '' || password !== '') return false
  if (config.MicrosoftAppId === undefined) return /^https?:$/.test(protocol) && isLoopback(hostname)
  const isListed = config.BOT_SERVICE_HOSTS.some((host) => hostname === host || hostname.endsWith(`.${host}`))
  return protocol === 'https:' && isListed
}
