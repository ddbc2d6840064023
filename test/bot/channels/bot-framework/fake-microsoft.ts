/** Microsoft's side on this machine: the keys its tokens are signed with, the door for ours, and a channel's connector. */
import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { type Answer, openLoopbackCloud } from '../../support/loopback-cloud.ts'

export const appId = '00000000-1111-2222-3333-444444444444'
const tenant = '55555555-6666-7777-8888-999999999999'
export const serviceUrl = 'https://smba.trafficmanager.net/cn/'
export const environment = {
  MicrosoftAppId: appId,
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: tenant,
  MicrosoftAppPassword: 'the-app-password',
}

export interface Posted {
  readonly path: string
  readonly authorization: string | undefined
  readonly activity: {
    readonly type: string
    readonly text?: string
    readonly replyToId?: string
    readonly attachments?: readonly { readonly contentType: string; readonly content: Card }[]
  }
}

export interface Action {
  readonly type: string
  readonly title: string
  readonly verb?: string
  readonly data: Readonly<Record<string, unknown>>
  readonly fallback?: { readonly type: string }
}

export interface Card {
  readonly body: readonly Readonly<Record<string, unknown>>[]
  readonly actions?: readonly Action[]
  readonly refresh?: { readonly action: Action; readonly userIds: readonly string[] }
}

/** Made once: the SDK keeps the keys of an address for a day. */
const key = generateKeyPairSync('rsa', { modulusLength: 2048 })
const otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
const kid = 'key-1'

export async function openFakeMicrosoft() {
  const posted: Posted[] = []
  let tokens = 0
  const cloud = await openLoopbackCloud((called): Answer | undefined => {
    const { host, pathname } = new URL(called.url)
    if (pathname.endsWith('/openidconfiguration') || pathname.endsWith('/openid-configuration'))
      return { status: 200, body: openIdOf(host) }
    if (pathname === '/keys') return { status: 200, body: { keys: [publicKey()] } }
    if (pathname.includes('/discovery/instance')) return { status: 200, body: discoveryOf(host) }
    if (pathname.endsWith('/oauth2/v2.0/token')) {
      tokens += 1
      return { status: 200, body: { token_type: 'Bearer', expires_in: 3600, access_token: `bot-token-${tokens}` } }
    }
    if (called.method !== 'POST' || !pathname.includes('/v3/conversations/')) return undefined
    const activity = JSON.parse(called.body) as Posted['activity']
    posted.push({ path: pathname, authorization: called.headers.authorization, activity })
    return { status: 201, body: { id: `platform-${posted.length}` } }
  })
  const messages = (): Posted['activity'][] =>
    posted.map(({ activity }) => activity).filter(({ type }) => type === 'message')
  return { ...cloud, posted, messages }
}

export type FakeMicrosoft = Awaited<ReturnType<typeof openFakeMicrosoft>>

function openIdOf(host: string): object {
  return {
    issuer: 'https://api.botframework.com',
    jwks_uri: `https://${host}/keys`,
    authorization_endpoint: `https://${host}/${tenant}/oauth2/v2.0/authorize`,
    token_endpoint: `https://${host}/${tenant}/oauth2/v2.0/token`,
    id_token_signing_alg_values_supported: ['RS256'],
  }
}

function discoveryOf(host: string): object {
  return {
    tenant_discovery_endpoint: `https://${host}/${tenant}/v2.0/.well-known/openid-configuration`,
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  }
}

function publicKey(): object {
  return { ...key.publicKey.export({ format: 'jwk' }), kid, use: 'sig', endorsements: ['msteams', 'webchat', 'sms'] }
}

export interface TokenOptions {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
  readonly signedBy?: 'other' | 'none' | 'secret'
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token as a channel's service sends it. Times are seconds. */
export function channelToken({ claims = {}, header = {}, signedBy }: TokenOptions = {}): string {
  const now = Math.floor(Date.now() / 1000)
  const given = {
    iss: 'https://api.botframework.com',
    aud: appId,
    serviceurl: serviceUrl,
    nbf: now - 60,
    exp: now + 3600,
    ...claims,
  }
  const alg = signedBy === 'none' ? 'none' : signedBy === 'secret' ? 'HS256' : 'RS256'
  const words = `${part({ alg, typ: 'JWT', kid, ...header })}.${part(given)}`
  return `Bearer ${words}.${signatureOf(words, signedBy)}`
}

function signatureOf(words: string, signedBy: TokenOptions['signedBy']): string {
  if (signedBy === 'none') return ''
  if (signedBy === 'secret') {
    const pem = key.publicKey.export({ format: 'pem', type: 'spki' })
    return createHmac('sha256', pem).update(words).digest('base64url')
  }
  const own: KeyObject = signedBy === 'other' ? otherKey.privateKey : key.privateKey
  return createSign('RSA-SHA256').update(words).sign(own, 'base64url')
}

let said = 0

export function activity(more: object = {}): Record<string, unknown> {
  said += 1
  return {
    type: 'message',
    id: `activity-${said}`,
    text: '你好',
    channelId: 'msteams',
    serviceUrl,
    conversation: { id: 'conv-1', tenantId: tenant },
    from: { id: 'user-1', name: '李' },
    recipient: { id: 'bot-1' },
    locale: 'zh-CN',
    ...more,
  }
}

export function post(
  origin: string,
  body: unknown,
  authorization: string | undefined = channelToken(),
): Promise<Response> {
  return fetch(`${origin}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization === '' ? {} : { authorization }) },
    body: JSON.stringify(body),
  })
}
