/** Links to documents: good for half an hour and for one person. Proved by a signature, so that nothing need be kept. */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { Step } from '#dialogs/conversation.ts'
import { myDataPath } from '#dialogs/my-data.ts'

const linkSeconds = 30 * 60

export interface FileLinks {
  /** @param path may name several documents in its query, as `of` @returns the path with the proof in its query */
  sign(path: string, personId: string): string
  check(path: string, query: URLSearchParams, personId: string): 'good' | 'expired' | 'forged'
}

export function createFileLinks(secret: string, now: () => Date): FileLinks {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'file-link', 32))
  const seconds = (): number => Math.floor(now().getTime() / 1000)
  const proof = (path: string, of: string | null, personId: string, until: number): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([path, of, personId, until]))
      .digest()
  return {
    sign(file, personId) {
      const until = seconds() + linkSeconds
      const { pathname, searchParams } = new URL(file, 'http://localhost')
      const right = proof(pathname, searchParams.get('of'), personId, until)
      return `${file}${file.includes('?') ? '&' : '?'}until=${until}&proof=${right.toString('base64url')}`
    },
    check(path, query, personId) {
      const until = Number(query.get('until') ?? Number.NaN)
      const given = Buffer.from(query.get('proof') ?? '', 'base64url')
      const right = proof(path, query.get('of'), personId, until)
      if (given.length !== right.length || !timingSafeEqual(given, right)) return 'forged'
      return until > seconds() ? 'good' : 'expired'
    },
  }
}

/** A step as the person gets it: the documents in its replies under links that are theirs. */
export function withSignedFiles(step: Step, links: FileLinks, personId: string): Step {
  if (step.replies.every(({ files = [] }) => files.length === 0)) return step
  const replies = step.replies.map((reply) => {
    const { files } = reply
    if (files === undefined) return reply
    const signed = files.map((file) =>
      file.path.includes('/filings/') || file.path === myDataPath
        ? { ...file, path: links.sign(file.path, personId) }
        : file,
    )
    return { ...reply, files: signed }
  })
  return { ...step, replies }
}
