/** One sentence of a draft against the sources it names. Nothing here knows how the sentence was made. */
import type { Law } from '#knowledge/law/load.ts'
import type { Answer } from '../conversation.ts'
import { findHandle, type Handle, type Handles } from '../handles.ts'
import type { Question } from '../understand.ts'
import { type Bound, type Figure, figuresIn } from './figures.ts'
import { foreignNames, foreignPlaces } from './names.ts'
import { changedForce, denialsIn, forceOf, leadOf, turnedRound, unheardDenial, yesOf } from './sense.ts'
import { readMarks } from './sentences.ts'

export interface Basis {
  readonly question: Question
  /** The answer as code gave it. */
  readonly answer: Answer
  readonly handles: Handles
  readonly law: Law
}

/** Why a sentence was struck out. */
export type Why =
  | 'no-handle'
  | 'unknown-handle'
  | 'markup'
  | 'figure'
  | 'bound'
  | 'name'
  | 'place'
  | 'denial'
  | 'force'
  | 'status'
  | 'ungrounded'
  | 'too-long'
  /** Only its yes or no, which nothing decides; the rest stays. */
  | 'undecided'

export interface Struck {
  readonly text: string
  readonly why: Why
  readonly what?: string
}

export interface Kept {
  readonly text: string
  readonly cites: readonly Handle[]
}

export interface Verdict {
  readonly kept?: Kept
  readonly struck?: Struck
}

/** Shares of a sentence's pairs of characters, or of its longer words, that must stand in its sources or the question. */
const groundedFrom = 0.34

export function checkSentence(sentence: string, basis: Basis): Verdict {
  const { words, cites, unknown } = readMarks(sentence, basis.handles.values)
  const strike = (why: Why, what?: string): Verdict => ({
    struck: { text: sentence.trim(), why, ...(what === undefined ? {} : { what }) },
  })
  const handles = cites.flatMap((id) => findHandle(basis.handles, id) ?? [])
  if (unknown.length > 0 || handles.length < cites.length) return strike('unknown-handle', unknown[0] ?? String(cites))
  if (handles.length === 0) return strike('no-handle')
  if (/[<>`{}|\\]|\]\(|^#|\*\*/u.test(words)) return strike('markup')
  const sources = handles.flatMap((handle) => [handle.text, handle.label, ...handle.further])
  const lead = leadOf(words)
  const body = lead === undefined ? words : words.slice(lead.words.length).replace(/^[\s，,。.：:；;]+/u, '')
  const figures = checkFigures(body, handles, basis)
  if ('why' in figures) return strike(figures.why, figures.what)
  const [name] = foreignNames(body, sources)
  if (name !== undefined) return strike('name', name)
  const measures = handles.flatMap((handle) => handle.measure ?? [])
  const [place] = foreignPlaces(body, sources, measures, basis.law)
  if (place !== undefined) return strike('place', place)
  const sense = checkSense(body, sources, figures.turned, basis)
  if (sense !== undefined) return strike(sense.why, sense.what)
  if (body !== '' && groundOf(body, [...sources, basis.question.text, basis.question.before]) < groundedFrom)
    return strike('ungrounded')
  const said = decided(lead, body, basis)
  if (said === 'wrong') return strike('denial', lead?.words)
  const text = said === 'undecided' ? figures.text : `${words.slice(0, words.length - body.length)}${figures.text}`
  if (!/[\p{L}\p{N}]/u.test(text)) return strike('undecided', lead?.words)
  const kept = { text: text.trim(), cites: handles }
  return said === 'undecided'
    ? { kept, struck: { text: sentence.trim(), why: 'undecided', what: lead?.words ?? '' } }
    : { kept }
}

interface Counted {
  /** The sentence with each figure in the words of its source. */
  readonly text: string
  /** A limit was told from its other side («未超过» of «超过»): its clause may then be denied. */
  readonly turned: boolean
}

const exact = /^(?:money|share|times)$/u
const otherSide: Readonly<Partial<Record<Bound, Bound>>> = {
  over: 'at-most',
  'at-most': 'over',
  'at-least': 'under',
  under: 'at-least',
}

/** How a figure's bound stands to those its sources give it. */
function boundFits({ bound, kind }: Figure, held: ReadonlySet<Bound>): 'same' | 'turned' | 'other' {
  if (held.has(bound)) return 'same'
  const includes = held.has('at-least') || held.has('at-most')
  const excludes = held.has('over') || held.has('under')
  if (bound === 'included') return includes ? 'same' : 'other'
  if (bound === 'excluded') return excludes ? 'same' : 'other'
  if (bound === 'exactly') return 'same'
  if (bound === 'none') return exact.test(kind) ? 'other' : 'same'
  const other = otherSide[bound]
  return other !== undefined && held.has(other) ? 'turned' : 'other'
}

function checkFigures(
  text: string,
  handles: readonly Handle[],
  { answer }: Basis,
): Counted | { why: Why; what: string } {
  let out = text
  let turned = false
  const held = handles.map((handle) => ({
    handle,
    figures: [handle.text, handle.label, ...handle.further].flatMap(figuresIn),
  }))
  for (const figure of figuresIn(text).toReversed()) {
    const same = held.flatMap(({ handle, figures }) =>
      figures.filter((other) => isSame(figure, other)).map((other) => ({ handle, other })),
    )
    const places = new Set(handles.map((handle) => handle.measure))
    if (figure.kind === 'count 地' && placesOf(answer, places).includes(Number(figure.value))) continue
    if (same.length === 0) return { why: 'figure', what: figure.text }
    const bounds = new Set(same.map(({ other }) => other.bound))
    const fits = boundFits(figure, bounds)
    if (fits === 'other') return { why: 'bound', what: figure.text }
    if (fits === 'turned') turned = true
    const [first] = same
    const own = first?.other.text.trim() ?? figure.text
    const isLaw = first?.handle.citation !== undefined
    if (isLaw && /\p{Script=Han}/u.test(own) === /\p{Script=Han}/u.test(text) && !/\s/u.test(own))
      out = out.slice(0, figure.start) + own + out.slice(figure.end)
  }
  return { text: out, turned }
}

/** «两地»: as many places as are named, or compared. */
function placesOf(answer: Answer, cited: ReadonlySet<string | undefined>): number[] {
  const compared = new Set(answer.citations.map((citation) => citation.measure)).size
  return [[...cited].filter((each) => each !== undefined).length, compared].filter((count) => count > 1)
}

function isSame(figure: Figure, other: Figure): boolean {
  if (figure.kind === other.kind) {
    if (figure.value === other.value) return true
    return figure.kind === 'date' && other.value.startsWith(`${figure.value}-`)
  }
  const isCount = (kind: string) => kind.startsWith('count ')
  return (
    figure.value === other.value &&
    isCount(figure.kind) &&
    isCount(other.kind) &&
    (figure.kind === 'count ' || other.kind === 'count ')
  )
}

/** A comma inside a number ends nothing. */
const clauseEnds = /(?:[，。；;：:！!？?\n]|(?<!\d),|,(?!\d))+/u

function checkSense(
  text: string,
  sources: readonly string[],
  turned: boolean,
  { answer, question }: Basis,
): { why: Why; what: string } | undefined {
  const wrong = wrongStatus(text, answer)
  if (wrong !== undefined) return { why: 'status', what: wrong }
  const lines = [...sources, answer.conclusion].map((source) =>
    source.split(clauseEnds).filter((line) => line.trim() !== ''),
  )
  for (const clause of text.split(clauseEnds)) {
    if (clause.trim().length < 4) continue
    const nearest = nearestLine(clause, lines)
    const unheard = unheardDenial(clause, `${sources.join('\n')}\n${answer.conclusion}\n${question.text}`)
    if (unheard !== undefined && !turned) return { why: 'denial', what: unheard }
    if (nearest === undefined || turned) continue
    const denied = turnedRound(clause, nearest.wide) === undefined ? undefined : turnedRound(clause, nearest.line)
    if (denied !== undefined) return { why: 'denial', what: denied }
    if (changedForce(clause, nearest.line) && changedForce(clause, nearest.wide)) return { why: 'force', what: clause }
  }
  return undefined
}

/** «有效» of an expired measure, «已过期» of one in force. */
function wrongStatus(text: string, { validity }: Answer): string | undefined {
  const says = /(?:已经?|早已)(?:过期|届满|失效|废止|作废)|不再有效|\bexpired\b|no longer in force/iu.exec(text)?.[0]
  const saysValid = /(?:现行|仍然?|还|目前|依然)有效|有效[：:，。]|\b(?:is|still) (?:in force|valid)\b/iu.exec(
    text,
  )?.[0]
  if (says !== undefined && !validity.some((each) => each.status === 'expired')) return says
  if (saysValid !== undefined && validity.length > 0 && !validity.some((each) => each.status === 'in-force'))
    return saysValid
  return undefined
}

interface Near {
  readonly line: string
  /** The same with its neighbours. */
  readonly wide: string
  readonly score: number
}

/** The line of the sources that a clause rewords; of lines with the clause's own figure where there are any. */
function nearestLine(clause: string, sources: readonly (readonly string[])[]): Near | undefined {
  const wanted = pairsOf(clause)
  const near = sources.flatMap((lines) =>
    lines.flatMap((line, i): Near[] => {
      const own = pairsOf(line)
      const shared = [...wanted].filter((pair) => own.has(pair)).length
      const wide = [lines[i - 1] ?? '', line, lines[i + 1] ?? ''].join('，')
      return shared < 2 ? [] : [{ line, wide, score: shared / Math.sqrt(own.size + 4) }]
    }),
  )
  const figures = figuresIn(clause)
  const sameFigure = near.filter(({ line }) =>
    figuresIn(line).some((held) => figures.some((own) => isSame(own, held) && own.bound === held.bound)),
  )
  return (sameFigure.length > 0 ? sameFigure : near).reduce<Near | undefined>(
    (best, each) => (best === undefined || each.score > best.score ? each : best),
    undefined,
  )
}

function pairsOf(text: string): Set<string> {
  const han = text.match(/\p{Script=Han}+/gu) ?? []
  const pairs = han.flatMap((run) =>
    [...run].flatMap((character, i, all) => (i === 0 ? [] : [`${all[i - 1]}${character}`])),
  )
  return new Set([...pairs, ...(text.toLowerCase().match(/[a-z]{4,}/gu) ?? []).map((word) => word.slice(0, 6))])
}

function groundOf(text: string, sources: readonly string[]): number {
  const wanted = pairsOf(text)
  const held = new Set(sources.flatMap((source) => [...pairsOf(source)]))
  return wanted.size === 0 ? 1 : [...wanted].filter((pair) => held.has(pair)).length / wanted.size
}

/** Whether a yes or no at the beginning is borne out: by the code's own answer, or by the force of what is quoted. */
function decided(
  lead: ReturnType<typeof leadOf>,
  body: string,
  { answer, question }: Basis,
): 'right' | 'wrong' | 'undecided' {
  if (lead === undefined) return answer.end === 'answer-by-rule' ? agreesWithRule(body, answer) : 'right'
  const own = leadOf(answer.conclusion)
  if (own !== undefined) return own.isYes === lead.isYes ? 'right' : 'wrong'
  if (answer.end === 'answer-by-rule') return agreesWithRule(`${lead.isYes ? '' : '不'}${body}`, answer)
  // Its clauses have been found to say what their sources say, so their force is the sources'.
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
  return denies(answer.conclusion) === denies(text) ? 'right' : 'wrong'
}
