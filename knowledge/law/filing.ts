/**
 * The schema of `filings.yaml`: one outline a document that a measure asks for (申报材料).
 *
 * Words that are printed are Chinese; titles and times are bilingual. Numbers of headings (一、（一）1.（1）) come from
 * the nesting and are never typed. A section of basis `measure` carries the measure's own words as its heading: they
 * stand in the article it cites. Sources (`name`, `totalInvestmentYuan`, `contract-signed`) are listed in `filing-sources.ts`.
 *
 * ```yaml
 * - id: jining.change-application
 *   title: { zh: 项目调整申请, en: Application for a change }
 *   basis: custom
 *   cites: { article: 33, quote: 项目建设单位应事先向项目审批部门提交调整申请 }
 *   due: { words: { zh: 变更之前, en: before the change }, when: { rule: jining.change-reapproval } }
 *   addressee: { zh: 项目审批部门, en: the approving department }
 *   opening: 我单位建设的{name}，因故需要调整。根据《…办法》第三十三条，现提出调整申请。
 *   sections:
 *     - heading: 项目基本情况
 *       fill:
 *         - { field: name }
 *         - { field: approvedEstimateYuan, label: 批复投资 }
 *     - heading: 建设内容
 *       basis: measure
 *       cites: { article: 33, quote: 主要建设内容 }
 *       fill:
 *         - { text: contents }
 *         - { blank: 调整前后建设内容对比 }
 *   signs: [unit]
 * ```
 */
import { z } from 'zod'
import { cites, condition, eventIds } from './rule.ts'

const words = z.string().trim().min(1)
const bilingual = z.strictObject({ zh: words, en: words })
/** A name of `filing-sources.ts`, checked when the measure loads. */
const source = z.string().min(1)
const ruleId = z.string().min(1)

/** Kinds of parts and of cells by the key that tells them, in the order of their schemas. */
const partKeys = ['field', 'text', 'words', 'findings', 'deadlines', 'table', 'columns', 'checklist', 'form', 'blank']
const cellKeys = ['label', 'value', 'values', 'seal', 'blank']

/** What is wrong with an entry that must be one of several kinds: the first fault under the kind that its key tells. */
function faultOfKind(issue: z.core.$ZodRawIssue, kinds: readonly string[]): string {
  const { input } = issue
  const kind = kinds.findIndex((key) => typeof input === 'object' && input !== null && Object.hasOwn(input, key))
  const first = issue.code === 'invalid_union' ? issue.errors[kind]?.[0] : undefined
  if (first === undefined) return `is none of the kinds ${kinds.join(', ')}`
  const place = [kinds[kind], ...first.path].join('.')
  return first.path[0] === kinds[kind] ? `${first.path.join('.')}: ${first.message}` : `${place}: ${first.message}`
}

/** Where a part of the document comes from: the measure's own outline, or a conventional one. */
export const bases = ['measure', 'custom'] as const
const basis = z.enum(bases)

/** A labelled value on one line: `项目名称：…`. The source's own name is the label where none is given. */
const field = z.strictObject({ field: source, label: words.optional() })

/** A value in paragraphs of its own (项目概况, 建设目标); a list of contents becomes numbered paragraphs. */
const text = z.strictObject({ text: source })

/** A sentence of the outline; `{name}` stands for a source: `我单位建设的{name}已于{construction-completed}完成建设任务。` */
const sentence = z.strictObject({ words })

/** What no field of a project holds and the writer has to add: printed as 【待填：…】. */
const blank = z.strictObject({ blank: words })

/**
 * What the rules say of this project, one sentence a rule with its article. `requirement`: in a plan, a duty is told as
 * what has to be done, and nobody is asked yet whether it is.
 */
const findings = z.strictObject({ findings: z.array(ruleId).min(1), requirement: z.literal(true).optional() })

/** The last days of these deadlines, reckoned from the project's events. */
const deadlines = z.strictObject({ deadlines: z.array(z.string().min(1)).min(1) })

/** A ready table of the project: its budget lines with their sum, its contents, or days of events. */
const projectTable = z.discriminatedUnion('table', [
  z.strictObject({ table: z.literal('budget'), caption: words.optional() }),
  z.strictObject({ table: z.literal('contents'), caption: words.optional() }),
  z.strictObject({ table: z.literal('events'), caption: words.optional(), events: z.array(z.enum(eventIds)).min(1) }),
])

/** A table the writer fills: its head, rows that are named by the outline (first column), and what belongs into it. */
const writtenTable = z.strictObject({
  columns: z.array(words).min(2).max(8),
  caption: words.optional(),
  /** Words of the first column, one a row; without them one empty row is given. */
  rows: z.array(words).min(1).optional(),
  /** What belongs into the cells: 【待填：…】. */
  blank: words,
})

/** What has to be enclosed or looked at, with a box to tick. */
const checklistItem = z.strictObject({
  item: words,
  /** The measure's words where they differ from the section's. */
  cites: cites.optional(),
  /** A rule that ticks the box: its finding is told beside it. */
  rule: ruleId.optional(),
  /** What is known of it, told beside the box. */
  value: source.optional(),
  /** Sub-items, each with its own box. */
  parts: z.array(words).min(1).optional(),
})
const checklist = z.strictObject({ checklist: z.array(checklistItem).min(1), caption: words.optional() })

/** A cell of a form: fixed words (a label), or content. Empty content is marked 【待填：…】. */
const cellHead = {
  /** Columns it goes over, 1 where absent. */
  span: z.number().int().min(1).max(12).optional(),
  /** Rows it goes over, 1 where absent. */
  down: z.number().int().min(1).max(12).optional(),
}
const cell = z.union(
  [
    z.strictObject({ label: words, ...cellHead }),
    /** `blank`: what has to be added to the value. */
    z.strictObject({ value: source, blank: words.optional(), ...cellHead }),
    z.strictObject({ values: z.array(source).min(2), blank: words.optional(), ...cellHead }),
    /** To be written and sealed by another: an opinion, then the seal and the day. */
    z.strictObject({ seal: words, ...cellHead }),
    z.strictObject({ blank: words, ...cellHead }),
  ],
  { error: (issue) => faultOfKind(issue, cellKeys) },
)
const form = z.strictObject({
  form: z.strictObject({
    columns: z.number().int().min(2).max(12),
    /** The line above the form, left and right: 申报单位（盖章）：… 申报时间：…. Sentences with sources. */
    above: z.array(words).min(1).max(2).optional(),
    rows: z
      .array(z.strictObject({ height: z.enum(['line', 'low', 'tall']).optional(), cells: z.array(cell).min(1) }))
      .min(1),
  }),
})

export const partSchema = z.union(
  [field, text, sentence, findings, deadlines, projectTable, writtenTable, checklist, form, blank],
  { error: (issue) => faultOfKind(issue, partKeys) },
)
export type FilingPart = z.output<typeof partSchema>
export type FormCell = z.output<typeof cell>

/** A heading and what stands under it. */
export interface FilingSectionOutline {
  heading: string
  /** The filing's basis where absent. */
  basis?: (typeof bases)[number] | undefined
  /** The measure's words on this section; printed under the heading as what it must hold. */
  cites?: z.output<typeof cites> | undefined
  /** A hint of ours on what belongs here, printed as ours. */
  hint?: string | undefined
  /** Only for such projects: left out where the condition is known to fail. */
  given?: { when: z.output<typeof condition>; words: { zh: string; en: string } } | undefined
  /** false: the heading is not printed (a form that fills the page). */
  showHeading?: false | undefined
  fill?: FilingPart[] | undefined
  sections?: FilingSectionOutline[] | undefined
}

export const sectionSchema: z.ZodType<FilingSectionOutline> = z.lazy(() =>
  z
    .strictObject({
      heading: words,
      basis: basis.optional(),
      cites: cites.optional(),
      hint: words.optional(),
      given: z.strictObject({ when: condition, words: bilingual }).optional(),
      showHeading: z.literal(false).optional(),
      fill: z.array(partSchema).min(1).optional(),
      sections: z.array(sectionSchema).min(1).optional(),
    })
    .refine((section) => section.fill !== undefined || section.sections !== undefined, {
      error: 'a section needs fill or sections: a heading never stands alone',
    }),
)

/** When a document is asked for. Neither `once` nor `after` nor `occasion`: from the start. */
const due = z.strictObject({
  /** In words: 需求评审时, 竣工验收前. */
  words: bilingual,
  /** Asked only of such projects: equality of facts and `{ rule: … }`; numbers stand in rules. */
  when: condition.optional(),
  /** Facts that show that its time has come. */
  once: condition.optional(),
  /** Events that must have happened. */
  after: z.array(z.enum(eventIds)).min(1).optional(),
  /** Facts that show that its time is over. */
  until: condition.optional(),
  /** Events after which its time is over. */
  before: z.array(z.enum(eventIds)).min(1).optional(),
  /** Due only if something happens of which nothing need be known yet: an extension, a serious delay. */
  occasion: bilingual.optional(),
  /** The deadline that belongs to it. */
  deadline: z.string().optional(),
})

export const filingSchema = z.strictObject({
  id: z.string().regex(/^[a-z]+\.[a-z0-9-]+$/),
  /** The document's own title, printed at its head. */
  title: bilingual,
  /** `measure`: the sections are the measure's own; `custom`: a conventional outline. */
  basis,
  /** The words that demand the document. */
  cites,
  alsoCites: z.array(cites).optional(),
  due,
  /** Whom it goes to, where the measure names it; the words stand in a cited article. Printed as 主送 where there is an opening. */
  addressee: bilingual.optional(),
  /** `chapters`: 第一章 above 一、 where the measure's outline has chapters; `none`: headings without numbers. */
  numbering: z.enum(['chapters', 'none']).optional(),
  /** The first paragraph of a letter, with sources: an application, a report, a record. */
  opening: words.optional(),
  sections: z.array(sectionSchema).min(1),
  /** Documents enclosed, printed as 附件：1.… before the signature. */
  attachments: z.array(words).min(1).optional(),
  /** The last sentence of a letter: 妥否，请批示。 */
  closing: words.optional(),
  /** Who signs at the end, with seal and day; none where the form has its own place for it. */
  signs: z
    .array(z.enum(['unit', 'owner', 'builder', 'supplier', 'supervisor']))
    .min(1)
    .optional(),
  /** Told with the list and on the cover, never in the document: 文本未要求, 工作底稿. */
  note: bilingual.optional(),
})

export type FilingOutline = z.output<typeof filingSchema>
