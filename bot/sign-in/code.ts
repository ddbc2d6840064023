/** The code printed on the server's terminal: whoever reads it there may sign in once. For development. */
import { randomBytes, randomInt } from 'node:crypto'
import type { CodeWay } from './way.ts'
import { SignInRefused } from './way.ts'

/** So many wrong ones, and a new code is made. */
const wrongAtMost = 5

/** @param tell where the person at the machine reads it */
export function createCodeWay(tell: (code: string) => void): CodeWay {
  let code = ''
  let wrong = 0
  const renew = (): void => {
    code = String(randomInt(0, 1_000_000_00)).padStart(8, '0')
    wrong = 0
    tell(code)
  }
  renew()
  return {
    kind: 'code',
    id: 'code',
    label: '用登录码登录',
    async exchange(given) {
      const isRight = given.replace(/\s/gu, '') === code
      if (!isRight && ++wrong < wrongAtMost) throw new SignInRefused('code')
      renew()
      if (!isRight) throw new SignInRefused('code')
      return { channel: 'web', key: randomBytes(24).toString('base64url') }
    },
  }
}
