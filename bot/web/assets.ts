/** The pages' own files and WebChat's bundle, under names that hold their digest, so that a browser keeps them for good. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { HttpRequest, HttpResponse } from '../http.ts'

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

type Encoding = 'br' | 'gzip' | 'identity'

interface Asset {
  readonly type: string
  encoded(as: Encoding): Buffer
}

/** Maps `chat.css` to the name it is served under, and serves it. */
export interface Assets {
  /** `/assets/chat.0123abcd4567.css`. @throws Error where there is no such file: a slip in a page of ours */
  urlOf(name: string): string
  /** Undefined until the bundle is on disk; looked for again each time, so that nobody needs to restart. */
  webChatUrl(): string | undefined
  respond(file: string, request: HttpRequest): HttpResponse | undefined
}

/**
 * @param folder the pages' own files
 * @param webChatFolder holds `webchat.js` with `.br` and `.gz`, put there by the installation
 */
export function readAssets(folder: string, webChatFolder: string): Assets {
  const sources = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))] as const)
  const digest = digestOf(sources.flat())
  const rename = (name: string) => name.replace(/\.(\w+)$/u, `.${digest}.$1`)
  const assets = new Map<string, Asset>()
  for (const [name, content] of sources) {
    const served = extname(name) === '.js' ? renameImports(content, rename) : content
    assets.set(rename(name), assetOf(extname(name), served))
  }
  const webChat = lookForWebChat(webChatFolder, assets)
  return {
    urlOf: (name) => {
      if (!assets.has(rename(name))) throw new Error(`${name} is not in ${folder}`)
      return `/assets/${rename(name)}`
    },
    webChatUrl: webChat,
    respond: (file, request) => {
      if (file.startsWith('webchat.')) webChat()
      const asset = assets.get(file)
      return asset === undefined ? undefined : answerWith(asset, request)
    },
  }
}

/** The bundle's name holds its digest; it is read once. */
function lookForWebChat(folder: string, assets: Map<string, Asset>): () => string | undefined {
  let url: string | undefined
  return () => {
    if (url !== undefined) return url
    const files = ['webchat.js', 'webchat.js.br', 'webchat.js.gz'].map((name) => join(folder, name))
    if (!files.every((file) => existsSync(file))) return undefined
    const [identity, br, gzip] = files.map((file) => readFileSync(file))
    if (identity === undefined || br === undefined || gzip === undefined) return undefined
    const name = `webchat.${digestOf([identity])}.js`
    const encodings = { identity, br, gzip }
    assets.set(name, { type: types['.js'] ?? '', encoded: (as) => encodings[as] })
    url = `/assets/${name}`
    return url
  }
}

/** `import … from './session.js'` → the name that file is served under. */
function renameImports(content: Buffer, rename: (name: string) => string): Buffer {
  return Buffer.from(
    content.toString('utf8').replace(/from '\.\/([\w-]+\.js)'/gu, (_, name) => `from './${rename(name)}'`),
  )
}

function assetOf(extension: string, content: Buffer): Asset {
  const type = types[extension]
  if (type === undefined) throw new Error(`No content type is known for ${extension}; add it to assets.ts.`)
  const kept: Partial<Record<Encoding, Buffer>> = {}
  return { type, encoded: (as) => (kept[as] ??= compress[as](content)) }
}

/** Done when a browser first asks for it: at the start nobody waits for what perhaps nobody wants. */
const compress: Readonly<Record<Encoding, (content: Buffer) => Buffer>> = {
  br: (content) => brotliCompressSync(content),
  gzip: (content) => gzipSync(content),
  identity: (content) => content,
}

function answerWith(asset: Asset, request: HttpRequest): HttpResponse {
  const encoding = chooseEncoding(request.headers['accept-encoding'] ?? '')
  return {
    status: 200,
    headers: {
      'content-type': asset.type,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    },
    body: asset.encoded(encoding),
  }
}

/** Brotli before gzip; an encoding with `q=0` is one the browser refuses. */
function chooseEncoding(accepted: string): Encoding {
  const offered = accepted
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => !/;\s*q=0(?:\.0*)?$/u.test(part))
    .map((part) => part.split(';')[0]?.trim())
  return offered.includes('br') ? 'br' : offered.includes('gzip') ? 'gzip' : 'identity'
}

function digestOf(parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex').slice(0, 12)
}
