/** A real browser for tests, watched: what it complains of and what it asks for elsewhere is kept. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium, type Page } from 'playwright-core'

const path = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'

export const hasBrowser = existsSync(path)
export const howToGetBrowser = `skipped: there is no browser at ${path}. Install Debian's chromium, or set CHROMIUM_PATH.`

export function launchBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
  return chromium.launch({
    executablePath: path,
    headless: true,
    args: [...args, '--disable-component-update', '--disable-sync'],
  })
}

export interface Watch {
  /** Console errors and warnings, script errors, violations of the policy. */
  readonly complaints: string[]
  /** Addresses outside the origin that were asked for. */
  readonly foreign: string[]
}

export async function watch(page: Page, origin: string): Promise<Watch> {
  const complaints: string[] = []
  const foreign: string[] = []
  const isOurs = (url: string) => /^(?:data|blob):/u.test(url) || url.replace(/^ws/u, 'http').startsWith(`${origin}/`)
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`))
  for (const event of ['request', 'websocket'] as const)
    page.on(event as 'request', (asked) => {
      if (!isOurs(asked.url())) foreign.push(asked.url())
    })
  const content =
    "addEventListener('securitypolicyviolation', (event) => console.error('policy', event.violatedDirective))"
  await page.addInitScript({ content })
  return { complaints, foreign }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** @returns violations of WCAG 2.x level A and AA, one line each */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`))
  })
}

/** Presses a key until the wanted element has the focus. @returns false where it never comes to that */
export async function pressUntil(page: Page, key: string, selector: string, most = 40): Promise<boolean> {
  for (let pressed = 0; pressed < most; pressed++) {
    if ((await page.locator(selector).and(page.locator(':focus')).count()) > 0) return true
    await page.keyboard.press(key)
  }
  return false
}
