/** What stands around the law on its page, in the language of the text. */
import { writeDay as writeChineseDay } from '#dialogs/wording/zh.ts'
import type { Chapter, Validity } from '#knowledge/law/measure.ts'
import { writeOrdinal } from '#knowledge/law/numerals.ts'

export interface MeasureWords {
  readonly contents: string
  readonly annexes: string
  readonly correctionLabel: string
  readonly otherCorrections: string
  readonly doubt: string
  readonly promulgation: string
  readonly status: Readonly<Record<Validity['status'], string>>
  readonly aboutCorrections: string
  life(validity: Validity): string
  chapter(chapter: Chapter): string
  correction(old: string, now: string, inferred: boolean): string
  sourceReads(old: string): string
  permalink(label: string): string
  range(first: string, last: string): string
}

const zh: MeasureWords = {
  contents: '目录',
  annexes: '附件',
  correctionLabel: '勘误',
  otherCorrections: '条文以外的勘误',
  doubt: '存疑',
  promulgation: '印发通知',
  status: { 'in-force': '现行有效', expired: '有效期已届满', 'not-yet': '尚未施行' },
  aboutCorrections: '带点线的文字与来源网页不同，已按各条之后的勘误更正；其余文字与来源一致。',
  life: ({ from, to, on }) =>
    `自${writeChineseDay(from)}起施行，${to === null ? '未规定有效期' : `有效期至${writeChineseDay(to)}`}（按${writeChineseDay(on)}判断）`,
  chapter: ({ number, title }) => `第${writeOrdinal(number)}章${title === '' ? '' : `　${title}`}`,
  correction: (old, now, inferred) => `来源作“${old}”，更正为“${now}”${inferred ? '（系推断）' : ''}。`,
  sourceReads: (old) => `来源作“${old}”，见勘误`,
  permalink: (label) => `${label}的链接`,
  range: (first, last) => (first === last ? first : `${first}至${last}`),
}

const en: MeasureWords = {
  contents: 'Contents',
  annexes: 'Annexes',
  correctionLabel: 'Correction',
  otherCorrections: 'Corrections outside the articles',
  doubt: 'Doubtful',
  promulgation: 'Notice of issue',
  status: { 'in-force': 'In force', expired: 'Expired', 'not-yet': 'Not yet in force' },
  aboutCorrections:
    'Dotted words differ from the source page and are explained below their article; all else is as found.',
  life: ({ from, to, on }) =>
    `From ${from}; ${to === null ? 'no end date in the text' : `valid to ${to}`} (judged on ${on})`,
  chapter: ({ number, title }) => `Chapter ${number}  ${title}`,
  correction: (old, now, inferred) =>
    `The source reads “${old}”; corrected to “${now}”${inferred ? ' (inferred)' : ''}. `,
  sourceReads: (old) => `The source reads “${old}”`,
  permalink: (label) => `Link to ${label}`,
  range: (first, last) => (first === last ? first : `${first} to ${last}`),
}

export function measureWords(language: 'zh' | 'en'): MeasureWords {
  return language === 'zh' ? zh : en
}
