/** DingTalk's and 专有钉钉's sign-in: the page gets a code from the application it is open in, the server asks whose it is. */
import { type ScriptWay, SignInRefused } from './way.ts'

export interface DingTalkSignIn {
  readonly id: 'dingtalk' | 'zwdd'
  readonly script: string
  readonly settings: Readonly<Record<string, string>>
  /** @returns the member's id; undefined for people from elsewhere. @throws where the platform refuses */
  readonly memberOf: (code: string) => Promise<string | undefined>
  /** What the channel keeps members under. */
  readonly addressChannel: string
}

export function createDingTalkWay({ id, script, settings, memberOf, addressChannel }: DingTalkSignIn): ScriptWay {
  return {
    kind: 'script',
    id,
    label: id === 'dingtalk' ? '用钉钉登录' : '用专有钉钉登录',
    inside: id === 'dingtalk' ? /dingtalk/iu : /taurus|dingtalk/iu,
    script,
    settings,
    async exchange(code) {
      const member = await memberOf(code).catch((error: unknown) => {
        throw new SignInRefused('expired', error)
      })
      if (member === undefined) throw new SignInRefused('outsider')
      return { channel: addressChannel, key: member }
    },
  }
}
