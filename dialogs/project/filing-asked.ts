/** Documents asked for, in words or by a button: which one, of which project, by which measure. */
import type { FilingOutline } from '#knowledge/law/filing.ts'
import { authoritative, findMeasure } from '#knowledge/law/load.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import type { ButtonPayload, OpenDialog, ReplyOption, Step } from '../conversation.ts'
import { bindingMeasures, placesNamed, withoutPlaces } from '../places.ts'
import { filingWordsIn } from '../wording/filing-words.ts'
import { resultsIn } from '../wording/project-results.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { option, plain } from './ask.ts'
import { gapsOfFiling, makeFiling } from './filing-made.ts'
import { filingsMeant, filingWanted } from './filing-meant.ts'
import { listFilings } from './filings.ts'
import {
  askBefore,
  isAtOnce,
  keptWith,
  mayAskFirst,
  nextToAsk,
  pressedAnswer,
  type ToldBefore,
  takeFilling,
} from './fill-first.ts'
import { measureOf } from './questions.ts'
import { type KnownProject, mayChange } from './record.ts'
import { knownProject, say, type Talk } from './talk.ts'

const asksForList =
  /^(?:请问)?(?:我的|我们的?|这个|该|本)(?:项目)?(?:现在|目前|还|接下来)*(?:需要|要|应该?|得)?(?:准备|提交|交|报|写)(?:什么|哪些|啥)(?:申报)?(?:材料|文件|文档|资料|东西)[呢啊呀]?[?？。]*$|^(?:查看|看看|打开)?(?:项目)?材料清单$|^(?:my )?documents$/iu

/** @returns undefined where no document is asked for */
export async function filingAsked(talk: Talk, text: string): Promise<Step | undefined> {
  const focused = projectSpokenOf(talk)
  if (asksForList.test(text.trim())) return focused === undefined ? undefined : listFilings(talk, focused.record)
  const { law } = talk.ports
  const wanted = filingWanted(text)
  if (wanted === undefined) return undefined
  const [named] = placesNamed(law, text)
  const own = focused === undefined ? undefined : measureOf(focused.record, law)
  const place = authoritative(law, named ?? own?.id ?? talk.conversation.measure ?? talk.ports.person.measure ?? '')
  if (place === undefined) return whichPlace(talk, text)
  return offer(talk, place, withoutPlaces(law, wanted), own?.id === place.id ? focused : undefined)
}

/** Words after a question that was put before a document. @returns undefined where they are about something else */
export async function answeredBefore(
  talk: Talk,
  open: OpenDialog | undefined,
  text: string,
): Promise<Step | undefined> {
  const known = knownProject(talk, open?.project)
  if (open?.filling === undefined || known === undefined || !mayChange(known)) return undefined
  const filled = takeFilling(talk, known.record, open.filling, text)
  if (filled === undefined) return undefined
  return 'step' in filled ? filled.step : goOnFilling(talk, known, open.filling, filled, isAtOnce(text))
}

/** @returns undefined where the button is none of these */
export function pressFiling(
  talk: Talk,
  button: ButtonPayload,
  open: OpenDialog | undefined,
): Promise<Step> | Step | undefined {
  const { verb, args } = button
  const known = knownProject(talk, String(args.project ?? ''))
  const { law } = talk.ports
  if (verb === 'project-filings') return known === undefined ? gone(talk) : listFilings(talk, known.record)
  if (verb === 'project-filing-place') {
    const measure = findMeasure(law, String(args.measure ?? ''))
    const wanted = filingWanted(String(args.words ?? ''))
    return measure === undefined || wanted === undefined ? undefined : offer(talk, measure, wanted, undefined)
  }
  if (verb === 'project-filing-answer' || verb === 'project-filing-skip') {
    const asked = open?.project === known?.record.id ? (open?.filling?.asked ?? []) : []
    const filling = { filing: String(args.filing ?? ''), asked }
    if (known === undefined || !mayChange(known)) return gone(talk)
    const filled =
      verb === 'project-filing-skip'
        ? { record: known.record, keeps: false }
        : pressedAnswer(talk, known.record, button)
    return filled === undefined ? gone(talk) : goOnFilling(talk, known, filling, filled, false)
  }
  if (verb !== 'project-filing') return undefined
  const found = outlineOf(talk, String(args.filing ?? ''))
  if (found === undefined || (args.project !== undefined && known === undefined)) return gone(talk)
  if (args.atOnce === true) return makeFiling(talk, found.measure, found.outline, known)
  return begin(talk, found.measure, found.outline, known)
}

function outlineOf({ ports: { law } }: Talk, id: string) {
  const measure = law.measures.find(({ filings }) => filings.some((each) => each.id === id))
  const outline = measure?.filings.find((each) => each.id === id)
  return measure === undefined || outline === undefined ? undefined : { measure, outline }
}

/** What is missing is asked first, where it may be; else the document is made. */
async function begin(
  talk: Talk,
  measure: Measure,
  outline: FilingOutline,
  known: KnownProject | undefined,
): Promise<Step> {
  if (known === undefined || !mayChange(known) || !mayAskFirst(talk, known.record))
    return makeFiling(talk, measure, outline, known)
  return goOnFilling(talk, known, { filing: outline.id, asked: [] }, { record: known.record, keeps: false }, false)
}

async function goOnFilling(
  talk: Talk,
  { access }: KnownProject,
  { filing, asked }: { readonly filing: string; readonly asked: readonly string[] },
  { record, keeps }: ToldBefore,
  isAtOnce: boolean,
): Promise<Step> {
  const found = outlineOf(talk, filing)
  if (found === undefined) return gone(talk)
  const gaps = isAtOnce ? [] : await gapsOfFiling(talk, filing, record)
  const next = nextToAsk(gaps, asked, record.interview.skipped)
  const step =
    next === undefined
      ? await makeFiling(talk, found.measure, found.outline, { record, access })
      : askBefore(talk, record, filing, [...asked, next])
  return keeps ? keptWith(talk, step, record) : step
}

function gone(talk: Talk): Step {
  return say(talk, [plain(zh.gone)])
}

/** The project spoken of last, else the only one that is not archived. */
function projectSpokenOf(talk: Talk): KnownProject | undefined {
  const living = talk.projects.known.filter(({ record }) => record.status !== 'archived')
  const focused = living.find(({ record }) => record.id === talk.conversation.focus)
  return focused ?? (living.length === 1 ? living[0] : undefined)
}

function whichPlace(talk: Talk, words: string): Step {
  const options = bindingMeasures(talk.ports.law).map((measure) =>
    option(measure.jurisdiction[talk.lang], 'filing-place', { measure: measure.id, words }),
  )
  return say(talk, [plain(filingWordsIn(talk.lang).whichPlace, options)])
}

function offer(talk: Talk, measure: Measure, wanted: string, known: KnownProject | undefined): Promise<Step> | Step {
  const words = filingWordsIn(talk.lang)
  const found = filingsMeant(wanted, measure.filings)
  const [only] = found
  if (only === undefined) {
    const titles = measure.filings.map(({ title }) => title[talk.lang]).join(words.comma)
    return say(talk, [plain(words.noneFits(wanted, titles))])
  }
  if (found.length > 1)
    return say(talk, [
      plain(
        words.which,
        found.map((each) => makeOption(talk, each, known)),
      ),
    ])
  if (known !== undefined) return begin(talk, measure, only, known)
  const living = talk.projects.known.filter(
    ({ record }) => record.status !== 'archived' && measureOf(record, talk.ports.law)?.id === measure.id,
  )
  const title = only.title[talk.lang]
  if (living.length > 0) {
    const options = living.map(({ record }) =>
      option(record.project.name ?? zh.unnamed, 'filing', { project: record.id, filing: only.id }),
    )
    return say(talk, [plain(resultsIn(talk.lang).whichProject, [...options, blank(talk, only)])])
  }
  return say(talk, [plain(words.blankOrProject(title), [blank(talk, only), option(zh.declareButton, 'declare', {})])])
}

function blank(talk: Talk, { id, title }: FilingOutline): ReplyOption {
  return option(filingWordsIn(talk.lang).makeBlank(title[talk.lang]), 'filing', { filing: id })
}

function makeOption(talk: Talk, outline: FilingOutline, known: KnownProject | undefined): ReplyOption {
  if (known === undefined) return blank(talk, outline)
  const args = { project: known.record.id, filing: outline.id }
  return option(filingWordsIn(talk.lang).make(outline.title[talk.lang]), 'filing', args)
}
