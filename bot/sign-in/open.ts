/** On a machine of one's own the page asks nobody who they are: a cookie makes a person. */
import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { cookieOf, cookieValue, type VisitorParts, type Visitors } from './visitors.ts'

const cookieName = 'assistant_person'
const cookieSeconds = 365 * 24 * 3600

/** @param signedIn whoever came by a link of theirs is that person here too */
export function createOpenVisitors(signedIn: Visitors, { secret, publicUrl }: VisitorParts): Visitors {
  const signingKey = new Uint8Array(hkdfSync('sha256', secret, '', 'person-cookie', 32))
  const proofOf = (key: string): Buffer => createHmac('sha256', signingKey).update(key).digest()
  const cookie = (value: string, age: number): string =>
    cookieOf({ name: cookieName, value, age, path: '/', publicUrl })
  return {
    newcomer: () => ({ channel: 'web', key: randomBytes(24).toString('base64url') }),
    who(request) {
      const known = signedIn.who(request)
      if (known !== undefined) return known
      const [key = '', signature = ''] = cookieValue(request, cookieName).split('.')
      const proof = Buffer.from(signature, 'base64url')
      return proof.length === 32 && timingSafeEqual(proof, proofOf(key)) ? { channel: 'web', key } : undefined
    },
    remember: (address) =>
      address.channel === 'web'
        ? cookie(`${address.key}.${proofOf(address.key).toString('base64url')}`, cookieSeconds)
        : signedIn.remember(address),
    forget: () => cookie('', 0),
  }
}
