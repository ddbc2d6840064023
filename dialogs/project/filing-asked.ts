/** Documents asked for in words: which ones, of which project, by which measure. */
import type { FilingOutline } from '#knowledge/law/filing.ts'
import { authoritative } from '#knowledge/law/load.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import type { Step } from '../conversation.ts'
import { bindingMeasures, placesNamed, withoutPlaces } from '../places.ts'
import { filingWordsIn } from '../wording/filing-words.ts'
import { option, plain } from './ask.ts'
import { askAgain, begin, chosenBy } from './filing-begin.ts'
import { filingsMeant, filingWanted, isNamed } from './filing-meant.ts'
import { offerProjects, whichOf } from './filing-offered.ts'
import { filingsAbout, filingsNamed, type SeveralWanted, severalWanted, splitNames } from './filing-several.ts'
import { filingsDue, listFilings } from './filings.ts'
import { measureOf } from './questions.ts'
import { type KnownProject, mayChange } from './record.ts'
import { projectSpokenOf } from './spoken-of.ts'
import { say, type Talk } from './talk.ts'

const asksForList =
  /^(?:请问)?(?:我的|我们的?|这个|该|本)(?:项目)?(?:现在|目前|还|接下来)*(?:需要|要|应该?|得)?(?:准备|提交|交|报|写)(?:什么|哪些|啥)(?:申报)?(?:材料|文件|文档|资料|东西)[呢啊呀]?[?？。]*$|^(?:查看|看看|打开)?(?:项目)?材料清单$|^(?:my )?documents$/iu
const asksAgain =
  /^(?:请|麻烦)?(?:把)?(?:刚才|上次|之前)?(?:没有?填|没答|没回答|跳过|漏填|漏掉|漏|还缺|缺|待填)的?(?:内容|项|问题|几项|地方|部分)?(?:都|全|再|重新|请|你)*(?:问|补)(?:我|问)?(?:一遍|一下|一次)?(?:吧)?[。！!]*$|^ask me (?:again )?what (?:is|was) (?:missing|skipped)/iu

/** @returns undefined where no document is asked for */
export async function filingAsked(talk: Talk, text: string): Promise<Step | undefined> {
  const focused = projectSpokenOf(talk)
  if (asksForList.test(text.trim())) return focused === undefined ? undefined : listFilings(talk, focused.record)
  if (asksAgain.test(text.trim())) return focused === undefined ? undefined : againOf(talk, focused)
  if (filingWanted(text) === undefined && severalWanted(text) === undefined) return undefined
  const { law } = talk.ports
  const [named] = placesNamed(law, text)
  const own = focused === undefined ? undefined : measureOf(focused.record, law)
  const place = authoritative(law, named ?? own?.id ?? talk.conversation.measure ?? talk.ports.person.measure ?? '')
  if (place === undefined) return whichPlace(talk, text)
  return requestIn(talk, place, withoutPlaces(law, text), own?.id === place.id ? focused : undefined)
}

/** The same words, by one measure. */
export async function requestIn(
  talk: Talk,
  measure: Measure,
  text: string,
  known: KnownProject | undefined,
): Promise<Step | undefined> {
  const wanted = filingWanted(text)
  const several = severalWanted(text) ?? severalIn(wanted, measure)
  if (several !== undefined) {
    const step = await severalAsked(talk, measure, several, known)
    if (step !== undefined) return step
  }
  return wanted === undefined ? undefined : offer(talk, measure, wanted, known)
}

/** «生成申报表和可研» names two; «建设方案和预算» is one document's own name. */
function severalIn(wanted: string | undefined, { filings }: Measure): SeveralWanted | undefined {
  if (wanted === undefined || isNamed(wanted, filings)) return undefined
  const names = splitNames(wanted)
  return names.length > 1 ? { kind: 'named', names } : undefined
}

/** @returns undefined where what is named is no document at all */
async function severalAsked(
  talk: Talk,
  measure: Measure,
  several: SeveralWanted,
  known: KnownProject | undefined,
): Promise<Step | undefined> {
  const words = filingWordsIn(talk.lang)
  if (several.kind === 'named') {
    const { found, unclear } = filingsNamed(several.names, measure.filings)
    if (found.length === 0 && unclear.every(({ among }) => among.length === 0)) return undefined
    const lead = unclear.filter(({ among }) => among.length === 0).map(({ name }) => noneFits(talk, measure, name))
    const [open] = unclear.filter(({ among }) => among.length > 1)
    if (found.length === 0 && open !== undefined) return whichOf(talk, open.among, known)
    const told = open === undefined ? lead : [...lead, words.unclear(open.name)]
    return chooseProject(talk, measure, found, known, told)
  }
  const due = known === undefined ? undefined : await filingsDue(known.record, measure, talk.ports)
  const about = several.kind === 'about' ? filingsAbout(several.words, measure.filings) : measure.filings
  if (about.length === 0) return saysNoneFits(talk, measure, several.kind === 'about' ? several.words : '', known)
  const fits = ({ id }: FilingOutline) =>
    due === undefined || (several.kind === 'due' ? due.get(id) === 'now' : due.get(id) !== 'not-due')
  const found = about.filter(fits)
  if (found.length === 0) return say(talk, [plain(words.noneDue)])
  const later =
    several.kind === 'due' && due !== undefined ? [...due.values()].filter((state) => state === 'later').length : 0
  return chooseProject(talk, measure, found, known, later === 0 ? [] : [words.leftForLater(later)])
}

function chooseProject(
  talk: Talk,
  measure: Measure,
  outlines: readonly FilingOutline[],
  known: KnownProject | undefined,
  lead: readonly string[],
): Promise<Step> | Step {
  if (known !== undefined) return begin(talk, { measure, outlines, lead }, known)
  return offerProjects(talk, measure, outlines)
}

/** @returns undefined where the words name nothing that could be a document */
function offer(talk: Talk, measure: Measure, wanted: string, known: KnownProject | undefined): Promise<Step> | Step {
  const found = filingsMeant(wanted, measure.filings)
  if (found.length === 0) return saysNoneFits(talk, measure, wanted, known)
  if (found.length > 1) return whichOf(talk, found, known)
  return chooseProject(talk, measure, found, known, [])
}

function noneFits({ lang }: Talk, { filings }: Measure, name: string): string {
  const words = filingWordsIn(lang)
  return words.noneFits(name, filings.map(({ title }) => title[lang]).join(words.comma))
}

/** What is due now may well be what was meant. */
async function saysNoneFits(
  talk: Talk,
  measure: Measure,
  name: string,
  known: KnownProject | undefined,
): Promise<Step> {
  const due = known === undefined ? undefined : await filingsDue(known.record, measure, talk.ports)
  const offered = measure.filings.filter(({ id }) => due?.get(id) === 'now')
  const { make } = filingWordsIn(talk.lang)
  const project = known?.record.id ?? ''
  const options = offered.map(({ id, title }) => option(make(title[talk.lang]), 'filing', { project, filing: id }))
  return say(talk, [plain(noneFits(talk, measure, name), options)])
}

/** The document made last is the one that is gone through again. */
async function againOf(talk: Talk, known: KnownProject): Promise<Step | undefined> {
  const last = known.record.made?.at(-1)?.filing
  const chosen = last === undefined ? undefined : chosenBy(talk, last)
  if (!mayChange(known)) return undefined
  if (chosen !== undefined) return askAgain(talk, known, chosen)
  const step = await listFilings(talk, known.record)
  return { ...step, replies: [plain(filingWordsIn(talk.lang).noneMade), ...step.replies] }
}

function whichPlace(talk: Talk, words: string): Step {
  const options = bindingMeasures(talk.ports.law).map((measure) =>
    option(measure.jurisdiction[talk.lang], 'filing-place', { measure: measure.id, words }),
  )
  return say(talk, [plain(filingWordsIn(talk.lang).whichPlace, options)])
}
