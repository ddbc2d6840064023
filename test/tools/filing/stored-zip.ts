/** A zip made by hand, its parts unpacked: for documents that are spoiled on purpose. */
import { crc32 } from 'node:zlib'

export function storedZip(parts: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const bodies: Buffer[] = []
  const list: Buffer[] = []
  let at = 0
  for (const [name, content] of parts) {
    const nameBytes = Buffer.from(name)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x0403_4b50, 0)
    local.writeUInt16LE(20, 4)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x0201_4b50, 0)
    entry.writeUInt16LE(20, 6)
    for (const [header, offset] of [
      [local, 14],
      [entry, 16],
    ] as const) {
      header.writeUInt32LE(crc32(content), offset)
      header.writeUInt32LE(content.length, offset + 4)
      header.writeUInt32LE(content.length, offset + 8)
      header.writeUInt16LE(nameBytes.length, offset + 12)
    }
    entry.writeUInt32LE(at, 42)
    bodies.push(local, nameBytes, Buffer.from(content))
    list.push(entry, nameBytes)
    at += local.length + nameBytes.length + content.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x0605_4b50, 0)
  end.writeUInt16LE(parts.size, 8)
  end.writeUInt16LE(parts.size, 10)
  end.writeUInt32LE(Buffer.concat(list).length, 12)
  end.writeUInt32LE(at, 16)
  return new Uint8Array(Buffer.concat([...bodies, ...list, end]))
}
