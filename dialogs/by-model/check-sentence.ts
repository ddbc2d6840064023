/** One sentence of a draft against the sources it names. Nothing here knows how the sentence was made. */
import { findHandle, type Handle } from '../handles.ts'
import { placesNamed } from '../places.ts'
import type { Basis, Why } from './basis.ts'
import { checkFigures } from './check-figures.ts'
import { checkSense, decided } from './check-sense.ts'
import { figuresIn, isSameFigure, withoutPlaces } from './figures.ts'
import { foreignNames, foreignPlaces } from './names.ts'
import { groundOf } from './nearest-line.ts'
import { leadOf } from './sense.ts'
import { type Marked, readMarks } from './sentences.ts'

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
  const marked = readMarks(sentence, basis.handles.values)
  const verdict = checkMarked(sentence, marked, basis)
  if (verdict.kept !== undefined) return verdict
  const shorter = withoutIdleClause(marked.words, verdict.struck, basis)
  if (shorter === undefined) return verdict
  const again = checkMarked(shorter, { ...marked, words: shorter }, basis)
  return again.kept === undefined ? verdict : { ...verdict, kept: again.kept }
}

const clauseMark = /[，；]|(?<!\d),|,(?!\d)/gu
const conditions = /[若如]|超过|以上|的时|的话|除|但|仅|只|限|\b(?:if|when|where|unless|except|only|but)\b/iu

/**
 * «280万占14%，不超过15%的…»: what the asker said, said again at the beginning; or a hint at the end («另见附件4»). Without it
 * the sentence says what it said. Never a condition, and never a limit.
 */
function withoutIdleClause(words: string, struck: Struck | undefined, { question }: Basis): string | undefined {
  const marks = [...words.matchAll(clauseMark)]
  const [first, last] = [marks[0], marks.at(-1)]
  if (struck?.what === undefined || first === undefined || last === undefined) return undefined
  const head = words.slice(0, first.index)
  const asked = figuresIn(question.text)
  const repeats = figuresIn(head).some((own) => asked.some((said) => isSameFigure(own, said)))
  if (struck.why === 'figure' && repeats && !conditions.test(head)) return words.slice(first.index + first[0].length)
  const tail = words.slice(last.index + last[0].length)
  const isHint =
    struck.why === 'name' || (struck.why === 'figure' && figuresIn(tail).every(({ kind }) => kind === 'annex'))
  const mark = /[。.！!]$/u.exec(words)?.[0] ?? ''
  const rest = words.slice(0, last.index)
  return isHint && !conditions.test(tail) && !/[后前时的]$/u.test(rest) ? rest + mark : undefined
}

/** «按诸城的规定，九江…»: what is said of one place is not another’s rule. */
function namesOther(body: string, [head, named = '']: RegExpExecArray, { law }: Basis): boolean {
  const places = placesNamed(law, named)
  return places.length > 0 && placesNamed(law, body.slice(head.length)).some((place) => !places.includes(place))
}

function checkMarked(sentence: string, { words, cites, unknown }: Marked, basis: Basis): Verdict {
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
  const said = withoutPlaces(body)
  const figures = checkFigures(body, handles, basis)
  if ('why' in figures) return strike(figures.why, figures.what)
  const [name] = foreignNames(body, sources)
  if (name !== undefined) return strike('name', name)
  const measures = handles.flatMap((handle) => handle.measure ?? [])
  const [place] = foreignPlaces(body, sources, measures, basis.law)
  if (place !== undefined) return strike('place', place)
  const heading = /^(?:按照?|依照?|根据|under\s)([^，,：:]+)[，,：:]/iu.exec(body)
  if (new Set(measures).size > 1 && heading !== null && namesOther(body, heading, basis))
    return strike('place', heading[0])
  const sense = checkSense(said, sources, figures.turned, basis)
  if (sense !== undefined) return strike(sense.why, sense.what)
  if (said !== '' && groundOf(said, [...sources, basis.question.text, basis.question.before]) < groundedFrom)
    return strike('ungrounded')
  const borneOut = decided(lead, said, basis)
  if (borneOut === 'wrong') return strike('denial', lead?.words)
  const text = borneOut === 'undecided' ? figures.text : `${words.slice(0, words.length - body.length)}${figures.text}`
  if (!/[\p{L}\p{N}]/u.test(text)) return strike('undecided', lead?.words)
  const kept = { text: text.trim(), cites: handles }
  return borneOut === 'undecided'
    ? { kept, struck: { text: sentence.trim(), why: 'undecided', what: lead?.words ?? '' } }
    : { kept }
}
