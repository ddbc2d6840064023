/** Reads single files out of an npm tarball (ustar with pax headers), so that nothing needs to be installed for it. */
const zlib = require('node:zlib')

const blockBytes = 512

/**
 * @param {Buffer} tarball gzipped
 * @param {readonly string[]} names paths as npm writes them: `package/dist/x.js`
 * @returns {Map<string, Buffer>} those of the named files that are in the tarball
 * @throws {Error} where the bytes are no tarball: a header's checksum does not hold, or a file ends early
 */
function readTar(tarball, names) {
  const tar = zlib.gunzipSync(tarball)
  const found = new Map()
  let longName
  for (let at = 0; at + blockBytes <= tar.length; ) {
    const header = tar.subarray(at, at + blockBytes)
    if (header.every((byte) => byte === 0)) break
    checkHeader(header, at)
    const size = readOctal(header, 124, 12)
    const start = at + blockBytes
    if (start + size > tar.length) throw new Error(`The tarball ends inside the file at byte ${at}.`)
    const content = tar.subarray(start, start + size)
    const type = String.fromCharCode(header[156] ?? 0)
    if (type === 'x') longName = paxPath(content)
    else {
      const name = longName ?? headerName(header)
      longName = undefined
      if ((type === '0' || type === '\0') && names.includes(name)) found.set(name, Buffer.from(content))
    }
    at = start + Math.ceil(size / blockBytes) * blockBytes
  }
  return found
}

function checkHeader(header, at) {
  let sum = 0
  // The checksum's own eight bytes count as spaces.
  for (let i = 0; i < blockBytes; i++) sum += i >= 148 && i < 156 ? 32 : header[i]
  if (sum !== readOctal(header, 148, 8)) throw new Error(`The tarball is damaged: header at byte ${at}.`)
}

function readOctal(header, offset, length) {
  const text = readText(header, offset, length).trim()
  if (!/^[0-7]+$/.test(text)) throw new Error(`The tarball is damaged: «${text}» is no octal number.`)
  return Number.parseInt(text, 8)
}

function headerName(header) {
  const prefix = readText(header, 345, 155)
  const name = readText(header, 0, 100)
  return prefix === '' ? name : `${prefix}/${name}`
}

function readText(header, offset, length) {
  const field = header.subarray(offset, offset + length)
  const end = field.indexOf(0)
  return field.subarray(0, end === -1 ? length : end).toString('utf8')
}

/** A pax header's `path`: records are `<length> key=value\n`, length in bytes. */
function paxPath(content) {
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(32, at)
    const length = Number(content.subarray(at, space).toString('ascii'))
    if (space === -1 || !(length > 0)) return undefined
    const record = content.subarray(space + 1, at + length - 1).toString('utf8')
    if (record.startsWith('path=')) return record.slice('path='.length)
    at += length
  }
  return undefined
}

module.exports = { readTar }
