import { describe, expect, it } from 'vitest'
import { createCrypt, EnvelopeError } from '#bot/channels/wecom/crypt.ts'
import { readCallback } from '#bot/channels/wecom/decode.ts'
import { encryptBlocks, layOut, pad } from './seal.ts'
import { emptyReceiver, plainOfO1, saltOfO1, saltOfV1, type Vector, vectors } from './vectors.ts'

const { V1 } = vectors
const all: readonly Vector[] = Object.values(vectors)
const cryptOf = ({ token, aesKey, receiver }: Vector) => createCrypt({ token, aesKey, receiveId: receiver })
const salt = '0123456789abcdef'
/** Made with V1's key. */
const opened = (plain: Buffer): string => cryptOf(V1).decrypt(encryptBlocks(plain, V1.aesKey))
const reasonOf = (deed: () => unknown): string | undefined => {
  try {
    deed()
    return undefined
  } catch (error) {
    if (error instanceof EnvelopeError) return error.reason
    throw error
  }
}

function lastByteChanged(encrypted: string): string {
  const bytes = Buffer.from(encrypted, 'base64')
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
  return bytes.toString('base64')
}

describe('the platform’s samples', () => {
  it.each(all)('$id is signed', (vector) => {
    const { signature, timestamp, nonce, encrypted } = vector
    expect(cryptOf(vector).isSigned(signature, timestamp, nonce, encrypted)).toBe(true)
  })

  it.each([
    ['V2', '1616140317555161061'],
    ['V3', '1288432023552776189'],
    ['O1', plainOfO1],
  ] as const)('%s opens', (id, plain) => {
    expect(cryptOf(vectors[id]).decrypt(vectors[id].encrypted)).toBe(plain)
  })

  it('V1 and V4 hold messages', () => {
    const { V4 } = vectors
    expect(readCallback(cryptOf(V1).decrypt(V1.encrypted))).toEqual({
      corpId: 'wx5823bf96d3bd56c7',
      agentId: '218',
      userId: 'mycreate',
      message: { id: '4561255354251345929', text: 'hello', locale: 'zh-CN' },
    })
    expect(readCallback(cryptOf(V4).decrypt(V4.encrypted))).toMatchObject({
      userId: 'ChenJiaShun',
      agentId: '1000002',
      message: { id: '1456453720', text: '你好' },
    })
  })

  it('V5 opens and holds no message', () => {
    const plain = cryptOf(vectors.V5).decrypt(vectors.V5.encrypted)
    expect(plain).toContain('{')
    expect(readCallback(plain)).toBeUndefined()
  })

  it('are made again, to the byte, by what the tests seal with', () => {
    const { O1 } = vectors
    const plain = cryptOf(V1).decrypt(V1.encrypted)
    expect(encryptBlocks(pad(layOut(plain, V1.receiver, saltOfV1)), V1.aesKey)).toBe(V1.encrypted)
    expect(encryptBlocks(pad(layOut(plainOfO1, O1.receiver, saltOfO1)), O1.aesKey)).toBe(O1.encrypted)
    expect(encryptBlocks(pad(layOut(emptyReceiver.plain, '', emptyReceiver.salt)), V1.aesKey)).toBe(
      emptyReceiver.encrypted,
    )
  })
})

describe('an envelope', () => {
  it.each([
    ['for another corporation', 'receiver', () => cryptOf({ ...V1, receiver: 'wx5823bf96d3bd56c8' })],
    ['for nobody', 'receiver', () => cryptOf({ ...V1, receiver: '' })],
  ])('%s is refused', (_what, reason, crypt) => {
    expect(reasonOf(() => crypt().decrypt(V1.encrypted))).toBe(reason)
  })

  it.each([
    ['whose receiver is longer', 'receiver', pad(layOut('hi', `${V1.receiver}x`, salt))],
    ['that tells a length past its end', 'length', pad(layOut('hi', V1.receiver, salt, 0x7fffffff))],
    ['that tells the greatest length', 'length', pad(layOut('hi', V1.receiver, salt, 0xffffffff))],
    ['that tells a length one too short', 'receiver', pad(layOut('hi', V1.receiver, salt, 1))],
    ['too short for a length', 'length', pad(Buffer.from(salt))],
    ['padded with 0', 'padding', Buffer.concat([layOut('hi', V1.receiver, salt), Buffer.alloc(24)])],
    ['padded with 33', 'padding', Buffer.alloc(64, 33)],
    ['padded unevenly', 'padding', Buffer.concat([pad(layOut('hi', V1.receiver, salt)).fill(7, 40, 41)])],
    ['whose text is no UTF-8', 'text', pad(layOut(Buffer.from([0xff, 0xfe, 0x41]), V1.receiver, salt))],
  ])('%s is refused', (_what, reason, plain) => {
    expect(reasonOf(() => opened(plain))).toBe(reason)
  })

  it.each([
    ['with its last byte changed', lastByteChanged(V1.encrypted)],
    ['cut to one block', Buffer.from(V1.encrypted, 'base64').subarray(0, 32).toString('base64')],
    ['cut inside a block', Buffer.from(V1.encrypted, 'base64').subarray(0, 40).toString('base64')],
    ['that is no base64', `${V1.encrypted.slice(0, -2)}-_`],
    ['with blanks in it', V1.encrypted.replace('+', ' ')],
    ['that is empty', ''],
  ])('%s is refused', (_what, encrypted) => {
    expect(reasonOf(() => cryptOf(V1).decrypt(encrypted))).toBeDefined()
  })

  it('of 32 padding bytes opens', () => {
    const text = 'x'.repeat(64 - 20 - V1.receiver.length)
    expect(opened(pad(layOut(text, V1.receiver, salt)))).toBe(text)
  })

  it('keeps a mark at the beginning and what looks like the end of CDATA', () => {
    expect(opened(pad(layOut('\ufeff]]> <a>', V1.receiver, salt)))).toBe('\ufeff]]> <a>')
  })
})

describe('a signature', () => {
  const { timestamp, nonce, encrypted, signature } = V1
  it.each([
    ['in capitals', signature.toUpperCase()],
    ['a character short', signature.slice(0, -1)],
    ['a character long', `${signature}0`],
    ['empty', ''],
    ['of another message', vectors.V2.signature],
  ])('%s is none', (_what, given) => {
    expect(cryptOf(V1).isSigned(given, timestamp, nonce, encrypted)).toBe(false)
  })

  it('covers time, nonce and body', () => {
    const crypt = cryptOf(V1)
    expect(crypt.isSigned(signature, '1409659814', nonce, encrypted)).toBe(false)
    expect(crypt.isSigned(signature, timestamp, '1372623140', encrypted)).toBe(false)
    expect(crypt.isSigned(signature, timestamp, nonce, `${encrypted}=`)).toBe(false)
  })
})

it('a key of 42 characters opens nothing', () => {
  expect(() => cryptOf({ ...V1, aesKey: V1.aesKey.slice(0, 42) })).toThrow('43')
})
