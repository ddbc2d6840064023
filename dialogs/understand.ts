/** Words → a typed question. A language model may later propose one; what is decided here needs none. */

import { type DayInWords, findDays } from '#knowledge/law/days-in-words.ts'
import type { Facts } from '#knowledge/law/facts.ts'
import type { Law } from '#knowledge/law/load.ts'
import type { ArticleRef, MeasureId } from '#knowledge/law/measure.ts'
import { readOrdinal } from '#knowledge/law/numerals.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { type Seeks, seeksOf } from '#knowledge/retrieval/telling.ts'
import { factsSaid, type SaidFacts } from './facts-said.ts'
import { placesNamed, withoutPlaces } from './places.ts'
import { readableText } from './plain-text.ts'
import { wantsToDeclare } from './project/asking.ts'

/**
 * What is wanted. `check`: a sum decides; `calculate`: a day is told and another asked; `list`: bodies, papers, cases;
 * `explain`: what a word means, or why. What is out of scope is known only once it has been searched for.
 */
export type Intent =
  | 'ask'
  | 'article'
  | 'compare'
  | 'list'
  | 'check'
  | 'calculate'
  | 'explain'
  | 'declare'
  | 'file'
  | 'remind'
  | 'small-talk'
  | 'thanks'
  | 'noise'
  | 'classified'

/** In whose place the asker speaks; the unit that builds where nothing else is said. */
export type Role = 'unit' | 'supplier' | 'authority'

export interface Question {
  readonly text: string
  readonly lang: 'zh' | 'en'
  readonly intent: Intent
  /** Jurisdictions it is about; empty where none is known. */
  readonly measures: readonly MeasureId[]
  readonly article?: { readonly ref: ArticleRef; readonly paragraph?: number }
  readonly seeks: ReadonlySet<Seeks>
  readonly role: Role
  /** Sums, shares, periods, level and kind of project as they were said. */
  readonly said: SaidFacts
  /** Days as they were said, the relative ones reckoned from today. */
  readonly days: readonly DayInWords[]
  /** Whether the measure's own life is asked about: plainly, perhaps (then search decides), not, or that of something else. */
  readonly asksValidity: 'plainly' | 'perhaps' | 'no' | 'of-another'
  /** What to search for: without place names, with the turn before where this one leans on it. */
  readonly query: string
  /** Whether it leans on the turn before: plainly, perhaps (then search decides), or not. */
  readonly leans: 'plainly' | 'perhaps' | 'no'
  /** This turn's own words, without place names. */
  readonly bare: string
  /** The turn it leans on, without place names; empty where it stands alone. */
  readonly before: string
  /** Facts told outside the words, e.g. by a button. */
  readonly facts: Facts
  /** How many characters its conclusion may have, where it is one part of several. */
  readonly room?: number
}

export interface Told {
  readonly question: string
  /** The user's own jurisdiction, where known. */
  readonly measure: MeasureId | undefined
  readonly history: readonly string[]
  readonly lang: 'zh' | 'en' | undefined
  readonly facts?: Facts
}

const validityQuestion =
  /(?:还|是否|现在|目前|到底)?(?:有效|管用|作数|生效|失效|作废|过期|到期|废止|施行|有效期|能用)|哪(?:天|年|时候)(?:起|开始)?(?:施行|执行|生效)|(?:still )?(?:in force|valid|expired?|effective|take effect|came? into (?:force|effect)|repeal)/iu
/** «有规定吗» and «怎么规定的» speak of no measure. */
const measureWord = /办法|(?<![有没无么样])规定|文件|制度|这个?规|新规|老规|旧规|条例|measures?|rules?|regulation/iu
/** What has a life of its own: «评审意见有效期多久», «批复几年不开工就失效». */
const lifeOfOther =
  /(?:储备库|入库|质保|合同|协议|资质|证书|认证|报价|批复|批文|批了|批下来|立项|评审|意见|结论|可研|初设|初步设计|建议书|方案|报告|纪要|投标|招标|保函|备案|授权|认定|许可|验收|承诺|approval|contract|certificate|quotation|opinion|report)[^，。；,;]{0,14}(?:有效|失效|作废|过期|到期|生效|管用|作数|valid|expire)|两年有效/iu

export function understand(law: Law, told: Told, today: IsoDate): Question {
  const text = readableText(told.question)
    .replace(/<[^>]{0,200}>/gu, ' ')
    .trim()
  const history = told.history.map(readableText)
  const lang = told.lang ?? languageOf(text)
  const named = placesNamed(law, text)
  const earlier = history.map((turn) => placesNamed(law, turn)).findLast((places) => places.length > 0) ?? []
  const own = told.measure === undefined ? [] : [told.measure]
  const measures = named.length > 0 ? named : earlier.length > 0 ? earlier : own
  const article = articleNamed(text)
  const bare = withoutPlaces(law, text)
  const leaning = told.history.length > 0 ? leans(bare, lang) : 'no'
  const before = leaning !== 'no' ? withoutPlaces(law, history.at(-1) ?? '') : ''
  const seeks = seeksOf(text)
  const said = factsSaid(text)
  const days = findDays(text, today)
  return {
    text,
    lang,
    intent: manner(bare, measures, article) ?? wanted(bare, { seeks, said, days }),
    measures,
    role: roleOf(text),
    said,
    days,
    ...(article === undefined ? {} : { article }),
    seeks,
    asksValidity: asksValidity(text, leaning),
    query: before === '' ? bare : `${before} ${bare}`,
    leans: leaning,
    bare,
    before,
    facts: told.facts ?? {},
  }
}

/** English where Latin words prevail; a few of them (script, POC, SQL) inside a Chinese sentence do not make it English. */
export function languageOf(text: string): 'zh' | 'en' {
  const han = (text.match(/\p{Script=Han}/gu) ?? []).length
  const words = (text.match(/[A-Za-z]{2,}/gu) ?? []).length
  return han === 0 ? (words >= 2 ? 'en' : 'zh') : words > han ? 'en' : 'zh'
}

/** What is plain from the words alone and decides how they are taken. */
function manner(bare: string, measures: readonly MeasureId[], article: Question['article']): Intent | undefined {
  if (/^(?:谢谢|多谢|谢了|辛苦了|thanks?(?: you)?|thank you)[\s!！。.?？~～,，]*$/iu.test(bare.trim())) return 'thanks'
  if (isGreeting(bare)) return 'small-talk'
  if (isNoise(bare)) return 'noise'
  if (isOwnClassifiedProject(bare)) return 'classified'
  if (measures.length > 1) return 'compare'
  if (article !== undefined && bare.length <= 24) return 'article'
  return undefined
}

/** Words that ask for a last day or a number of days: without them a day in the question is only circumstance. */
export const asksForDay =
  /哪天|几号|什么时候|啥时候|何时|最晚|最迟|截止|到期|之前|来得及|还有几天|还剩|期限|多久|多少天|几天|过期|超期|逾期|by when|latest|deadline|due|last day|how long|in time/iu

const asksForReminder = /提醒(?:我|一下|我们)|(?:设|加|定)个?提醒|别让我忘|\bremind me\b/iu
const asksForFile =
  /(?:生成|出具|导出|下载|起草|写一?[份个]|弄一?[份个]|做一?[份个]|来一?[份个]).{0,12}(?:表|书|报告|方案|材料|提纲|清单|模板|文档)|(?:表|书|报告|方案|材料|提纲)给我一?[份个]|\b(?:generate|draft|download)\b/iu
const asksToExplain =
  /为什么|为啥|凭什么|什么意思|啥意思|怎么理解|是指|指的是|什么叫|何为|\b(?:why|what does .{1,40} mean|meaning of)\b/iu

function wanted(bare: string, told: Pick<Question, 'seeks' | 'said' | 'days'>): Intent {
  const { seeks, said, days } = told
  if (asksForReminder.test(bare)) return 'remind'
  if (asksForFile.test(bare)) return 'file'
  if (wantsToDeclare(bare)) return 'declare'
  if (days.length > 0 && asksForDay.test(bare)) return 'calculate'
  if (said.measured.length > 0 || said.vague !== undefined) return 'check'
  if (asksToExplain.test(bare)) return 'explain'
  return seeks.has('list') || seeks.has('documents') ? 'list' : 'ask'
}

function roleOf(text: string): Role {
  if (
    /我们?(?:是|作为)?(?:供应商|承建(?:商|单位|方)|乙方|厂商|投标人|监理)|甲方(?:说|要|让|那边)|我们(?:刚)?中标|our client|we (?:are|as) (?:a |the )?(?:supplier|vendor|contractor|bidder)/iu.test(
      text,
    )
  )
    return 'supplier'
  if (
    /我们?(?:是|作为)(?:审批|主管|评审|发改|财政|审计|大数据|政数)|报上来的|下面(?:单位|部门|县区)(?:报|送|问)|we (?:are|as) the (?:approving|reviewing)/iu.test(
      text,
    )
  )
    return 'authority'
  return 'unit'
}

/** No word in it: signs, figures, a run of letters without a vowel between them. */
function isNoise(bare: string): boolean {
  if (/\p{Script=Han}/u.test(bare)) return false
  const words = bare.match(/[a-z]{2,}/giu) ?? []
  return (
    words.length === 0 || (words.length === 1 && !/^[a-z]*(?:[aeiouy][^aeiouy]{1,3}){2,}[a-z]?$/iu.test(words[0] ?? ''))
  )
}

/** The asker's own project is said to be classified; a general question about such projects is answered like any other. */
function isOwnClassifiedProject(bare: string): boolean {
  return (
    /(?:我们|咱们|我|这个|本|该).{0,8}(?:项目|系统|平台)?.{0,4}(?:是|属于|属)(?:个)?(?:涉密|涉及国家秘密)|(?:our|this|my) (?:project|system).{0,12}(?:is|are) (?:a )?(?:classified|secret)/iu.test(
      bare,
    ) && !/吗|么[?？]?$|\?|？|是否|算不算|怎么/u.test(bare.slice(0, 24).replace(/，.*$/u, ''))
  )
}

function asksValidity(text: string, leans: Question['leans']): Question['asksValidity'] {
  // The clause that asks tells whose life it is: «省里规定要七人，那评审意见是不是作废».
  const asking = text.split(/[，。；,;?？！!]/u).find((clause) => lifeOfOther.test(clause))
  if (asking !== undefined && !measureWord.test(asking)) return 'of-another'
  const asks = validityQuestion.test(text)
  const rests = /还能(?:用|当|拿|引|作)|(?:作|当)依据/u.test(text)
  if ((asks || rests) && measureWord.test(text)) return 'plainly'
  if (asks && text.length <= 16 && leans === 'no') return 'plainly'
  return asks || rests ? 'perhaps' : 'no'
}

export function isGreeting(bare: string): boolean {
  return /^(?:你好|您好|嗨|哈喽|hi|hello|hey|在吗|在不在|谢谢|多谢|谢了|thanks?(?: you)?|thank you|再见|拜拜|bye|早上好|下午好|晚上好|辛苦了)[\s!！。.?？~～,，]*$/iu.test(
    bare.trim(),
  )
}

/** A turn that points back («那限额以下的呢», «and below the limit?»), or is so short that it may. */
function leans(bare: string, lang: 'zh' | 'en'): Question['leans'] {
  if (lang === 'en') {
    if (/^(?:and|what about|how about|then|but|so|or)\b|\b(?:it|that|this|those|they|them|same)\b/iu.test(bare))
      return 'plainly'
    return bare.split(/\s+/u).length <= 4 ? 'perhaps' : 'no'
  }
  if (/^(?:哦|嗯)?(?:那|这|它|要是|如果|换成|还有|然后|不对)|呢[?？]?$|它|这个|那个|这条|也是|同样/u.test(bare))
    return 'plainly'
  return [...bare].length <= 14 ? 'perhaps' : 'no'
}

/** A turn with a question word and no pronoun, long enough to name what it is about. */
export function saysItsSubject(bare: string): boolean {
  const pointsBack =
    /它|这个|那个|这条|那条|其中|上面|刚才|前面|进去|呢[?？]?$|\b(?:it|that|this|those|they|them|same)\b/iu
  const asks =
    /谁|多久|哪|几|怎么|什么|啥|吗|要不要|是否|多少|咋|\b(?:what|who|when|how|which|where|can|must|do|does)\b/iu
  return [...bare].length >= 6 && asks.test(bare) && !pointsBack.test(bare)
}

/** «那验收呢»: another subject, the question left as it was. */
export function subjectAlone(bare: string): string | undefined {
  return /^那(?:么|个)?([^的没不未有超低高]{2,6})呢[?？]?$/u.exec(bare)?.[1]
}

/** «第18条», «十八条第二款», «Article 18», «附件2», «annex 2» */
export function articleNamed(text: string): Question['article'] {
  const chinese =
    /第?\s*([一二三四五六七八九十]{1,3}|\d{1,2})\s*条(?!\s*(?:线|件))(?:\s*第?\s*([一二三四五六七八九十]{1,2}|\d)\s*款)?/u.exec(
      text,
    )
  const ref = chinese?.[1] === undefined ? undefined : toNumber(chinese[1])
  if (ref !== undefined && (chinese?.[0].startsWith('第') === true || ref > 3)) {
    const paragraph = chinese?.[2] === undefined ? undefined : toNumber(chinese[2])
    return { ref, ...(paragraph === undefined ? {} : { paragraph }) }
  }
  const english = /\bart(?:icle|\.)?\s*(\d{1,2})\b/iu.exec(text)
  if (english?.[1] !== undefined) return { ref: Number(english[1]) }
  const annex = /附件\s*([一二三四]|\d)|\bannex\s*(\d)\b/iu.exec(text)
  const number = annex === null ? undefined : toNumber(annex[1] ?? annex[2] ?? '')
  return number === undefined ? undefined : { ref: `annex-${number}` }
}

function toNumber(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : readOrdinal(text)
}
