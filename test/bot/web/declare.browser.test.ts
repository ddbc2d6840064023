/** A project declared in a browser, by typing and by buttons; the server is killed in the middle and goes on. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { indexCache } from '../../support/assistant.ts'
import { accessibilityFaults, hasBrowser, howToGetBrowser, launchBrowser, type Watch, watch } from './browser.ts'

const main = join(import.meta.dirname, '../../../bot/main.js')
const inputBox = '[data-id="webchat-sendbox-input"]'

if (!hasBrowser) console.log(`Declaring a project in a browser: ${howToGetBrowser}`)

describe.skipIf(!hasBrowser)('declaring a project in a browser', { timeout: 60_000 }, () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'declare-browser-'))
  let server: ChildProcess | undefined
  let origin = ''
  let browser: Browser
  let page: Page
  let watched: Watch

  /** @param port the one it had before, for a restart */
  async function startServer(port: string): Promise<void> {
    const env = { ...process.env, PORT: port, DATA_DIR: dataDir, HOST: 'localhost' }
    const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'ignore'] })
    server = child
    const [told] = (await once(child.stdout, 'data')) as [Buffer]
    origin = told.toString().trim().replace(/\/$/u, '')
  }

  async function killServer(): Promise<void> {
    const gone = server === undefined ? undefined : once(server, 'exit')
    server?.kill('SIGKILL')
    await gone
  }

  beforeAll(async () => {
    cpSync(join(indexCache, 'index'), join(dataDir, 'index'), { recursive: true })
    await startServer('0')
    browser = await launchBrowser()
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'zh-CN' })
    context.setDefaultTimeout(15_000)
    page = await context.newPage()
    watched = await watch(page, origin)
  }, 90_000)

  afterAll(async () => {
    await browser?.close()
    await killServer()
    rmSync(dataDir, { recursive: true })
  })

  const suggested = (title: string) => page.getByRole('toolbar').getByRole('button', { name: title, exact: true })
  const said = (words: string) => page.locator('.webchat__bubble', { hasText: words }).last()

  async function say(words: string): Promise<void> {
    await page.fill(inputBox, words)
    await page.press(inputBox, 'Enter')
  }

  it('begins by a sentence, and asks what that sentence left open', async () => {
    await page.goto(origin)
    await suggested('济宁高新区').click()
    await said('已记住您的地区').waitFor()
    await suggested('申报项目').waitFor()
    await say('我们局想建一个300万的视频会议系统')
    await said('项目是否涉密').waitFor()
    await suggested('否').click()
    await said('公职人员用还是给公众用').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await suggested('机关单位及公职人员').click()
    await said('是新建，还是').waitFor()
  })

  it('goes on after the server was killed and started again, with nothing asked twice', async () => {
    const port = new URL(origin).port
    await killServer()
    await startServer(port)
    await page.reload()
    await said('是新建，还是').waitFor()
    await say('新建')
    await said('总预算多少元').waitFor()
    await say('300来万')
    await suggested('300万元').click()
    await said('网络安全预算多少元').waitFor()
    await say('20万')
  })

  it('takes circumstances and the checklist as cards', async () => {
    const circumstances = page.locator('.ac-adaptiveCard', { hasText: '哪些情形属实' }).last()
    await circumstances.waitFor()
    await circumstances.getByLabel('上级组织地方建设').check()
    await circumstances.getByRole('button', { name: '提交' }).click()
    const checklist = page.locator('.ac-adaptiveCard', { hasText: '最后一张清单' }).last()
    await checklist.waitFor()
    await checklist.getByLabel('党委（党组）集体研究').check()
    expect(await accessibilityFaults(page)).toEqual([])
    await checklist.getByRole('button', { name: '提交' }).click()
  })

  it('shows all of it for review, lets one thing be changed, and gives the result', async () => {
    const review = page.locator('.ac-adaptiveCard', { hasText: '请核对' })
    await review.last().waitFor()
    expect(await review.last().innerText()).toContain('300万元')
    expect(await review.last().innerText()).toContain('您说的')
    await say('投资额改成520万')
    await page.locator('.ac-adaptiveCard', { hasText: '审批路径增加' }).last().waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await review.last().getByRole('button', { name: '确认无误' }).click()
    await said('批复之后').waitFor()
    const result = await said('批复之后').innerText()
    for (const words of ['省级审核', '第十八条', '要准备的材料']) expect(result).toContain(words)
    expect(await said('不需要：').innerText()).toContain('急需追加项目')
  })

  it('has the project, its calendar and its picture afterwards', async () => {
    await say('合同2026年5月10日签了')
    await said('采购合同备案').waitFor()
    await suggested('时间表').click()
    await said('视频会议系统：时间表').waitFor()
    const picture = page.locator('img[src*="timeline.png"]')
    await picture.waitFor()
    await expect
      .poll(() => page.evaluate<number>('document.querySelector(\'img[src*="timeline.png"]\').naturalWidth'), {
        timeout: 10_000,
      })
      .toBe(960)
    // Shown whole: WebChat would cut it to one height.
    const [shown, frame] = await Promise.all([picture.boundingBox(), picture.locator('..').boundingBox()])
    expect(shown?.height).toBeGreaterThan(90)
    expect(frame?.height).toBe(shown?.height)
    const calendar = await page.evaluate<string>(
      "fetch(document.querySelector('img[src*=\"timeline.png\"]').src.replace('timeline.png', 'deadlines.ics')).then((answer) => answer.text())",
    )
    expect(calendar).toContain('BEGIN:VCALENDAR')
    expect(calendar).toContain('DTSTART;VALUE=DATE:20260522')
    const id = await page.evaluate<string>('new URL(document.querySelector(\'img[src*="timeline.png"]\').src).pathname')
    expect((await fetch(`${origin}${id}`)).status).toBe(404)
  })

  it('complained of nothing but the server that was gone, and asked for nothing elsewhere', () => {
    const complaints = watched.complaints.filter(
      (each) => !/ERR_CONNECTION|WebSocket|reconnect|Failed to load/iu.test(each),
    )
    expect(complaints).toEqual([])
    expect(watched.foreign).toEqual([])
  })
})
