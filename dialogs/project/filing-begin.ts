/** From a document that is chosen to the document: what it lacks is asked first where it may be, then it is made. */
import type { FilingOutline } from '#knowledge/law/filing.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import type { FilingGap } from '#tools/filing/gaps.ts'
import { InputError } from '#tools/input-error.ts'
import type { Filling, OpenDialog, Step } from '../conversation.ts'
import { filingWordsIn } from '../wording/filing-words.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { plain } from './ask.ts'
import { makeSeveral } from './filing-bundle.ts'
import { generate, keptWith, makeFiling } from './filing-made.ts'
import { askBefore } from './fill-asked.ts'
import { asksAtMost, mayAskFirst, nextToAsk } from './fill-first.ts'
import { isAtOnce, type ToldBefore, takeFilling } from './fill-taken.ts'
import { type KnownProject, mayChange, type ProjectRecord } from './record.ts'
import { knownProject, say, type Talk } from './talk.ts'

/** Documents of one measure that are made together. */
export interface Chosen {
  readonly measure: Measure
  readonly outlines: readonly FilingOutline[]
  /** What is said of them before they are made. */
  readonly lead?: readonly string[]
}

/** @param ids filing ids joined by commas @returns undefined where one of them is none, or they are of several measures */
export function chosenBy({ ports: { law } }: Talk, ids: string): Chosen | undefined {
  const wanted = ids.split(',')
  const measure = law.measures.find(({ filings }) => filings.some(({ id }) => id === wanted[0]))
  const outlines = measure?.filings.filter(({ id }) => wanted.includes(id)) ?? []
  return measure === undefined || outlines.length < new Set(wanted).size ? undefined : { measure, outlines }
}

/** What is missing is asked first, where it may be; else the documents are made. */
export async function begin(talk: Talk, chosen: Chosen, known: KnownProject | undefined): Promise<Step> {
  if (known === undefined || !mayChange(known) || !mayAskFirst(talk, known.record)) return make(talk, chosen, known)
  return goOnFilling(talk, known, chosen, { asked: [] }, { record: known.record, keeps: false })
}

export function make(talk: Talk, { measure, outlines, lead }: Chosen, known: KnownProject | undefined): Promise<Step> {
  const [only] = outlines
  if (only !== undefined && outlines.length === 1) return makeFiling(talk, measure, only, known)
  return makeSeveral(talk, measure, outlines, known, lead)
}

/** One question about a document, chosen by its button. */
export function askOne(talk: Talk, { record }: KnownProject, filing: string, name: string): Step {
  return askBefore(talk, record, { filing, asked: [name], mode: 'one' })
}

/** «把没填的再问我一遍»: what was passed over is asked too. */
export async function askAgain(talk: Talk, known: KnownProject, chosen: Chosen): Promise<Step> {
  const gaps = await gapsOf(talk, chosen, known.record)
  if (nextToAsk(gaps, { asked: [], mode: 'again' }, []) === undefined)
    return withLead(await make(talk, chosen, known), filingWordsIn(talk.lang).nothingToAsk)
  return goOnFilling(talk, known, chosen, { asked: [], mode: 'again' }, { record: known.record, keeps: false })
}

function withLead(step: Step, lead: string): Step {
  return { ...step, replies: [plain(lead), ...step.replies] }
}

/** Words after a question that was put before a document. @returns undefined where they are about something else */
export async function answeredBefore(
  talk: Talk,
  open: OpenDialog | undefined,
  text: string,
): Promise<Step | undefined> {
  const known = knownProject(talk, open?.project)
  if (open?.filling === undefined || known === undefined || !mayChange(known)) return undefined
  const taken = takeFilling(talk, known.record, open.filling, text)
  if (taken === undefined) return undefined
  if ('step' in taken) return taken.step
  const chosen = chosenBy(talk, open.filling.filing)
  if (chosen === undefined) return say(talk, [plain(zh.gone)])
  const filling = taken.asksAgain === true ? { ...open.filling, asked: open.filling.asked.slice(0, -1) } : open.filling
  return goOnFilling(talk, known, chosen, isAtOnce(text) ? allAsked(filling) : filling, taken)
}

function allAsked(filling: Filling): Filling {
  return { ...filling, asked: Array.from({ length: asksAtMost }, () => '') }
}

export async function goOnFilling(
  talk: Talk,
  { access }: KnownProject,
  chosen: Chosen,
  { asked, mode }: Pick<Filling, 'asked' | 'mode'>,
  { record, keeps, lead }: ToldBefore,
): Promise<Step> {
  const next = nextToAsk(
    await gapsOf(talk, chosen, record),
    { asked, ...(mode === undefined ? {} : { mode }) },
    record.interview.skipped,
  )
  // What is made is kept with it; a question keeps only what was just told.
  if (next === undefined) return keptAtLeast(talk, await make(talk, chosen, { record, access }), record, keeps)
  const filing = chosen.outlines.map(({ id }) => id).join(',')
  const filling = { filing, asked: [...asked, next], ...(mode === undefined ? {} : { mode }) }
  const step = askBefore(talk, record, filling, lead)
  return keeps ? keptWith(talk, step, record) : step
}

/** A document that could not be made keeps nothing by itself; what was told for it is kept all the same. */
function keptAtLeast(talk: Talk, step: Step, record: ProjectRecord, keeps: boolean): Promise<Step> | Step {
  return keeps && step.changes === undefined ? keptWith(talk, step, record) : step
}

/** What the documents would lack together; nothing where one cannot be made, which is told when it is. */
async function gapsOf(talk: Talk, { measure, outlines }: Chosen, record: ProjectRecord): Promise<FilingGap[]> {
  const gaps: FilingGap[] = []
  for (const { id } of outlines) {
    try {
      gaps.push(...(await generate(talk, measure, id, record)).gaps)
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      return []
    }
  }
  return gaps
}
