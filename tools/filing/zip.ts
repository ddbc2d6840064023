/** Reading a zip as Office writes it, whole or not at all; and giving it times that do not change from one making to the next. */

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
export async function readZip(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const parts = new Map<string, Uint8Array>()
  for (const entry of entriesOf(bytes)) {
    const content = await unpack(bytes, entry)
    if (content.length !== entry.size || crc32(content) !== entry.crc)
      throw new Error(`${entry.name} is damaged: its length or its checksum is not the one noted`)
    parts.set(entry.name, content)
  }
  return parts
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

async function unpack(bytes: Uint8Array, { name, method, packed, local }: Entry): Promise<Uint8Array> {
  const view = viewOf(bytes)
  if (local + 30 > bytes.length || view.getUint32(local, true) !== localSignature)
    throw new Error(`${name} is not where the zip’s list says`)
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
  const content = bytes.slice(start, start + packed)
  if (method === 0) return content
  if (method !== 8) throw new Error(`${name} is packed in a way that Office does not use`)
  const unpacked = new Blob([content]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(unpacked).arrayBuffer())
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
