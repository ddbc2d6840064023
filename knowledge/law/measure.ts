/** The law as it stands in memory: measures, their articles, their words and how long they are in force. */
import type { FilingOutline } from './filing.ts'
import type { DeadlineRule, Rule } from './rule.ts'
import type { Stage } from './stage.ts'
import type { IsoDate } from './units.ts'

/** A folder's name under `knowledge/measures`, e.g. `jining-htz-2024`. */
export type MeasureId = string

/** An article's number, or an annex: `18`, `annex-2`. */
export type ArticleRef = number | `annex-${number}`

/** Words of the source that are corrected: what stood there, what stands now, and why. */
export interface Erratum {
  readonly old: string
  readonly new: string
  readonly why: string
  /** A reading of ours rather than a plain slip: told wherever it is quoted. */
  readonly inferred?: boolean
}

/** A doubt about the source that is told but not changed. */
export interface Doubt {
  readonly article: ArticleRef
  readonly note: string
}

/** One printed unit of an article, in order: a heading inside an annex, a paragraph 款, an item 项 or a sub-item. */
export interface Block {
  readonly kind: 'heading' | 'paragraph' | 'item' | 'sub-item'
  /** The corrected words, with the label as printed (`（一）…`). */
  readonly text: string
  /** The paragraph it belongs to, from 1; a heading belongs to the paragraph that follows it. */
  readonly paragraph: number
  readonly item?: number
}

export interface Item {
  /** Its number among the items of the paragraph, from 1. */
  readonly number: number
  readonly label: string
  readonly text: string
  readonly subItems: readonly string[]
}

export interface Paragraph {
  /** Its number in the article, from 1. */
  readonly number: number
  /** Headings it stands under, in an annex: `['四、竣工验收具备条件']`. */
  readonly under: readonly string[]
  /** The words before the first item. Empty where the items follow their heading at once. */
  readonly text: string
  readonly items: readonly Item[]
}

export interface Chapter {
  readonly number: number
  readonly title: string
}

/** A numbered unit of the corrected text; an annex counts as one. */
export interface Article {
  readonly measure: MeasureId
  readonly ref: ArticleRef
  /** `第十八条`, `Article 18`, `附件2` */
  readonly label: string
  /** An annex's own title; articles have none. */
  readonly title?: string
  readonly chapter?: Chapter
  /** All words of the article, blocks joined by line breaks. */
  readonly text: string
  readonly blocks: readonly Block[]
  readonly paragraphs: readonly Paragraph[]
  /** Corrections that touch this article. */
  readonly errata: readonly Erratum[]
  readonly doubts: readonly Doubt[]
}

/** From when to when a measure binds. `to` is the last valid day; null: no end date in the text. */
export interface Life {
  readonly from: IsoDate
  readonly to: IsoDate | null
  readonly article: ArticleRef
  readonly note?: { readonly zh: string; readonly en: string }
}

export interface Jurisdiction {
  readonly id: string
  readonly zh: string
  readonly en: string
  /** Every way staff name it: 简称, county, province, in Chinese and English. */
  readonly aliases: readonly string[]
}

/** Whom the measure names to ask. */
export interface Contact {
  readonly zh: string
  readonly en: string
  readonly article: ArticleRef
}

export interface Measure {
  readonly id: MeasureId
  readonly title: string
  readonly titleEn: string
  readonly documentNumber?: string
  readonly issuedOn?: IsoDate
  readonly language: 'zh' | 'en'
  /** Set on a translation: the authoritative measure's id. */
  readonly translationOf?: MeasureId
  readonly jurisdiction: Jurisdiction
  readonly contact: Contact
  readonly life: Life
  /** The lines before the first chapter that belong to the document: number, title, promulgation. */
  readonly titleBlock: readonly string[]
  readonly articles: readonly Article[]
  readonly chapters: readonly Chapter[]
  readonly errata: readonly Erratum[]
  readonly rules: readonly Rule[]
  readonly deadlines: readonly DeadlineRule[]
  /** Documents that the measure asks for. */
  readonly filings: readonly FilingOutline[]
  readonly stages: readonly Stage[]
  readonly questions: readonly StaffQuestion[]
  readonly silences: readonly Silence[]
}

/** A question staff ask and the article that answers it (相似问). */
export interface StaffQuestion {
  readonly article: ArticleRef
  readonly q: string
  readonly lang: 'zh' | 'en'
  /** The rules, deadlines and filings it asks about, e.g. `rule:jining.security-budget`. */
  readonly aims?: readonly string[]
}

/** A question that the measure does not answer. */
export interface Silence {
  readonly q: string
  readonly class: 'near' | 'adjacent' | 'outside' | 'manipulation'
  /** Articles on the subject that leave the asked detail open. */
  readonly near: readonly ArticleRef[]
  readonly silentOn: string
}

/** One subject compared across jurisdictions. */
export interface Topic {
  readonly topic: string
  readonly zh: string
  readonly en: string
  readonly synonyms: readonly string[]
  /** Articles by measure; an empty list where the measure is silent. */
  readonly articles: Readonly<Record<MeasureId, readonly ArticleRef[]>>
  readonly gist: Readonly<Record<MeasureId, string>>
}

/** A place and its words. `quote` is verbatim from the corrected text. */
export interface Citation {
  readonly measure: MeasureId
  readonly article: ArticleRef
  readonly paragraph?: number
  readonly item?: number
  readonly quote: string
  readonly corrected: boolean
  readonly translation?: string
}

export interface Validity {
  readonly measure: MeasureId
  /** The day judged. */
  readonly on: IsoDate
  readonly why: 'today' | 'event'
  readonly status: 'in-force' | 'expired' | 'not-yet'
  readonly from: IsoDate
  readonly to: IsoDate | null
  readonly note?: string
}
