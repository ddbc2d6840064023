import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog } from '#bot/log.ts'
import { createMetrics } from '#bot/metrics.ts'
import { createServer, type PageServer } from '#bot/server.ts'
import { mountPages } from '#bot/web/pages.ts'
import { article, day, lawOf, measure } from './law.ts'

const bundle = 'window.WebChat = {}'
const law = lawOf(measure({ articles: [article(1, '为规范管理，制定本办法。'), article('annex-1', '提纲')] }))
const webChatFolder = mkdtempSync(join(tmpdir(), 'webchat-test-'))
let server: PageServer
let base: string

beforeAll(async () => {
  const parts = { log: createLog('silent'), metrics: createMetrics({ process: false }), missing: () => [] }
  server = createServer({ host: 'localhost', publicUrl: undefined, ...parts })
  mountPages(server.routes, { law, today: () => day('2026-11-23'), webChatFolder })
  base = `http://localhost:${await server.listen(0)}`
})

afterAll(async () => {
  await server.close()
  rmSync(webChatFolder, { recursive: true })
})

const get = (path: string, headers: Record<string, string> = {}) => fetch(base + path, { headers, redirect: 'manual' })
const urlIn = (page: string, name: RegExp) => name.exec(page)?.[0] ?? 'not linked'

describe('the chat page', () => {
  it('says what is missing and what mends it while the bundle is not there', async () => {
    const page = await (await get('/')).text()
    expect(page).toContain('对话组件尚未安装')
    expect(page).toContain('npm run postinstall')
    expect(page).not.toContain('<script')
  })

  it('takes the bundle as soon as it is there, without a restart', async () => {
    writeFileSync(join(webChatFolder, 'webchat.js'), bundle)
    writeFileSync(join(webChatFolder, 'webchat.js.br'), brotliCompressSync(bundle))
    writeFileSync(join(webChatFolder, 'webchat.js.gz'), gzipSync(bundle))
    const page = await (await get('/')).text()
    expect(page).not.toContain('对话组件尚未安装')
    const url = urlIn(page, /\/assets\/webchat\.[0-9a-f]{12}\.js/u)
    expect(await (await get(url)).text()).toBe(bundle)
  })

  it('is in Chinese, with a title, one heading and a link to every measure', async () => {
    const page = await (await get('/')).text()
    expect(page).toMatch(/<html lang="zh-Hans"/u)
    expect(page).toContain('<title>政务信息化项目政策助手</title>')
    expect(page.match(/<h1/gu)).toHaveLength(1)
    expect(page).toContain('<a href="/measures/test-2024">测试市</a>')
  })

  it('allows nothing but this origin, and no script or style written into a page', async () => {
    const response = await get('/')
    const policy = response.headers.get('content-security-policy') ?? ''
    const nonce = /'nonce-([^']+)'/u.exec(policy)?.[1]
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='`,
      "img-src 'self' data: blob:",
      `connect-src 'self' blob: ws://${new URL(base).host} wss://${new URL(base).host}`,
      'worker-src blob:',
    ])
    const page = await response.text()
    expect(page).toContain(`<meta name="style-nonce" content="${nonce}">`)
    expect(page).not.toMatch(/<script(?![^>]* src="\/assets\/)|<style| style="| on\w+="|https?:\/\//u)
    expect((await get('/')).headers.get('content-security-policy')).not.toContain(nonce)
  })
})

describe('a measure’s page', () => {
  it('is read without scripts', async () => {
    const response = await get('/measures/test-2024')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; style-src 'self'; img-src 'self'",
    )
    const page = await response.text()
    expect(page).toContain('id="annex-1"')
    expect(page).not.toMatch(/<script|<style| style="/u)
  })

  it.each(['/measures/nowhere', '/measures/%3Cscript%3E'])(
    'answers 404 for %s and tells what there is',
    async (path) => {
      const response = await get(path)
      expect(response.status).toBe(404)
      const page = await response.text()
      expect(page).toContain('没有这个办法')
      expect(page).toContain('<a href="/measures/test-2024" lang="zh-Hans">《测试市项目管理办法》</a>')
      expect(page).not.toContain('<script>')
    },
  )
})

describe('type size', () => {
  it('is kept in a cookie and the address left clean', async () => {
    const response = await get('/measures/test-2024?type-size=large')
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('/measures/test-2024')
    expect(response.headers.get('set-cookie')).toMatch(/^type-size=large; Path=\/; /u)
    const large = await (await get('/', { cookie: 'a=b; type-size=large' })).text()
    expect(large).toContain('data-type-size="large"')
    expect(large).toContain('href="?type-size=normal"')
  })

  it('is normal where nobody chose, or chose nonsense', async () => {
    expect(await (await get('/?type-size=huge')).text()).toContain('data-type-size="normal"')
  })
})

describe('assets', () => {
  it('are kept by browsers for good under a name with their digest, and asked for anew each time by the page', async () => {
    const response = await get('/')
    expect(response.headers.get('cache-control')).toBe('no-cache')
    const page = await response.text()
    const urls = [...page.matchAll(/"(\/assets\/[^"]+)"/gu)].flatMap(([, url]) => (url === undefined ? [] : [url]))
    expect(urls.length).toBeGreaterThan(5)
    for (const url of urls) {
      const asset = await get(url)
      expect([url, asset.status, asset.headers.get('cache-control')]).toEqual([
        url,
        200,
        'public, max-age=31536000, immutable',
      ])
      expect(url).toMatch(/\.[0-9a-f]{12}\.(js|css|svg)$/u)
    }
  })

  it('import one another under the names they are served by', async () => {
    const page = await (await get('/')).text()
    const script = await (await get(urlIn(page, /\/assets\/chat\.[0-9a-f]{12}\.js/u))).text()
    const imported = [...script.matchAll(/from '\.\/([^']+)'/gu)].map(([, name]) => name)
    expect(imported).toHaveLength(3)
    for (const name of imported) expect((await get(`/assets/${name}`)).status).toBe(200)
  })

  it.each([
    ['br, gzip', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['identity', null],
  ])('are compressed as the browser takes them: %s', async (accepted, encoding) => {
    const url = urlIn(await (await get('/')).text(), /\/assets\/webchat\.[0-9a-f]{12}\.js/u)
    const response = await get(url, { 'accept-encoding': accepted })
    expect(response.headers.get('content-encoding')).toBe(encoding)
    expect(await response.text()).toBe(bundle)
  })

  it.each(['/assets/chat.js', '/assets/webchat.js', '/assets/..%2Fpages.ts', '/assets/nothing.css'])(
    'are no other files: %s',
    async (path) => {
      const response = await get(path)
      expect(response.status).toBe(404)
      expect(response.headers.get('cache-control')).toBe('no-store')
    },
  )
})
