import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openSqliteToRead } from '#bot/store/sqlite.ts'
import { accessibilityFaults, hasBrowser, howToGetBrowser, launchBrowser, pressUntil, watch } from './browser.ts'
import { startWholeAssistant } from './whole-assistant.ts'

if (!hasBrowser) console.log(`Votes in a browser: ${howToGetBrowser}`)

it.skipIf(!hasBrowser)('a bad answer is told with the keyboard alone, on a phone', { timeout: 60_000 }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'votes-browser-'))
  const running = await startWholeAssistant(dataDir)
  const browser = await launchBrowser()
  try {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'zh-CN' })
    context.setDefaultTimeout(10_000)
    const page = await context.newPage()
    const origin = `http://localhost:${running.port}`
    const { complaints, foreign } = await watch(page, origin)
    await page.goto(origin)
    const option = (name: string) => page.getByRole('toolbar').getByRole('button', { name })
    await option('诸城市').click()
    await page.locator('.webchat__bubble', { hasText: '已记住您的地区' }).waitFor()
    await page.fill('[data-id="webchat-sendbox-input"]', '竣工验收申请什么时候提')
    await page.press('[data-id="webchat-sendbox-input"]', 'Enter')
    const bad = page.getByRole('button', { name: '👎 有问题' })
    await bad.waitFor()
    expect((await bad.boundingBox())?.height).toBeGreaterThanOrEqual(24)
    expect(await accessibilityFaults(page)).toEqual([])
    await bad.focus()
    expect(await pressUntil(page, 'Tab', '.ac-pushButton')).toBe(true)
    await bad.press('Enter')
    await option('没答到点上').click()
    await page.locator('.webchat__bubble', { hasText: '已记下，谢谢。' }).waitFor()
    const reader = await openSqliteToRead(join(dataDir, 'assistant.db'))
    const [kept] = (await reader?.answersVotedBad('')) ?? []
    await reader?.close()
    expect(kept?.votes).toEqual([{ good: false, reason: 'beside-the-point' }])
    expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] })
  } finally {
    await browser.close()
    await running.stop()
    rmSync(dataDir, { recursive: true })
  }
})
