/** A measure made up for tests: small, and with everything a page must cope with. */
import type { Law } from '#knowledge/law/load.ts'
import type { Article, Measure } from '#knowledge/law/measure.ts'
import { type IsoDate, parseDay } from '#knowledge/law/units.ts'

export function day(text: string): IsoDate {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is no day`)
  return parsed
}

export function article(ref: Article['ref'], text: string, more: Partial<Article> = {}): Article {
  const paragraphs = text.split('\n')
  return {
    measure: 'test-2024',
    ref,
    label: typeof ref === 'number' ? `第${'一二三四五六七八九'.charAt(ref - 1)}条` : `附件${ref.slice(6)}`,
    ...(typeof ref === 'number' ? { chapter: { number: 1, title: '总则' } } : {}),
    text,
    blocks: paragraphs.map((words, i) => ({ kind: 'paragraph', text: words, paragraph: i + 1 })),
    paragraphs: paragraphs.map((words, i) => ({ number: i + 1, under: [], text: words, items: [] })),
    errata: [],
    doubts: [],
    ...more,
  }
}

export function measure(more: Partial<Measure> = {}): Measure {
  return {
    id: 'test-2024',
    title: '测试市项目管理办法',
    titleEn: 'Test City Measures',
    language: 'zh',
    jurisdiction: { id: 'test', zh: '测试市', en: 'Test City', aliases: ['测试市'] },
    contact: { zh: '市大数据局', en: 'the big-data bureau', article: 1 },
    life: { from: day('2024-01-01'), to: day('2025-12-31'), article: 1 },
    titleBlock: ['测试市项目管理办法'],
    articles: [article(1, '为规范管理，制定本办法。'), article(2, '合同签订后10个工作日内备案。')],
    chapters: [{ number: 1, title: '总则' }],
    errata: [],
    rules: [],
    deadlines: [],
    filings: [],
    stages: [],
    questions: [],
    silences: [],
    ...more,
  }
}

export function lawOf(...measures: Measure[]): Law {
  return { measures, topics: [], digest: 'test' }
}
