import { describe, expect, it } from 'vitest'
import { renderMeasurePage } from '#bot/web/measure-page.ts'
import { loadLaw } from '#knowledge/law/load.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import { squeeze } from '#knowledge/law/whitespace.ts'
import { article, day, lawOf, measure } from './law.ts'

const assets = { urlOf: (name: string) => `/assets/${name}`, webChatUrl: () => undefined }
const law = loadLaw()

function render(shown: Measure, today = day('2026-11-23'), among = lawOf(shown)): string {
  return renderMeasurePage(shown, today, { law: among, assets, typeSize: 'normal' })
}

/** The words a reader sees, white space aside. */
function wordsOf(page: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
  return squeeze(page.replace(/<[^>]*>/gu, '')).replace(
    /&(amp|lt|gt|quot|#39);/gu,
    (_, name: string) => named[name] ?? '',
  )
}

describe.each(law.measures.map((shown) => [shown.id, shown] as const))('the page of %s', (_id, shown) => {
  const page = render(shown, day('2026-11-23'), law)
  const words = wordsOf(page)

  it('has every article and annex under its own anchor, once', () => {
    for (const { ref } of shown.articles) {
      const anchor = typeof ref === 'number' ? `article-${ref}` : ref
      expect(page.split(`id="${anchor}"`), anchor).toHaveLength(2)
    }
  })

  it('has every word of every article, in order', () => {
    let at = 0
    for (const { label, blocks } of shown.articles) {
      for (const text of [label, ...blocks.map((block) => block.text)]) {
        const found = words.indexOf(squeeze(text), at)
        expect(found, `${label}: ${text.slice(0, 30)}`).toBeGreaterThanOrEqual(at)
        at = found + squeeze(text).length
      }
    }
  })

  it('has every word of the title block', () => {
    expect(shown.titleBlock.filter((line) => !words.includes(squeeze(line)))).toEqual([])
  })

  it('tells every correction with its reason, and every doubt', () => {
    const told = [
      ...shown.errata.map(({ why }) => why),
      ...shown.articles.flatMap(({ doubts }) => doubts.map(({ note }) => note)),
    ]
    expect(told.filter((note) => !words.includes(squeeze(note)))).toEqual([])
  })

  it('links only to anchors that exist', () => {
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/gu)].map((match) => match[1]))
    const linked = [...page.matchAll(/href="#([^"]+)"/gu)].map((match) => match[1])
    expect(linked.filter((anchor) => !ids.has(anchor))).toEqual([])
    expect(linked.length).toBeGreaterThan(shown.articles.length)
  })
})

describe('a measure’s page', () => {
  it.each([
    ['2023-12-31', 'not-yet', '尚未施行'],
    ['2024-01-01', 'in-force', '现行有效'],
    ['2025-12-31', 'in-force', '现行有效'],
    ['2026-01-01', 'expired', '有效期已届满'],
  ])('judges its validity on the day it is read: %s', (today, status, words) => {
    expect(render(measure(), day(today))).toMatch(new RegExp(`<p class="life ${status}"><b>${words}</b>`, 'u'))
  })

  it('shows the words of the law as words, whatever they look like', () => {
    const hostile = '<script>alert(1)</script><img src=x onerror=alert(1)> "&amp;\' </section>'
    const page = render(
      measure({
        title: hostile,
        titleBlock: [hostile],
        chapters: [{ number: 1, title: hostile }],
        articles: [
          article(1, hostile, {
            chapter: { number: 1, title: hostile },
            errata: [{ old: '<b>', new: '<script>', why: hostile }],
            doubts: [{ article: 1, note: hostile }],
          }),
          article('annex-1', hostile, { title: hostile }),
        ],
        life: { from: day('2024-01-01'), to: null, article: 1, note: { zh: hostile, en: hostile } },
      }),
    )
    expect(page).not.toMatch(/<script|<img src=x/u)
    expect(wordsOf(page).split(squeeze(hostile)).length).toBeGreaterThan(8)
  })

  it('marks the corrected words and says what the source has in their place', () => {
    const errata = [{ old: '4 月 31 日起', new: '4 月 30 日起', why: '4月没有31日。', inferred: true }]
    const page = render(measure({ articles: [article(1, '自4月30日起施行。', { errata })], errata }))
    expect(page).toContain(
      '自4月<a class="corrected" href="#article-1-note-1" title="来源作“31”，见勘误">30</a>日起施行。',
    )
    expect(page).toMatch(
      /<li id="article-1-note-1"><b>勘误<\/b> 来源作“4月31日起”，更正为“4月30日起”（系推断）。4月没有31日。/u,
    )
  })

  it('tells corrections that belong to no article at its end', () => {
    const errata = [{ old: '1. 总则', new: '第一章 总则', why: '章号丢失。' }]
    expect(render(measure({ errata }))).toMatch(/条文以外的勘误[\s\S]*章号丢失。/u)
  })

  it('leads to the translation and back', () => {
    const translation = measure({ id: 'test-2024-en', language: 'en', translationOf: 'test-2024' })
    const both = lawOf(measure(), translation)
    expect(render(measure(), day('2024-06-01'), both)).toContain('href="/measures/test-2024-en"')
    const page = render(translation, day('2024-06-01'), both)
    expect(page).toMatch(/<div class="reading" lang="en">/u)
    expect(page).toContain('<p class="twin"><a href="/measures/test-2024"')
  })
})
