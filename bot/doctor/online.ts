/** Asks each platform for a token, as the first message would: shows that address, secret and clock are right. */
import { dingTalkClientOf, isDingTalkOn } from '../channels/dingtalk/dingtalk.ts'
import { isZwddOn, zwddClientOf } from '../channels/dingtalk/zwdd.ts'
import { createClient as createWeComClient } from '../channels/wecom/client.ts'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import { type Finding, mend, saidBy, well } from './finding.ts'

const milliseconds = 10_000

interface Call {
  readonly name: string
  readonly call: () => Promise<void>
}

export async function checkOnline(config: Config, log: Log, now: () => Date): Promise<Finding[]> {
  const calls = callsOf(config, log, now)
  if (calls.length === 0) return [well('没有要联网核对的平台')]
  return Promise.all(calls.map(tryCall))
}

async function tryCall({ name, call }: Call): Promise<Finding> {
  try {
    await call()
    return well(`${name}认得我们的密钥`)
  } catch (error) {
    return mend(
      `${name}没有接受我们的密钥，或连不上`,
      saidBy(error),
      '核对地址、密钥、服务器时间、出口防火墙和平台的 IP 白名单',
    )
  }
}

function callsOf(config: Config, log: Log, now: () => Date): Call[] {
  const calls: Call[] = []
  const { WECOM_API_BASE: apiBase, WECOM_CORP_ID: corpId, WECOM_AGENT_ID: agentId, WECOM_SECRET: secret } = config
  if (apiBase !== undefined && corpId !== undefined && agentId !== undefined && secret !== undefined) {
    const own = { apiBase, corpId, agentId: Number(agentId), secret }
    const settings = { ...own, headers: config.WECOM_HEADERS, mediaField: config.WECOM_MEDIA_FIELD }
    calls.push({ name: '企业微信', call: () => createWeComClient(settings, log, now).checkIn() })
  }
  if (isDingTalkOn(config)) calls.push({ name: '钉钉', call: () => dingTalkClientOf(config, now).checkIn() })
  if (isZwddOn(config)) calls.push({ name: '专有钉钉', call: () => zwddClientOf(config, now).checkIn() })
  if (config.OIDC_ISSUER !== undefined) {
    const issuer = config.OIDC_ISSUER.replace(/\/$/u, '')
    calls.push({ name: '统一身份认证', call: () => expectOk(`${issuer}/.well-known/openid-configuration`) })
  }
  if (config.LLM_BASE_URL !== undefined) calls.push({ name: '语言模型', call: () => expectModel(config) })
  return calls
}

function expectModel({ LLM_BASE_URL: base = '', LLM_API_KEY: key }: Config): Promise<void> {
  return expectOk(`${base.replace(/\/$/u, '')}/models`, key === undefined ? {} : { authorization: `Bearer ${key}` })
}

async function expectOk(address: string, headers: Record<string, string> = {}): Promise<void> {
  const answer = await fetch(address, { headers, signal: AbortSignal.timeout(milliseconds) })
  await answer.body?.cancel()
  if (!answer.ok) throw new Error(`${address} 答复 ${answer.status}`)
}
