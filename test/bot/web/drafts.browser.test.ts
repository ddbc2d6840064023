import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { ModelPort } from '#dialogs/ports.ts'
import { accessibilityFaults, hasBrowser, howToGetBrowser, launchBrowser, watch } from './browser.ts'
import { startWholeAssistant } from './whole-assistant.ts'

if (!hasBrowser) console.log(`A growing answer in a browser: ${howToGetBrowser}`)

it.skipIf(!hasBrowser)('an answer grows in one bubble, then stands there as a card', { timeout: 60_000 }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'drafts-browser-'))
  const goOn = Promise.withResolvers<void>()
  const model: ModelPort = {
    name: 'test-model',
    prompt: 'p',
    async *write() {
      yield '签合同后10个工作日内，要在项目管理系统备案。[28]备案'
      await goOn.promise
      yield '的是合同。[28]'
    },
    propose: () => Promise.reject(new Error('nothing to propose')),
  }
  const running = await startWholeAssistant(dataDir, 0, model)
  const browser = await launchBrowser()
  try {
    const context = await browser.newContext({ viewport: { width: 900, height: 760 }, locale: 'zh-CN' })
    context.setDefaultTimeout(10_000)
    const page = await context.newPage()
    const { complaints, foreign } = await watch(page, `http://localhost:${running.port}`)
    await page.goto(`http://localhost:${running.port}`)
    await page.getByRole('toolbar').getByRole('button', { name: '济宁高新区' }).click()
    await page.locator('.webchat__bubble', { hasText: '已记住您的地区' }).waitFor()
    await page.fill('[data-id="webchat-sendbox-input"]', '合同签完多久内要备案')
    await page.press('[data-id="webchat-sendbox-input"]', 'Enter')
    const growing = page.locator('.webchat__bubble', { hasText: '要在项目管理系统备案（第二十八条）' })
    await growing.waitFor()
    expect(await growing.innerText()).toContain('人工智能生成')
    expect(await page.locator('.ac-adaptiveCard').count()).toBe(0)
    expect(await accessibilityFaults(page)).toEqual([])
    goOn.resolve()
    await page.locator('.ac-adaptiveCard', { hasText: '备案的是合同' }).waitFor()
    expect(await growing.count()).toBe(1)
    expect(await page.locator('.ac-adaptiveCard').innerText()).toContain('人工智能生成')
    await page.reload()
    await page.locator('.ac-adaptiveCard', { hasText: '备案的是合同' }).waitFor()
    expect(await growing.count()).toBe(1)
    expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] })
  } finally {
    goOn.resolve()
    await browser.close()
    await running.stop()
    rmSync(dataDir, { recursive: true })
  }
})
