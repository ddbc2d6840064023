/** Yes and no, must and may: what a clause says of the matter, held against the clause of the source it rewords. */

/** Not negations: they limit a figure, or are words of their own. */
const limits =
  /不低于|不少于|不小于|不得?超过|不大于|不高于|不满|不足|未满|不到|未达到?|没到|未超过|没有?超过|不断|不同|不仅|不可抗力|无论|未来|不论|非税|不动产|不含|不包括|不包含|是不是|能不能|要不要|可不可以|用不用|会不会|行不行|是否|可否|能否|无线|无人|非常|除非|非涉密|免费|no more than|not (?:be )?(?:more|greater|higher|less|lower|fewer) than|no less than|no later than|not exceed(?:ing)?|not only|no fewer than/giu
const negation =
  /一律不准|不准|不得|不予|不能|不可|不再|不应|不宜|不必|不须|不需|不用|不会|不许|严禁|禁止|无需|无须|勿|毋|拒绝|没有|未曾|免予|免于|不|未|无|没|非|\bnot\b|n't\b|\bnever\b|\bwithout\b|\bno\b|\bcannot\b|\bneither\b|\bprohibited\b|\bforbidden\b/giu
const carried =
  /(?:按照?要求|使用|采用|按照?规定|依照?规定|按期|按时|报送|报请|上报|提交|报|得|准|予|能|可以|可|再|应|当|必|须|需要|需|要|用|会|许|被|经|按|按照|及时|自行|擅自|随意|直接|另行|纳入|进行|组织|安排|be|is|are|have|been|to|any|the|a|an)/iu
    .source
const between = new RegExp(`^${carried}+`, 'iu')
const one = new RegExp(`^${carried}`, 'iu')
const deniedUpTo = new RegExp(`(?:${negation.source})${carried}*$`, 'iu')

/** A negation and the two characters (or the word) it falls on. */
export interface Denial {
  readonly head: string
  readonly at: number
}

export function denialsIn(given: string): Denial[] {
  const text = given.replace(limits, (words) => '·'.repeat(words.length))
  return [...text.matchAll(negation)].flatMap((match) => {
    const end = match.index + match[0].length
    const rest = text.slice(end).replace(/^\s+/u, '')
    const skipped = between.exec(rest)?.[0] ?? ''
    const after = /^[\s]*([a-z]{3,}|\p{Script=Han}{2})/iu.exec(rest.slice(skipped.length))?.[1]
    const direct = /^[\s]*([a-z]{3,}|\p{Script=Han}{2})/iu.exec(rest)?.[1]
    // «用全» of «用全区…» is no word: a carried word is one of its own from two characters on.
    const isWord = after === undefined || skipped === '' || (one.exec(rest)?.[0].length ?? 0) > 1
    // «及工作不需要,»: nothing follows that it could fall on, so that what is denied is the word itself.
    const itself =
      after === undefined && direct === undefined
        ? /^[不无未](\p{Script=Han}{2,})$/u.exec(match[0] + skipped)?.[1]
        : undefined
    return [...new Set([after, ...(isWord ? [direct] : []), itself])].flatMap((head) =>
      head === undefined ? [] : [{ head: head.toLowerCase(), at: match.index }],
    )
  })
}

/** Heads of denials that a clause denies and its source does not, or the other way round. */
export function turnedRound(clause: string, source: string): string | undefined {
  // English moves its «no» about («no further funds are allocated», «further funds are not allocated»): only whether it is there counts.
  if (!/\p{Script=Han}/u.test(clause)) {
    const [here, there] = [englishDenial(clause), englishDenial(source)]
    return (here === undefined) === (there === undefined) ? undefined : (here ?? there)
  }
  const here = new Set(denialsIn(clause).map((each) => each.head))
  const there = new Set(denialsIn(source).map((each) => each.head))
  const lower = [clause.toLowerCase(), source.toLowerCase()] as const
  const added = [...here].find((head) => !there.has(head) && lower[1].includes(head))
  if (added !== undefined) return added
  return [...there].find((head) => !here.has(head) && lower[0].includes(head) && !standsElsewhere(head, clause, source))
}

/** «使用频率极低» beside «未使用»: each time, what it begins stands in the source too, and is never denied there. */
function standsElsewhere(head: string, clause: string, source: string): boolean {
  const runs = [...clause.matchAll(new RegExp(`${head}(?:\\p{Script=Han}{2})?`, 'gu'))].map(([run]) => run)
  return runs.every((run) => {
    const places = run.length === head.length ? [] : [...source.matchAll(new RegExp(run, 'gu'))]
    return places.length > 0 && places.every(({ index }) => !deniedUpTo.test(source.slice(0, index)))
  })
}

function englishDenial(text: string): string | undefined {
  return denialsIn(text)[0]?.head ?? /\bun[a-z]{3,}ed\b/iu.exec(text)?.[0]
}

/** A denial of something that the source does not speak of at all. */
export function unheardDenial(clause: string, source: string): string | undefined {
  const groups = Map.groupBy(denialsIn(clause), (each) => each.at)
  const text = source.toLowerCase()
  const there = denialsIn(source)
  for (const own of groups.values()) {
    if (own.some(({ head }) => text.includes(head))) continue
    if (there.length === 0 && own[0] !== undefined) return own[0].head
  }
  return undefined
}

const duty =
  /必须|应当|应该|须|应(?!用|急|对|答|收|付|聘|邀)|需(?!求|方)|务必|一律|\bmust\b|\bshall\b|\brequired\b|\bshould\b|\bhave to\b/iu
const choice = /可以|可(?!行|靠|研|能|控|信|视|持续|抗|用|复|见|比|操作)|自愿|不强制|\bmay\b|\bcan\b|\boptional\b/iu

/** «应当» told as «可以», or «可以» as «必须». */
export function changedForce(clause: string, source: string): boolean {
  if (duty.test(source) && !choice.test(source)) return choice.test(clause) && !duty.test(clause)
  // «通过后才能»: a condition of what is allowed.
  if (choice.test(source) && !duty.test(source))
    return duty.test(clause) && !choice.test(clause) && !/才能|方可|方能|才可/u.test(clause)
  return false
}

export function allows(text: string): boolean {
  return choice.test(text)
}

export type Force = 'forbids' | 'obliges' | 'permits' | 'waives' | 'none'

export function forceOf(text: string): Force {
  if (/无需|无须|不需|不必|不用|可不|不再审批/u.test(text)) return 'waives'
  if (
    /不得|不准|不予|严禁|禁止|不能|不可(?!抗)|不支持|不受理|不安排|不再|不组织|\bmay not\b|\bmust not\b|\bcannot\b/iu.test(
      text,
    )
  )
    return 'forbids'
  if (duty.test(text)) return 'obliges'
  return choice.test(text) ? 'permits' : 'none'
}

const lead =
  /^(?:原则上|一般(?:情况下)?|通常)?(不可以|可以|不得|不准|不予|不能|能|不行|行|不用|不需要|需要|不必|无需|无须|不会|会|不是|不要|要|是的|是|不对|对|不属于|属于|不算|算|得|必须|应该|yes|no|not (?:normally|generally|usually|necessarily)|in principle,? (?:yes|no))(?:的|写|走|做|弄)?\s*(?=[，,。.：:；;]|$)/iu
const yes = /^(?:可以|能|行|需要|会|要|是的|是|对|属于|算|得|必须|应该|yes|in principle,? yes)$/iu

/** «不行，», «要：», «Yes,» at the beginning. @returns undefined where there is none */
export function leadOf(text: string): { words: string; isYes: boolean } | undefined {
  const found = lead.exec(text.trim())
  return found?.[1] === undefined ? undefined : { words: found[0], isYes: yes.test(found[1]) }
}

const asksNeed =
  /要不要|用不用|需不需|还要|还得|非得|要.{0,12}[吗么]|需要.{0,12}[吗么]|必须.{0,12}[吗么]|得.{0,10}[吗么]|是否需|还用|\bmust\b|\bneed\b|\brequired?\b|\bhave to\b/iu
const asksLeave =
  /能不能|可不可以|行不行|行不|能(?!力|源|否).{0,16}[吗么不]|可(?:以|否).{0,16}[吗么不]|行吗|让不让|成不成|允许|就行|就成|不招标行|\b(?:can|may|could) (?:we|i|you|it|our)\b|\bok\b/iu

/** «会不会卡验收», «会影响批吗»: yes, where something is forbidden then. */
const asksEffect = /会不会|会.{0,8}[吗么]|影响.{0,6}[吗么]/u

/** What the source's force answers to the question as it is put. @returns undefined where that is not plain */
export function yesOf(question: string, force: Force): boolean | undefined {
  const need = asksNeed.test(question)
  const leave = asksLeave.test(question)
  if (asksEffect.test(question) && !need) return force === 'forbids' ? !leave : undefined
  if (need === leave) return undefined
  if (need) return force === 'obliges' ? true : force === 'waives' ? false : undefined
  return force === 'permits' ? true : force === 'forbids' ? false : undefined
}
