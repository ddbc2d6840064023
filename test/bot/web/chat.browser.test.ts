import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Running } from '#bot/compose.ts'
import {
  accessibilityFaults,
  hasBrowser,
  howToGetBrowser,
  launchBrowser,
  pressUntil,
  type Watch,
  watch,
} from './browser.ts'
import { startWholeAssistant } from './whole-assistant.ts'

const question = '合同签完多久内要备案'
const inputBox = '[data-id="webchat-sendbox-input"]'
const card = '.ac-adaptiveCard'

if (!hasBrowser) console.log(`The chat page in a browser: ${howToGetBrowser}`)

describe.skipIf(!hasBrowser)('the chat page in a browser', { timeout: 20_000 }, () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'chat-browser-'))
  const stopped: Promise<void>[] = []
  let running: Running
  let browser: Browser
  let page: Page
  let watched: Watch
  let origin: string

  beforeAll(async () => {
    running = await startWholeAssistant(dataDir)
    origin = `http://localhost:${running.port}`
    browser = await launchBrowser()
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'zh-CN' })
    context.setDefaultTimeout(6_000)
    page = await context.newPage()
    watched = await watch(page, origin)
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    await Promise.all([...stopped, running?.stop()])
    rmSync(dataDir, { recursive: true })
  })

  const suggested = (title: string) => page.getByRole('toolbar').getByRole('button', { name: title })

  async function ask(words: string): Promise<void> {
    await page.fill(inputBox, words)
    await page.press(inputBox, 'Enter')
  }

  async function opening(act: () => Promise<void>): Promise<Page> {
    const [opened] = await Promise.all([page.context().waitForEvent('page'), act()])
    return opened
  }

  const frameOfFocus = () => page.evaluate<string>('getComputedStyle(document.activeElement).outline')

  /** Buttons that reach beyond the page or whose words do not fit in them. */
  function cutOffButtons(): Promise<string[]> {
    return page.evaluate<
      string[]
    >(`[...document.querySelectorAll('.button, .ac-pushButton, .webchat__suggested-action')]
      .filter((each) => each.getBoundingClientRect().right > innerWidth || each.scrollWidth > each.clientWidth)
      .map((each) => each.textContent)`)
  }

  it('greets, and offers the four places', async () => {
    await page.goto(origin)
    await suggested('吉林省').waitFor()
    expect(await page.locator('.webchat__bubble').first().innerText()).toContain('政务信息化项目政策助手')
    for (const place of ['济宁高新区', '九江市', '诸城市']) await suggested(place).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
  })

  it('answers with a card that cites the article', async () => {
    await suggested('济宁高新区').click()
    await page.locator('.webchat__bubble', { hasText: '已记住您的地区' }).waitFor()
    await ask(question)
    await page.locator(card).first().waitFor()
    const answer = await page.locator(card).first().innerText()
    expect(answer).toContain('第二十八条')
    expect(answer).toContain('合同应在签订完成后10个工作日内在项目管理系统备案')
    expect(answer).toContain('现行有效')
    expect(await accessibilityFaults(page)).toEqual([])
  })

  it('opens the article itself, highlighted, in a page of its own', async () => {
    const measure = await opening(() => page.locator(card).getByText('查看原文').first().click())
    const complained = await watch(measure, origin)
    await measure.waitForLoadState()
    expect(measure.url()).toBe(`${origin}/measures/jining-htz-2024#article-28`)
    const target = measure.locator(':target')
    expect(await target.getAttribute('id')).toBe('article-28')
    const colour = await measure.evaluate("getComputedStyle(document.querySelector(':target')).backgroundColor")
    expect(colour).toBe('rgb(255, 246, 220)')
    const top = (await target.boundingBox())?.y
    expect(top).toBeGreaterThanOrEqual(0)
    expect(top).toBeLessThan(860)
    expect(await accessibilityFaults(measure)).toEqual([])
    expect(complained).toEqual({ complaints: [], foreign: [] })
    await measure.close()
  })

  it('has the conversation again after a reload, and goes on with it', async () => {
    await page.reload()
    await page.locator(card).first().waitFor()
    expect(await page.locator(card).count()).toBe(1)
    await ask(question)
    await page.locator(card).nth(1).waitFor()
  })

  it('lets the buttons of a card be reached and pressed with the keyboard alone', async () => {
    await page.focus(inputBox)
    expect(await pressUntil(page, 'Shift+Tab', '.webchat__basic-transcript')).toBe(true)
    await page.keyboard.press('Enter')
    expect(await pressUntil(page, 'Tab', '.ac-pushButton')).toBe(true)
    expect(await page.locator(':focus').innerText()).toBe('查看原文')
    const opened = await opening(() => page.keyboard.press('Enter'))
    expect(opened.url()).toContain('/measures/jining-htz-2024#article-28')
    await opened.close()
    await page.bringToFront()
  })

  it('asks a listed question when it is clicked', async () => {
    const before = await page.locator(card).count()
    await page.locator('.examples').getByRole('button', { name: '谁组织竣工验收' }).click()
    await page.locator(card).nth(before).waitFor()
  })

  it('begins anew when told to', async () => {
    await page.getByRole('button', { name: '新对话' }).click()
    // The old conversation stands there until the new one has come.
    await expect.poll(() => page.locator(card).count(), { timeout: 6_000 }).toBe(0)
    await page.locator('.webchat__bubble', { hasText: '您的地区' }).first().waitFor()
    await ask(question)
    await page.locator(card).waitFor()
  })

  it('fits a telephone, in large type too', async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    for (const size of ['大字', '标准字']) {
      await page.getByRole('link', { name: size }).click()
      await page.locator(card).waitFor()
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
      expect(await accessibilityFaults(page)).toEqual([])
      expect(await cutOffButtons()).toEqual([])
    }
    await page.setViewportSize({ width: 1280, height: 860 })
  })

  it('shows a long answer from its beginning, and says by a frame where the focus is', async () => {
    await page.setViewportSize({ width: 360, height: 500 })
    const before = await page.locator(card).count()
    await ask('四个地方的自评价时间有啥不一样')
    const answer = page.locator(card).nth(before)
    await answer.waitFor()
    const view = await page.locator('.webchat__basic-transcript').boundingBox()
    const below = async () => ((await answer.boundingBox())?.y ?? Number.NaN) - (view?.y ?? Number.NaN)
    expect((await answer.boundingBox())?.height).toBeGreaterThan(view?.height ?? Number.NaN)
    const isAtTop = (pixels: number) => pixels >= 0 && pixels < 40
    await expect.poll(below, { timeout: 5_000 }).toSatisfy(isAtTop)
    // What moves the view without the reader's hand is taken back.
    await page.evaluate("document.querySelector('.webchat__basic-transcript__scrollable').scrollTop = 1e6")
    await expect.poll(below).toSatisfy(isAtTop)
    await page.mouse.move(180, 200)
    await page.mouse.wheel(0, 300)
    await expect.poll(below).toBeLessThan(-100)
    await page.waitForTimeout(200)
    expect(await below()).toBeLessThan(-100)
    await page.focus(inputBox)
    expect(await frameOfFocus()).toMatch(/solid/u)
    await page.setViewportSize({ width: 1280, height: 860 })
  })

  it('complained of nothing all the while and asked for nothing elsewhere', () => {
    expect(watched).toEqual({ complaints: [], foreign: [] })
  })

  it.each([
    ['the sign-in is over', '**/api/session', 401, '登录已失效'],
    ['the server is overloaded', '**/api/session', 503, '秒后自动重试'],
    ['the bundle does not load', '**/assets/webchat.*.js', 500, '对话组件没有加载成功'],
  ])('says what is amiss when %s', async (_what, address, status, words) => {
    const other = await page.context().newPage()
    await other.route(address, (route) => route.fulfill({ status, body: '' }))
    await other.goto(origin)
    await other.getByRole('status').filter({ hasText: words }).waitFor({ timeout: 6_000 })
    await other.close()
  })

  it('takes up the conversation with a new token when the old one has expired', async () => {
    await page.route('**/v3/directline/conversations/*', (route) => route.fulfill({ status: 403, json: {} }), {
      times: 1,
    })
    await page.reload()
    await page.locator(card).first().waitFor()
  })

  it('says so when the server is gone, and has the conversation again when it is back', async () => {
    // The old server may still be letting its connections go when the next one takes over.
    stopped.push(running.stop())
    await page.getByText('连接中断，正在重新连接').waitFor()
    running = await startWholeAssistant(dataDir, running.port)
    await page.reload()
    await page.locator(card).first().waitFor()
    const before = await page.locator(card).count()
    await ask(question)
    await page.locator(card).nth(before).waitFor()
    expect(await page.locator('#notice').isHidden()).toBe(true)
  })
})
