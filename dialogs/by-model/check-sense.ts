/** What a sentence makes of its sources: yes or no, must or may, in force or not. */
import type { Answer } from '../conversation.ts'
import type { Basis, Why } from './basis.ts'
import { officesIn } from './names.ts'
import { clauseEnds, groundOf, isOfThisMatter, linesOf, type Near, nearestLine, pairsOf } from './nearest-line.ts'
import { allows, changedForce, denialsIn, forceOf, leadOf, turnedRound, unheardDenial, yesOf } from './sense.ts'

export function checkSense(
  text: string,
  sources: readonly string[],
  turned: boolean,
  { answer, question }: Basis,
): { why: Why; what: string } | undefined {
  const wrong = wrongStatus(text, answer)
  if (wrong !== undefined) return { why: 'status', what: wrong }
  const lines = [...sources, answer.conclusion].map(linesOf)
  const told = [...sources, answer.conclusion]
  const [misplaced] = officesIn(text, sources).filter(
    (office) => !isOfThisMatter(office, clauseOf(office, text), told, (sentence) => sentence.includes(office), /。/u),
  )
  if (misplaced !== undefined) return { why: 'name', what: misplaced }
  let isDuty = false
  for (const clause of text.split(clauseEnds)) {
    const followsDuty = isDuty
    isDuty ||= forceOf(clause) === 'obliges'
    const nearest = nearestLine(clause, lines)
    const absolute = absolutes.exec(clause)?.[0]
    if (absolute !== undefined && !(nearest?.wide ?? told.join('\n')).includes(absolute))
      return { why: 'force', what: absolute }
    if (clause.trim().length < 4) continue
    if (obligesUnheard(clause, [...told, question.text])) return { why: 'ungrounded', what: clause }
    const unheard = unheardDenial(clause, `${sources.join('\n')}\n${answer.conclusion}\n${question.text}`)
    if (unheard !== undefined && !turned) return { why: 'denial', what: unheard }
    // What is allowed must be said to be allowed: a prohibition in other words would turn into it unseen.
    if (forceOf(clause) === 'permits' && groundOf(clause, sources) < permittedFrom)
      return { why: 'ungrounded', what: clause }
    const denials = turned ? [] : denialsIn(clause)
    // «This is not allowed»: of nothing that the sources speak of. «还不需提供»: what none of them tells.
    const isOfNothing = nearest === undefined && !/\p{Script=Han}/u.test(clause)
    // «不得自己调», of nothing told either; «应当上云，不能放自有机房» is what the duty before it means.
    const isOfNowhere = nearest === undefined && !followsDuty && forceOf(clause) === 'forbids'
    if (denials[0] !== undefined && (isOfNothing || isOfNowhere || isUnheardWaiver(clause, lines)))
      return { why: 'denial', what: denials[0].head }
    if (nearest === undefined || turned) continue
    const denied = wrongDenial(clause, nearest)
    if (denied !== undefined) return { why: 'denial', what: denied }
    const isDemanded = allows(nearest.line) && !allows(clause)
    if (changedForce(clause, nearest.line) && (isDemanded || changedForce(clause, nearest.wide)))
      return { why: 'force', what: clause }
    if (forbidsUnheard(clause, nearest)) return { why: 'denial', what: clause }
    if (permitsForbidden(clause, nearest)) return { why: 'force', what: clause }
    const other = otherClass(clause, nearest, sources)
    if (other !== undefined) return { why: 'bound', what: other }
  }
  return undefined
}

/** «一律» of «原则上»: that there is no exception must have been said. */
const absolutes =
  /一律|一概|任何情况|无一例外|毫无例外|绝对|无条件|\b(?:in all cases|without exception|always|under no circumstances)\b/iu

/** «不得委托» where the line and those around it deny nothing, and set no condition that could be told so. */
function forbidsUnheard(clause: string, { wide }: Near): boolean {
  return (
    forceOf(clause) === 'forbids' &&
    denialsIn(clause).length > 0 &&
    denialsIn(wide).length === 0 &&
    !/方可|方能|才能|才可|只有|除外/u.test(wide)
  )
}

/** «须先报省审计厅同意» where the sources know the office, and nothing else of it. */
function obligesUnheard(clause: string, told: readonly string[]): boolean {
  if (forceOf(clause) !== 'obliges') return false
  const rest = officesIn(clause, told).reduce((words, office) => words.replace(office, '，'), clause)
  return rest !== clause && pairsOf(rest).size > 1 && groundOf(rest, told) === 0
}

/** «可以新建» of «不得新建», whatever else the line says. */
function permitsForbidden(clause: string, { line }: Near): boolean {
  const isPlain = forceOf(clause) === 'permits' && denialsIn(clause).length === 0
  return isPlain && forceOf(line) === 'forbids' && !allows(line)
}

/** «还不需提供» where no line about it denies anything. */
function isUnheardWaiver(clause: string, sources: readonly (readonly string[])[]): boolean {
  if (forceOf(clause) !== 'waives') return false
  const wanted = pairsOf(clause)
  const isAbout = (line: string) => [...pairsOf(line)].filter((pair) => wanted.has(pair)).length >= 2
  return !sources.flat().some((line) => denialsIn(line).length > 0 && isAbout(line))
}

/** A sentence may name several offices: each does what its clause says. */
function clauseOf(office: string, text: string): string {
  return text.split(clauseEnds).find((clause) => clause.includes(office)) ?? text
}

const permittedFrom = 0.34

function wrongDenial(clause: string, { line, wide, beside }: Near): string | undefined {
  const there = [line, ...beside].join('，')
  if (turnedRound(clause, wide) !== undefined) {
    const turned = turnedRound(clause, there)
    if (turned !== undefined) return turned
  }
  const denied = denialsIn(clause).map(({ head }) => head)
  const known = denialsIn(wide).map(({ head }) => head)
  const ofNext = denied.find((head) => !there.includes(head) && wide.includes(head) && !known.includes(head))
  if (ofNext !== undefined && !denied.some((head) => known.includes(head))) return ofNext
  // «不需» of what «需».
  return forceOf(clause) === 'waives' && known.length === 0 && forceOf(wide) === 'obliges' ? denied[0] : undefined
}

/** «限额以上» of what the source says of «限额以下». */
function otherClass(clause: string, { line, wide }: Near, sources: readonly string[]): string | undefined {
  const plain = (words: string) => words.replace(/及(?=以[上下])/gu, '')
  return [...plain(clause).matchAll(/(\p{Script=Han}{2})以([上下])/gu)]
    .filter(([, of = '']) => !/[万元数个月年成百千亿]$/u.test(of))
    .find(([words, of = '', side]) => {
      const opposite = `${of}以${side === '上' ? '下' : '上'}`
      const near = [line, wide].map(plain).find((own) => own.includes(opposite) || own.includes(words))
      return near?.includes(opposite) === true
        ? !near.includes(words)
        : !sources.some((source) => plain(source).includes(words))
    })?.[0]
}

/** «有效» of an expired measure, «已过期» of one in force. */
function wrongStatus(text: string, { validity }: Answer): string | undefined {
  const says = /(?:已经?|早已)(?:过期|届满|失效|废止|作废)|不再有效|\bexpired\b|no longer in force/iu.exec(text)?.[0]
  const saysValid =
    /(?:现行|仍然?|还|目前|依然)有效|(?<![年月日天])有效[：:，。]|\b(?:is|still) (?:in force|valid)\b/iu.exec(text)?.[0]
  if (says !== undefined && !validity.some((each) => each.status === 'expired')) return says
  if (saysValid !== undefined && validity.length > 0 && !validity.some((each) => each.status === 'in-force'))
    return saysValid
  return undefined
}

/** Whether a yes or no at the beginning is borne out: by the code's own answer, or by the force of what is quoted. */
export function decided(
  lead: ReturnType<typeof leadOf>,
  body: string,
  { answer, question }: Basis,
): 'right' | 'wrong' | 'undecided' {
  if (lead === undefined) return answer.end === 'answer-by-rule' ? agreesWithRule(body, answer) : 'right'
  // A bare yes or no of several things that were decided says of none which.
  if (body === '' && answer.end === 'answer-by-rule') return 'undecided'
  const own = leadOf(answer.conclusion)
  if (own !== undefined) return own.isYes === lead.isYes ? 'right' : 'wrong'
  if (answer.end === 'answer-by-rule' && agreesWithRule(body, answer) === 'wrong') return 'wrong'
  // A yes or no answers the question as it was put. Its clauses have been found to say what their sources say, so their force is the sources'.
  const forces = body
    .split(clauseEnds)
    .map((clause) => yesOf(question.text, forceOf(clause)))
    .filter((each) => each !== undefined)
  if (forces.length === 0 || new Set(forces).size > 1) return 'undecided'
  return forces[0] === lead.isYes ? 'right' : 'wrong'
}

/** A rule decided: what it denies is denied, and nothing else. */
function agreesWithRule(text: string, answer: Answer): 'right' | 'wrong' {
  const denies = (words: string) => denialsIn(words).length > 0 || leadOf(words)?.isYes === false || /^不/u.test(words)
  if (denies(answer.conclusion) === denies(text)) return 'right'
  // What stands beside a denial may be told by itself: «无须市级审核，向市大数据局备案即可».
  return !denies(text) && rewordsOnlyAffirmed(text, answer.conclusion) ? 'right' : 'wrong'
}

function rewordsOnlyAffirmed(text: string, conclusion: string): boolean {
  const lines = [linesOf(conclusion)]
  const near = text.split(clauseEnds).map((clause) => nearestLine(clause, lines))
  return near.some((each) => each !== undefined) && near.every((each) => each === undefined || !deniesAny(each))
}

function deniesAny({ line, beside }: Near): boolean {
  return [line, ...beside].some(
    (each) => denialsIn(each).length > 0 || leadOf(each)?.isYes === false || /^[无不]/u.test(each),
  )
}
