import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDeepLinks, type DeepLinks } from '#bot/deep-links.ts'
import { openSqlite } from '#bot/store/sqlite.ts'
import type { Store } from '#bot/store/store.ts'

const secret = 's'.repeat(32)
let folder: string
let store: Store
let links: DeepLinks
let at: Date
const tokenOf = (path: string): string => path.slice('/open/'.length)
const passMinutes = (minutes: number): void => {
  at = new Date(at.getTime() + minutes * 60_000)
}

beforeEach(async () => {
  at = new Date('2026-11-24T01:00:00.000Z')
  folder = mkdtempSync(join(tmpdir(), 'deep-links-'))
  store = await openSqlite(join(folder, 'store.db'), () => at)
  links = createDeepLinks(store, secret, () => at)
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

describe('a link that opens once', () => {
  it('leads the person to the page, once', async () => {
    const link = links.mint('p1', '/?project=甲')
    expect(link).toMatch(/^\/open\/[\w-]+\.[\w-]{43}$/)
    expect(await links.open(tokenOf(link))).toEqual({ status: 'good', personId: 'p1', path: '/?project=甲' })
    expect(await links.open(tokenOf(link))).toEqual({ status: 'used' })
  })

  it('pressed twice at the same moment opens once', async () => {
    const token = tokenOf(links.mint('p1', '/'))
    const opened = await Promise.all([links.open(token), links.open(token), links.open(token)])
    expect(opened.map(({ status }) => status).sort()).toEqual(['good', 'used', 'used'])
  })

  it('is another one each time, even of the same page', async () => {
    const [first, second] = [links.mint('p1', '/'), links.mint('p1', '/')]
    expect((await links.open(tokenOf(first))).status).toBe('good')
    expect((await links.open(tokenOf(second))).status).toBe('good')
  })

  it('ends after a quarter of an hour', async () => {
    const link = links.mint('p1', '/')
    passMinutes(14.9)
    const late = links.mint('p1', '/')
    passMinutes(0.1)
    expect(await links.open(tokenOf(link))).toEqual({ status: 'expired' })
    expect((await links.open(tokenOf(late))).status).toBe('good')
  })

  it('is not forgotten before it has ended', async () => {
    const link = links.mint('p1', '/')
    await links.open(tokenOf(link))
    passMinutes(14)
    await links.open(tokenOf(links.mint('p1', '/')))
    expect(await links.open(tokenOf(link))).toEqual({ status: 'used' })
  })

  it.each([
    ['of another secret', () => createDeepLinks(store, 't'.repeat(32), () => at).mint('p1', '/')],
    ['with another body', () => links.mint('p1', '/').replace(/^\/open\/./, '/open/X')],
    ['with its proof cut', () => links.mint('p1', '/').slice(0, -1)],
    ['without a proof', () => links.mint('p1', '/').replace(/\..*/, '')],
    ['that is empty', () => '/open/'],
    ['that is a word', () => '/open/admin'],
  ])('%s is forged', async (_what, mint) => {
    expect(await links.open(tokenOf(mint()))).toEqual({ status: 'forged' })
  })

  it.each(['//evil.example/', 'https://evil.example/', '/\\evil.example', 'evil', ''])(
    'is never made for %j, which leads elsewhere',
    (path) => {
      expect(() => links.mint('p1', path)).toThrow('no path on this server')
    },
  )
})
