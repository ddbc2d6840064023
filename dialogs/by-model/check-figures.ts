/** A sentence's figures and limits against those of the sources it names. */
import type { Answer } from '../conversation.ts'
import type { Handle } from '../handles.ts'
import type { Basis, Why } from './basis.ts'
import { type Bound, type Figure, figuresIn, isSameFigure, withoutPlaces } from './figures.ts'
import { clauseEnds, isOfThisMatter, linesOf, nearestLine, pairsOf } from './nearest-line.ts'
import { allows, denialsIn, forceOf } from './sense.ts'

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

export function checkFigures(
  text: string,
  handles: readonly Handle[],
  { answer }: Basis,
): Counted | { why: Why; what: string } {
  let out = text
  let turned = false
  const held = handles.map((handle) => ({
    handle,
    figures: figuresOf(handle),
  }))
  for (const figure of figuresIn(text).toReversed()) {
    const same = held.flatMap(({ handle, figures }) =>
      figures.filter((other) => isSameFigure(figure, other)).map((other) => ({ handle, other })),
    )
    const places = new Set(handles.map((handle) => handle.measure))
    if (figure.kind === 'count 地' && placesOf(answer, places).includes(Number(figure.value))) continue
    if (
      same.length === 0 &&
      isOnceEach(
        figure,
        text,
        held.flatMap(({ figures }) => figures),
      )
    )
      continue
    if (same.length === 0 && countsList(figure, text, handles)) continue
    if (same.length === 0) return { why: 'figure', what: figure.text }
    // Our own answer tells a limit from the asker’s side («未超过200万元»): where the article tells it, that counts.
    const ofLaw = same.filter(({ handle, other }) => handle.citation !== undefined && handle.text.includes(other.text))
    const sources = handles.flatMap((each) => [each.text, ...each.further])
    if (
      matters.test(figure.kind) &&
      !isOfThisMatter(figure.text.trim(), withoutPlaces(text), sources, (sentence) =>
        figuresIn(sentence).some((other) => isSameFigure(figure, other)),
      )
    )
      return { why: 'figure', what: figure.text }
    const bounds = boundsOf(figure, text, ofLaw.length > 0 ? ofLaw : same)
    const fits = boundFits(figure, bounds)
    if (fits === 'other') return { why: 'bound', what: figure.text }
    if (fits === 'turned' && !turnsToo(text, figure, handles)) return { why: 'bound', what: figure.text }
    if (fits === 'turned') turned = true
    // «2028年» is not to become «2028年11月30日»: only the same amount is written as the source has it.
    const first = same.find(({ other }) => other.value === figure.value)
    const own = first?.other.text.trim() ?? figure.text
    const isLaw = first?.handle.citation !== undefined
    if (isLaw && /\p{Script=Han}/u.test(own) === /\p{Script=Han}/u.test(text) && !/\s/u.test(own))
      out = out.slice(0, figure.start) + own + out.slice(figure.end)
  }
  return { text: out, turned }
}

const matters = /^(?:money|share|working-days|days|weeks|months|hours)$/u

const figuresKnown = new WeakMap<Handle, readonly Figure[]>()

/** A source is read once, however many sentences name it. */
function figuresOf(handle: Handle): readonly Figure[] {
  const known = figuresKnown.get(handle)
  if (known !== undefined) return known
  const figures = [handle.text, handle.label, ...handle.further].flatMap(figuresIn)
  figuresKnown.set(handle, figures)
  return figures
}

interface Held {
  readonly handle: Handle
  readonly other: Figure
}

const above: ReadonlySet<Bound> = new Set(['over', 'at-least'])
const below: ReadonlySet<Bound> = new Set(['under', 'at-most'])
const boundWords = /及?以[上下内]|不得?超过|超过|不低于|低于|不少于|少于|不足|小于|大于|的/gu

/** Its limits in the sources; where one sentence has «200万元以上» and another «200万元以下», those of the sentence reworded. */
function boundsOf(figure: Figure, text: string, same: readonly Held[]): ReadonlySet<Bound> {
  const bounds = new Set(same.map(({ other }) => other.bound))
  const isAmbiguous = [...bounds].some((bound) => above.has(bound)) && [...bounds].some((bound) => below.has(bound))
  if (!isAmbiguous || (!above.has(figure.bound) && !below.has(figure.bound))) return bounds
  const wanted = pairsOf(text.replace(boundWords, '，'))
  const near = [...new Set(same.map(({ handle }) => handle))]
    .flatMap((handle) => handle.text.split(/[。；;\n]/u))
    .flatMap((sentence) => {
      const found = figuresIn(sentence).filter((each) => isSameFigure(figure, each))
      const own = pairsOf(sentence.replace(boundWords, '，'))
      return found.length === 0 ? [] : [{ found, shared: [...wanted].filter((pair) => own.has(pair)).length }]
    })
    .sort((a, b) => b.shared - a.shared)
  const [best, next] = near
  if (best === undefined || best.shared === next?.shared) return bounds
  return new Set(best.found.map((each) => each.bound))
}

/** A list of cases stands some lines below what holds for them. */
const linesAround = 8

const tellsRule =
  /要求|须|需(?!求)|应|必|要(?!件|素|点)|的是|针对|适用|规定|是指|\b(?:must|shall|applies|apply|requires?)\b/iu

/** «未超过200万元的不用», «超过15%的应走变更» of «不超过15%的可以自行调整»: of the other side the other thing must be said. */
function turnsToo(text: string, figure: Figure, handles: readonly Handle[]): boolean {
  const denied = denialsIn(text).map(({ head }) => head)
  // «已满一年的不予支持» of «未满一年的不予支持»: what both deny has not been turned.
  const law = handles.filter(({ citation }) => citation !== undefined).map((handle) => handle.text)
  const known = new Set(denialsIn(law.join('\n')).map(({ head }) => head))
  if (denied.some((head) => known.has(head))) return false
  // «不需要报：要求的是不超过200万的»: what is denied stands apart, and of the other side the duty is told.
  const own = `${text.slice(0, figure.start).split(clauseEnds).at(-1)}${text.slice(figure.start).split(clauseEnds)[0]}`
  if (denied.length > 0) return denialsIn(own).length > 0 || !tellsRule.test(own)
  const lines = handles.flatMap((handle) => linesOf(handle.text))
  const at = lines.findIndex((line) => figuresIn(line).some((other) => isSameFigure(figure, other)))
  return allows(lines.slice(Math.max(0, at - linesAround), at + linesAround).join('，')) && forceOf(text) === 'obliges'
}

/** «两地»: as many places as are named, or compared. */
function placesOf(answer: Answer, cited: ReadonlySet<string | undefined>): number[] {
  const compared = new Set(answer.citations.map((citation) => citation.measure)).size
  return [[...cited].filter((each) => each !== undefined).length, compared].filter((count) => count > 1)
}

/** «每季度末报一次» of «每季度末»: where no source counts how many times. */
function isOnceEach({ kind, value, start }: Figure, text: string, held: readonly Figure[]): boolean {
  const counts = /^count [次回]$/u
  if (!counts.test(kind) || value !== '1' || held.some((other) => counts.test(other.kind))) return false
  return /每[^，。；]{1,20}$/u.test(text.slice(0, start))
}

const listed = /^count (?:|种|样|类|项|部分|阶段|环节|情形|条件|关|步|方面)$/u
const listMark = /[（(]([一二三四五六七八九十]+)[)）]/gu

/** «三种情形»: a source counts them off, or names so many in the line that is reworded. */
function countsList(figure: Figure, text: string, handles: readonly Handle[]): boolean {
  if (!listed.test(figure.kind)) return false
  const sources = handles.map((handle) => handle.text)
  if (sources.some((source) => listLengths(source).includes(Number(figure.value)))) return true
  const clause = text.split(clauseEnds).find((each) => each.includes(figure.text)) ?? ''
  const near = nearestLine(clause, sources.map(linesOf))
  if (near !== undefined && near.line.split(/、|以及|和|及|与/u).length === Number(figure.value)) return true
  return countsOwnList(figure, text, sources)
}

/** «要明确四样：A、B、C、D»: it lists as many itself, and the line that lists them has as many. */
function countsOwnList(figure: Figure, text: string, sources: readonly string[]): boolean {
  const list = /^[^，。；：:]{0,12}[：:]([^。；]+)/u.exec(text.slice(figure.end))?.[1]
  if (list === undefined || ![/、/u, /[，,]/u].some((mark) => list.split(mark).length === Number(figure.value)))
    return false
  const near = nearestLine(list, sources.map(linesOf))
  return near !== undefined && near.line.split('、').length === Number(figure.value)
}

function listLengths(source: string): number[] {
  const marks = [...source.matchAll(listMark)].map(([, mark = '']) => '一二三四五六七八九十'.indexOf(mark) + 1)
  return marks.filter((mark, i) => mark > 1 && marks[i + 1] !== mark + 1)
}
