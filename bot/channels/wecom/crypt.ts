/**
 * The callback's envelope: SHA-1 over four sorted strings, and AES-256-CBC in blocks of 32 bytes
 * (developer.work.weixin.qq.com/document/path/90968). Every part is checked: a message that was changed, cut or meant for
 * somebody else is refused, never read in part.
 */
import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'

const blockBytes = 32
const saltBytes = 16
const lengthBytes = 4

/** What was decrypted is no envelope of ours; the reason names the part that was wrong. */
export class EnvelopeError extends Error {
  override readonly name = 'EnvelopeError'
  readonly reason: 'base64' | 'cipher' | 'padding' | 'length' | 'text' | 'receiver'

  constructor(reason: EnvelopeError['reason']) {
    super(`The callback could not be opened: ${reason}.`)
    this.reason = reason
  }
}

export interface Crypt {
  /** @param given lower-case hex as it came with the request */
  isSigned(given: string, timestamp: string, nonce: string, encrypted: string): boolean
  /** @returns the message's text. @throws EnvelopeError */
  decrypt(encrypted: string): string
}

export interface CryptSettings {
  readonly token: string
  /** 43 characters; 32 bytes of key. */
  readonly aesKey: string
  /** The corporation's id; empty for a smart robot. */
  readonly receiveId: string
}

export function createCrypt({ token, aesKey, receiveId }: CryptSettings): Crypt {
  const key = Buffer.from(`${aesKey}=`, 'base64')
  if (key.length !== 32) throw new Error('An AES key of WeCom has 43 characters.')
  const iv = key.subarray(0, 16)

  const sign = (timestamp: string, nonce: string, encrypted: string): string =>
    createHash('sha1').update([token, timestamp, nonce, encrypted].sort().join('')).digest('hex')

  return {
    isSigned(given, timestamp, nonce, encrypted) {
      const right = Buffer.from(sign(timestamp, nonce, encrypted))
      const told = Buffer.from(given)
      return told.length === right.length && timingSafeEqual(told, right)
    },
    decrypt(encrypted) {
      const plain = withoutPadding(decipher(encrypted, key, iv))
      const start = saltBytes + lengthBytes
      if (plain.length < start) throw new EnvelopeError('length')
      const end = start + plain.readUInt32BE(saltBytes)
      if (end > plain.length) throw new EnvelopeError('length')
      if (!plain.subarray(end).equals(Buffer.from(receiveId))) throw new EnvelopeError('receiver')
      return readText(plain.subarray(start, end))
    },
  }
}

function decipher(encrypted: string, key: Buffer, iv: Buffer): Buffer {
  // Node reads base64 leniently: two different texts would be one message under two signatures.
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encrypted) || encrypted.length % 4 !== 0) throw new EnvelopeError('base64')
  const bytes = Buffer.from(encrypted, 'base64')
  if (bytes.length === 0 || bytes.length % blockBytes !== 0) throw new EnvelopeError('cipher')
  const opened = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
  return Buffer.concat([opened.update(bytes), opened.final()])
}

/** Node's own unpadding takes blocks of 16 bytes only. */
function withoutPadding(plain: Buffer): Buffer {
  const count = plain.at(-1) ?? 0
  if (count < 1 || count > blockBytes) throw new EnvelopeError('padding')
  if (!plain.subarray(-count).every((byte) => byte === count)) throw new EnvelopeError('padding')
  return plain.subarray(0, -count)
}

function readText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) throw new EnvelopeError('text')
    throw error
  }
}
