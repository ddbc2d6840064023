/** Envelopes as the platform makes them, and broken ones, byte by byte. */
import { createCipheriv, createHash } from 'node:crypto'

/** @param plain whole blocks of 32 bytes, padding included @returns base64 */
export function encryptBlocks(plain: Buffer, aesKey: string): string {
  const key = Buffer.from(`${aesKey}=`, 'base64')
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64')
}

export function pad(plain: Buffer): Buffer {
  const count = 32 - (plain.length % 32)
  return Buffer.concat([plain, Buffer.alloc(count, count)])
}

/** Salt, length, text and receiver. @param length what is told, where it is to be wrong */
export function layOut(text: string | Buffer, receiver: string, salt: string, length?: number): Buffer {
  const body = Buffer.from(text)
  const told = Buffer.alloc(4)
  told.writeUInt32BE(length ?? body.length)
  return Buffer.concat([Buffer.from(salt), told, body, Buffer.from(receiver)])
}

export function signatureOf(token: string, timestamp: string, nonce: string, encrypted: string): string {
  return createHash('sha1').update([token, timestamp, nonce, encrypted].sort().join('')).digest('hex')
}
