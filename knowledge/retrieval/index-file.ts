/** Index ⇄ bytes: a head of JSON in which each array of numbers is a place in the body, and a digest over all of it. */
import { createHash } from 'node:crypto'
import type { IndexData } from './build-index.ts'

const magic = 'GOVITIX1'
const digestLength = 32
const headAt = magic.length + digestLength + 8
const kinds = { Int8Array, Uint8Array, Uint16Array, Int32Array, Uint32Array, Float32Array } as const
type Kind = keyof typeof kinds
interface Place {
  readonly $array: Kind
  readonly at: number
  readonly length: number
}

/** Bytes that were not written by `encodeIndex`, or not all of them. */
export class DamagedIndex extends Error {}

export function encodeIndex(index: IndexData): Uint8Array {
  const arrays: ArrayBufferView[] = []
  let size = 0
  const head = JSON.stringify(index, (_key, value: unknown) => {
    if (!ArrayBuffer.isView(value)) return value
    const kind = value.constructor.name as Kind
    const place: Place = { $array: kind, at: size, length: value.byteLength / kinds[kind].BYTES_PER_ELEMENT }
    arrays.push(value)
    size += pad(value.byteLength)
    return place
  })
  const headBytes = new TextEncoder().encode(head)
  const bodyAt = pad(headAt + headBytes.length)
  const bytes = new Uint8Array(bodyAt + size)
  bytes.set(new TextEncoder().encode(magic))
  new DataView(bytes.buffer).setUint32(magic.length + digestLength, headBytes.length)
  bytes.set(headBytes, headAt)
  let at = bodyAt
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at)
    at += pad(array.byteLength)
  }
  bytes.set(digestOf(bytes), magic.length)
  return bytes
}

/** The arrays are views of the bytes: nothing is copied. @throws DamagedIndex */
export function decodeIndex(stored: Uint8Array): IndexData {
  const bytes = stored.byteOffset % 8 === 0 ? stored : stored.slice()
  if (bytes.length < headAt || new TextDecoder().decode(bytes.subarray(0, magic.length)) !== magic)
    throw new DamagedIndex('not an index file')
  if (Buffer.compare(digestOf(bytes), bytes.subarray(magic.length, magic.length + digestLength)) !== 0)
    throw new DamagedIndex('the digest does not fit: the file is cut or changed')
  const headLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(magic.length + digestLength)
  const head = new TextDecoder().decode(bytes.subarray(headAt, headAt + headLength))
  const bodyAt = bytes.byteOffset + pad(headAt + headLength)
  return JSON.parse(head, (_key, value: unknown) => {
    if (!isPlace(value)) return value
    return new kinds[value.$array](bytes.buffer as ArrayBuffer, bodyAt + value.at, value.length)
  }) as IndexData
}

function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && '$array' in value
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256')
    .update(bytes.subarray(magic.length + digestLength))
    .digest()
}

/** Whole multiples of 8, so that every kind of array may begin there. */
function pad(length: number): number {
  return Math.ceil(length / 8) * 8
}
