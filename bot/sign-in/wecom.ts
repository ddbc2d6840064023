/** WeCom's sign-in inside its own browser: a redirect, and the member's id for the code that comes back. */
import type { Address } from '../store/store.ts'
import { type RedirectWay, SignInRefused } from './way.ts'

export interface WeComSignIn {
  /** `https://open.weixin.qq.com`, or a private deployment's. */
  readonly oauthBase: string
  readonly corpId: string
  readonly agentId: number
  /** The member a code stands for; undefined for people from elsewhere. @throws where the platform cannot be reached */
  readonly memberOf: (code: string) => Promise<string | undefined>
  /** What the channel keeps a member under. */
  readonly addressOf: (member: string) => Address
}

/** The platform takes no longer codes (bytes). */
const codeAtMost = 512

export function createWeComWay({ oauthBase, corpId, agentId, memberOf, addressOf }: WeComSignIn): RedirectWay {
  return {
    kind: 'redirect',
    id: 'wecom',
    label: '用企业微信登录',
    inside: /wxwork/iu,
    async begin(state, redirectUri) {
      const query = new URLSearchParams({
        appid: corpId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'snsapi_base',
        agentid: String(agentId),
        state,
      })
      return { address: `${oauthBase}/connect/oauth2/authorize?${query}#wechat_redirect`, keep: '' }
    },
    async finish(request, state) {
      const code = request.query.get('code') ?? ''
      if (request.query.get('state') !== state || code === '' || code.length > codeAtMost)
        throw new SignInRefused('expired')
      const member = await memberOf(code).catch((error: unknown) => {
        throw new SignInRefused('expired', error)
      })
      if (member === undefined) throw new SignInRefused('outsider')
      return addressOf(member)
    },
  }
}
