/** A way to prove who one is. Each turns a proof into the address that its channel already knows the person by. */
import type { HttpRequest } from '../http.ts'
import type { Address } from '../store/store.ts'

/** By a redirect to a page elsewhere and back. */
export interface RedirectWay {
  readonly kind: 'redirect'
  readonly id: 'wecom' | 'oidc'
  readonly label: string
  /** Such a browser is inside the platform: it is sent on without being asked. */
  readonly inside?: RegExp
  /** @returns where to send the browser, and what must be known when it comes back */
  begin(state: string, redirectUri: string): Promise<{ readonly address: string; readonly keep: string }>
  /** @throws SignInRefused */
  finish(request: HttpRequest, state: string, keep: string, redirectUri: string): Promise<Address>
}

/** By a code that the page gets inside the platform's own application. */
export interface ScriptWay {
  readonly kind: 'script'
  readonly id: 'dingtalk' | 'zwdd'
  readonly label: string
  readonly inside: RegExp
  /** The platform's own script, at an address the operator has set. */
  readonly script: string
  /** What the page hands to the platform; public. */
  readonly settings: Readonly<Record<string, string>>
  /** @throws SignInRefused */
  exchange(code: string): Promise<Address>
}

/** By words that were told elsewhere, such as on the server's own terminal. */
export interface CodeWay {
  readonly kind: 'code'
  readonly id: 'code'
  readonly label: string
  /** @throws SignInRefused */
  exchange(code: string): Promise<Address>
}

export type Way = RedirectWay | ScriptWay | CodeWay

/** What is told to whoever could not be signed in; the log has more. */
export const refusals = {
  expired: '这次登录已过期或已用过，请重新登录。',
  outsider: '您不是本单位的成员，不能登录。请与管理员联系。',
  code: '登录码不对，或已用过。请用服务器终端上最新的一个。',
  unavailable: '登录服务暂时联系不上，请稍后再试。',
} as const

export type Refusal = keyof typeof refusals

export class SignInRefused extends Error {
  override readonly name = 'SignInRefused'
  readonly refusal: Refusal
  constructor(refusal: Refusal, cause?: unknown) {
    super(refusals[refusal], { cause })
    this.refusal = refusal
  }
}
