/**
 * Zips: read whole or not at all, given times that do not change from one making to the next, and written for several
 * files at once. fflate packs and unpacks; the list of parts and the checksums are read here, as fflate does not check them.
 */
import { inflateSync, zipSync } from 'fflate'
import type { IsoDate } from '#knowledge/law/units.ts'

const endSignature = 0x0605_4b50
const entrySignature = 0x0201_4b50
const localSignature = 0x0403_4b50
const endLength = 22
/** 1980-01-01, the first day a zip knows. */
const firstDay = 0x0021

interface Entry {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  /** Where its header stands in the list at the end, and where before its bytes. */
  readonly listed: number
  readonly local: number
}

/** @throws Error where the zip is cut off, a part is damaged, or it holds what Office never writes */
export function readZip(bytes: Uint8Array): Map<string, Uint8Array> {
  const parts = new Map<string, Uint8Array>()
  for (const entry of entriesOf(bytes)) {
    const content = unpack(bytes, entry)
    if (content.length !== entry.size || crc32(content) !== entry.crc)
      throw new Error(`${entry.name} is damaged: its length or its checksum is not the one noted`)
    parts.set(entry.name, content)
  }
  return parts
}

/**
 * Files that are packed already (documents), so they are stored as they are; names in UTF-8.
 *
 * @param madeOn the time of every file: the same files give the same bytes on the same day
 * @throws Error where two files have one name, or what was written cannot be read again
 */
export function writeZip(
  files: readonly { readonly name: string; readonly content: Uint8Array }[],
  madeOn: IsoDate,
): Uint8Array {
  const parts = new Map(files.map(({ name, content }) => [name, content]))
  if (parts.size < files.length) throw new Error('two files of a zip have the same name')
  const [year = 0, month = 0, date = 0] = madeOn.split('-').map(Number)
  // A zip keeps local time without a zone: made of local parts, it is the same wherever it is written.
  const bytes = zipSync(Object.fromEntries(parts), { level: 0, mtime: new Date(year, month - 1, date, 12) })
  const read = readZip(bytes)
  for (const [name, { length }] of parts)
    if (read.get(name)?.length !== length) throw new Error(`${name} was not packed whole`)
  return bytes
}

/** The same zip with the same time on every part. */
export function withFixedTimes(bytes: Uint8Array): Uint8Array {
  const view = viewOf(bytes)
  for (const { listed, local } of entriesOf(bytes)) {
    view.setUint16(listed + 12, 0, true)
    view.setUint16(listed + 14, firstDay, true)
    view.setUint16(local + 10, 0, true)
    view.setUint16(local + 12, firstDay, true)
  }
  return bytes
}

function entriesOf(bytes: Uint8Array): Entry[] {
  const view = viewOf(bytes)
  const end = bytes.length - endLength
  if (end < 0 || view.getUint32(end, true) !== endSignature) throw new Error('the zip is cut off: its end is not there')
  const entries: Entry[] = []
  let at = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + 46 > end || view.getUint32(at, true) !== entrySignature)
      throw new Error('the zip’s list of parts is damaged')
    const nameLength = view.getUint16(at + 28, true)
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      listed: at,
      local: view.getUint32(at + 42, true),
    })
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

function unpack(bytes: Uint8Array, { name, method, packed, local }: Entry): Uint8Array {
  const view = viewOf(bytes)
  if (local + 30 > bytes.length || view.getUint32(local, true) !== localSignature)
    throw new Error(`${name} is not where the zip’s list says`)
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
  const content = bytes.subarray(start, start + packed)
  if (method === 0) return content
  if (method !== 8) throw new Error(`${name} is packed in a way that Office does not use`)
  return inflateSync(content)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb8_8320 ^ (crc >>> 1) : crc >>> 1
  return crc >>> 0
})

function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffff_ffff) >>> 0
}
