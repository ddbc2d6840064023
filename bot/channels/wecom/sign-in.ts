/** The page's sign-in by WeCom, put together from the channel's settings. */
import type { Config } from '../../config.ts'
import type { Log } from '../../log.ts'
import type { RedirectWay } from '../../sign-in/way.ts'
import { createWeComWay } from '../../sign-in/wecom.ts'
import { createClient } from './client.ts'
import { weComAddress } from './wecom.ts'

export function weComWay(config: Config, log: Log, now: () => Date): RedirectWay {
  const { WECOM_CORP_ID: corpId = '', WECOM_API_BASE: apiBase = '', WECOM_SECRET: secret = '' } = config
  const agentId = Number(config.WECOM_AGENT_ID)
  const settings = {
    apiBase,
    corpId,
    agentId,
    secret,
    headers: config.WECOM_HEADERS,
    mediaField: config.WECOM_MEDIA_FIELD,
  }
  const client = createClient(settings, log, now)
  return createWeComWay({
    oauthBase: config.WECOM_OAUTH_BASE,
    corpId,
    agentId,
    memberOf: (code) => client.memberOf(config.WECOM_USERINFO_PATH, code),
    addressOf: (member) => weComAddress(corpId, member),
  })
}
