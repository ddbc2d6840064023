/** The interview: takes an answer, corrects an earlier one, goes back, skips, explains; then the next question follows from what is known. */
import { type FactName, type Facts, facts as factList, isFactName } from '#knowledge/law/facts.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import type { ButtonPayload, Reply, Step } from '../conversation.ts'
import { placesNamed } from '../places.ts'
import type { Repair } from '../repair.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { answerTitles, ask, itemsOf, option, plain, sentenceOf } from './ask.ts'
import { changeLines } from './change-lines.ts'
import { measureOf, natureFacts, nextQuestion } from './questions.ts'
import { type ReadAnswer, readAnswer, readOrdinalChoice } from './read-answer.ts'
import { factsOf, type ProjectRecord, type QuestionKey, type Source, type Told, tell, withInterview } from './record.ts'
import { keyOf } from './review.ts'
import { projectSaid } from './said.ts'
import { sayFact } from './say.ts'
import { keep, say, sourceOf, type Talk } from './talk.ts'
import { countsOf, countsSaid, factsTicked, readTicks, ticksOf } from './ticks.ts'
import { why } from './why.ts'

/** What came of trying to read an answer. */
type Taken = Told | { readonly vague: Extract<ReadAnswer, { kind: 'vague' }> } | undefined

/** An answer in words. @returns undefined where the words are no answer to what is asked */
export async function takeWords(talk: Talk, record: ProjectRecord, key: QuestionKey): Promise<Step | undefined> {
  const text = talk.message.text.trim()
  const taken = readWords(talk, record, key, text)
  if (taken === undefined) return undefined
  if ('vague' in taken) return askBack(talk, record, key, taken.vague)
  return takeTold(talk, record, key, taken, sourceOf(talk, text))
}

/** What the words could not be read as: asked once more in other words, then with examples. */
export function unread(talk: Talk, record: ProjectRecord, key: QuestionKey): Step {
  const times = talk.conversation.dialog?.unread ?? 0
  const reply = ask(record, key, talk.ports)
  const lead = times === 0 ? zh.unreadOnce(otherWords(key)) : zh.unreadAgain(examples(key))
  const dialog = { project: record.id, unread: times + 1 }
  return say(
    talk,
    [{ ...reply, text: [lead, ...(reply.card === undefined ? [] : [reply.text])].join('\n\n'), summary: lead }],
    dialog,
    record.id,
  )
}

function otherWords(key: QuestionKey): string {
  const name = key.startsWith('fact:') ? key.slice(5) : ''
  if (!isFactName(name)) return sentenceOf(key)
  const { unit, zh: label } = factList[name]
  const hint = unit === 'rules' ? '' : zh.other[unit === 'working-days' ? 'count' : unit]
  return `${label}——${hint}${answerTitles(key).length === 0 || unit === 'yes-no' ? '' : answerTitles(key).join('、')}`
}

function examples(key: QuestionKey): string {
  if (key === 'name') return zh.examples.name
  if (key === 'circumstances' || key === 'checklist') return zh.examples.checklist
  const titles = answerTitles(key)
  if (titles.length > 0) return zh.examples.choice(titles)
  const name = key.startsWith('fact:') ? key.slice(5) : ''
  const unit = isFactName(name) ? factList[name].unit : 'choice'
  if (unit === 'rules' || unit === 'choice') return zh.examples.name
  return zh.examples[unit === 'working-days' ? 'count' : unit]
}

function askBack(
  talk: Talk,
  record: ProjectRecord,
  key: QuestionKey,
  vague: Extract<ReadAnswer, { kind: 'vague' }>,
): Step {
  return say(talk, [vagueReply(record, key, vague)], { project: record.id, unread: 0 }, record.id)
}

function vagueReply(record: ProjectRecord, key: QuestionKey, vague: Extract<ReadAnswer, { kind: 'vague' }>): Reply {
  const choices = vague.choices.map(({ title, value }) => option(title, 'answer', { project: record.id, key, value }))
  return plain(vague.question, choices)
}

function readWords(talk: Talk, record: ProjectRecord, key: QuestionKey, text: string): Taken {
  const { ports } = talk
  const measure = measureOf(record, ports.law)
  if (key === 'place' || measure === undefined) return undefined
  const { name, said } = projectSaid(text)
  const more = onlyNew(said.facts, record)
  if (key === 'name') {
    const given =
      name ??
      text
        .split(/[，,。；;\n]/u)[0]
        ?.replace(/^(?:项目)?(?:名称|名字)?(?:就?叫|是|为)[：:]?/u, '')
        .trim()
    return given === undefined || given === '' || [...given].length > 60
      ? undefined
      : { facts: more, fields: { name: given } }
  }
  if (key === 'nature') {
    const facts = readNature(text)
    return facts === undefined ? undefined : { facts }
  }
  if (key === 'circumstances' || key === 'checklist') {
    const counts = key === 'checklist' ? countsSaid(text, ports) : {}
    const ticked = readTicks(text, itemsOf(record, key, measure, ports))
    if (ticked === undefined) return Object.keys(counts).length === 0 ? undefined : { facts: counts }
    // Typed numbers add to what was ticked before: what is not written again is not taken back.
    const before =
      key === 'checklist' ? itemsOf(record, key, measure, ports).flatMap((item) => (item.ticked ? [item.id] : [])) : []
    return { facts: { ...factsTicked(record, key, new Set([...before, ...ticked]), measure, ports), ...counts } }
  }
  const fact = key.slice('fact:'.length)
  if (!isFactName(fact)) return undefined
  const read = readAnswer(fact, text, ports.today)
  if (read.kind === 'vague') return { vague: read }
  if (read.kind === 'value') return { facts: { ...more, ...read.facts } }
  // Something else was told: it is taken, and the question asked again.
  return Object.keys(more).length === 0 ? undefined : { facts: more }
}

function onlyNew(said: Facts, record: ProjectRecord): Facts {
  const known = factsOf(record)
  return Object.fromEntries(Object.entries(said).filter(([name]) => isFactName(name) && known[name] === undefined))
}

function readNature(text: string): Facts | undefined {
  const index = readOrdinalChoice(text, 3)
  if (index === 2 || /都不|都没|迁移|购买服务|其他|neither/iu.test(text)) return { newBuild: false, upgrade: false }
  if (index === 1 || /升级|改造|扩建|老系统|upgrade/iu.test(text)) return { newBuild: false, upgrade: true }
  if (index === 0 || /新建|新的|新上|全新|new/iu.test(text)) return { newBuild: true, upgrade: false }
  return undefined
}

/** A pressed answer, a list sent back, or «none of them». */
export async function takeButton(talk: Talk, record: ProjectRecord, button: ButtonPayload): Promise<Step | undefined> {
  const key = String(button.args.key ?? '') as QuestionKey
  const { ports } = talk
  const measure = measureOf(record, ports.law)
  if (button.verb === 'project-answer' && key === 'place') return choosePlace(talk, record, String(button.args.value))
  if (measure === undefined) return undefined
  if (key === 'circumstances' || key === 'checklist') {
    const ticked = button.verb === 'project-none' ? new Set<string>() : ticksOf(button.args)
    const facts = { ...factsTicked(record, key, ticked, measure, ports), ...countsOf(button.args) }
    return takeTold(talk, record, key, { facts }, sourceOf(talk, button.verb === 'project-none' ? zh.none : zh.submit))
  }
  const facts = pressedFacts(key, button.args.value)
  if (facts === undefined) return undefined
  return takeTold(talk, record, key, { facts }, sourceOf(talk, titleOf(key, button.args.value)))
}

function pressedFacts(key: QuestionKey, value: string | number | boolean | undefined): Facts | undefined {
  if (key === 'nature') return { newBuild: value === 'new', upgrade: value === 'upgrade' }
  const name = key.startsWith('fact:') ? key.slice(5) : ''
  if (!isFactName(name) || !factList[name].schema.safeParse(value).success) return undefined
  return { [name]: value } as Facts
}

function titleOf(key: QuestionKey, value: string | number | boolean | undefined): string {
  if (key === 'nature') return zh.natureOptions[value === 'new' ? 0 : value === 'upgrade' ? 1 : 2]
  const name = key.slice('fact:'.length)
  return isFactName(name) ? sayFact(name, value, undefined) : ''
}

export async function choosePlace(talk: Talk, record: ProjectRecord, measure: string): Promise<Step | undefined> {
  if (talk.ports.law.measures.every((each) => each.id !== measure)) return undefined
  const placed: ProjectRecord = { ...record, project: { ...record.project, measure } }
  const own = talk.conversation.measure ?? measure
  const step = await goOn({ ...talk, conversation: { ...talk.conversation, measure: own } }, placed, [])
  return step
}

/** Writes what was told, says what a correction changes, and asks on. */
export async function takeTold(
  talk: Talk,
  record: ProjectRecord,
  key: QuestionKey,
  told: Told,
  source: Source,
): Promise<Step> {
  const measure = measureOf(record, talk.ports.law)
  const answered = tell(record, told, source)
  const lead = measure === undefined ? [] : leadOf(record, answered, told, measure, talk)
  const isAnswered = answers(key, told)
  const { trail, skipped, heard = {} } = answered.interview
  const settled = isAnswered
    ? withInterview(answered, {
        trail: [...trail.filter((each) => each !== key), key],
        skipped: skipped.filter((each) => each !== key),
        heard: Object.fromEntries(Object.entries(heard).filter(([name]) => !(name in told.facts))),
      })
    : answered
  return goOn(talk, settled, lead)
}

/** Whether what was told answers the question, or only told something else. */
function answers(key: QuestionKey, told: Told): boolean {
  if (key === 'name') return told.fields?.name !== undefined
  if (key === 'nature') return natureFacts.some((name) => told.facts[name] !== undefined)
  if (key === 'circumstances' || key === 'checklist') return true
  const name = key.slice('fact:'.length)
  return isFactName(name) && told.facts[name] !== undefined
}

function leadOf(before: ProjectRecord, after: ProjectRecord, told: Told, measure: Measure, talk: Talk): string[] {
  const known = factsOf(before)
  const names = (Object.keys(told.facts) as FactName[]).filter((name) => told.facts[name] !== undefined)
  const changed = names.filter(
    (name) => known[name] !== undefined && JSON.stringify(known[name]) !== JSON.stringify(told.facts[name]),
  )
  if (changed.length > 0 || (before.project.name !== undefined && told.fields?.name !== undefined))
    return changeLines(before, after, measure, talk.ports.today)
  const said = names
    .filter((name) => known[name] === undefined && name !== 'classified' && factList[name].unit !== 'rules')
    .map((name) => sayFact(name, told.facts[name], measure))
  const name = told.fields?.name === undefined ? [] : [told.fields.name]
  const all = [...name, ...said]
  return all.length === 0 || all.length > 4 ? [] : [zh.noted(all.join('；'))]
}

/**
 * The next question, with what is to be said before it. Where none is left, only that is said; a confirmed project that
 * is only corrected in passing is not asked on either, but offered to be.
 */
export async function goOn(
  talk: Talk,
  record: ProjectRecord,
  lead: readonly string[],
  mode: 'ask' | 'in-passing' = record.status === 'active' && record.interview.asking === undefined
    ? 'in-passing'
    : 'ask',
): Promise<Step> {
  const next = nextQuestion(record, talk.ports.law, talk.ports.today)
  if (next === undefined || mode === 'in-passing') {
    const { asking: _asked, ...interview } = record.interview
    const text = lead.length === 0 ? zh.nothingMore : lead.join('\n\n')
    const offer = next === undefined ? [] : [option(zh.supplement, 'go-on', { project: record.id })]
    return keep(talk, { ...record, interview }, [plain(text, offer)], null)
  }
  const asked = withInterview(record, { asking: next })
  return keep(talk, asked, [joined(lead, open(asked, next, talk))], {})
}

/** The open question; where something inexact was said of it already, that is asked back. */
function open(record: ProjectRecord, key: QuestionKey, talk: Talk): Reply {
  const name = key.startsWith('fact:') ? key.slice(5) : ''
  const heard = isFactName(name) ? record.interview.heard?.[name] : undefined
  const read = heard === undefined || !isFactName(name) ? undefined : readAnswer(name, heard, talk.ports.today)
  return read?.kind === 'vague' ? vagueReply(record, key, read) : ask(record, key, talk.ports)
}

export function joined(lead: readonly string[], reply: Reply): Reply {
  if (lead.length === 0) return reply
  const text = [...lead, reply.text].join('\n\n')
  if (reply.card === undefined || reply.card.kind === 'answer') return { ...reply, text, summary: reply.summary }
  return { ...reply, text, card: { ...reply.card, title: [...lead, reply.card.title].join('\n\n') } }
}

/** What is said of the talk itself while a question is open. */
export async function repair(talk: Talk, record: ProjectRecord, key: QuestionKey, wanted: Repair): Promise<Step> {
  const again = (lead: readonly string[]) =>
    say(talk, [joined(lead, open(record, key, talk))], { project: record.id, unread: 0 }, record.id)
  switch (wanted.kind) {
    case 'help':
      return again([zh.help])
    case 'repeat':
      return again([])
    case 'review':
      return again([recordLines(record, talk)])
    case 'why':
      return again([why(key, record, talk.ports)])
    case 'back':
      return goBack(talk, record)
    case 'skip':
      return skip(talk, record, key)
    case 'cancel':
      return confirmFirst(talk, record, 'cancel')
    case 'restart':
      return confirmFirst(talk, record, 'restart')
    case 'change':
      return change(talk, record, key, wanted)
  }
}

function recordLines(record: ProjectRecord, talk: Talk): string {
  const measure = measureOf(record, talk.ports.law)
  const told = (Object.keys(factsOf(record)) as FactName[]).map(
    (name) => `- ${sayFact(name, factsOf(record)[name], measure)}`,
  )
  return [record.project.name ?? zh.unnamed, ...told].join('\n')
}

function goBack(talk: Talk, record: ProjectRecord): Promise<Step> | Step {
  const { trail } = record.interview
  const last = trail.at(-1)
  if (last === undefined) {
    const asking = record.interview.asking
    return say(
      talk,
      [joined([zh.nothingBefore], asking === undefined ? plain(zh.noDraft) : open(record, asking, talk))],
      undefined,
      record.id,
    )
  }
  const back = withInterview(record, { asking: last, trail: trail.slice(0, -1) })
  return keep(talk, back, [ask(back, last, talk.ports)], {})
}

function skip(talk: Talk, record: ProjectRecord, key: QuestionKey): Promise<Step> | Step {
  if (key === 'fact:classified' || key === 'place')
    return say(
      talk,
      [joined(key === 'place' ? [] : [zh.classifiedNotSkipped], ask(record, key, talk.ports))],
      undefined,
      record.id,
    )
  if (key === 'review') return unread(talk, record, key)
  const { skipped, trail } = record.interview
  const passed = withInterview(record, {
    skipped: [...skipped.filter((each) => each !== key), key],
    trail: [...trail.filter((each) => each !== key), key],
  })
  return goOn(talk, passed, [zh.skipped])
}

/** «投资额改成520万»: read as the answer to that question. Only named («改投资额»): that question is asked. */
export async function change(
  talk: Talk,
  record: ProjectRecord,
  asking: QuestionKey,
  { field, rest }: Extract<Repair, { kind: 'change' }>,
): Promise<Step> {
  if (field === undefined) {
    const { said } = projectSaid(rest)
    if (Object.keys(said.facts).length > 0) return takeTold(talk, record, asking, { facts: said.facts }, sourceOf(talk))
    const step =
      rest === '' || asking === 'review'
        ? undefined
        : await takeWords({ ...talk, message: { ...talk.message, text: rest } }, record, asking)
    return step ?? say(talk, [plain(zh.changeWhat)], { project: record.id, unread: 0 }, record.id)
  }
  const key: QuestionKey = field === 'name' || field === 'circumstances' || field === 'checklist' ? field : keyOf(field)
  const direct =
    isFactName(field) && key === 'checklist' && rest !== '' ? readAnswer(field, rest, talk.ports.today) : undefined
  if (direct?.kind === 'value') return takeTold(talk, record, asking, { facts: direct.facts }, sourceOf(talk))
  if (rest === '') return edit(talk, record, key)
  const step =
    key === 'name'
      ? await takeTold(
          talk,
          record,
          'name',
          { facts: {}, fields: { name: rest.replace(/[。.！!]+$/u, '') } },
          sourceOf(talk),
        )
      : await takeWords({ ...talk, message: { ...talk.message, text: rest } }, record, key)
  return step ?? edit(talk, record, key)
}

/** Opens an earlier question again; its answer stands until another is given. */
export function edit(talk: Talk, record: ProjectRecord, key: QuestionKey): Promise<Step> {
  const opened = withInterview(record, {
    asking: key,
    skipped: record.interview.skipped.filter((each) => each !== key),
  })
  return keep(talk, opened, [ask(opened, key, talk.ports)], {})
}

export function confirmFirst(talk: Talk, record: ProjectRecord, confirming: 'cancel' | 'restart'): Step {
  const args = { project: record.id }
  const words = zh.confirmCancelOptions
  const options =
    confirming === 'cancel'
      ? [option(words.delete, 'delete', args), option(words.keep, 'keep', args), option(words.goOn, 'go-on', args)]
      : [option(zh.confirmRestartOptions.yes, 'restart', args), option(zh.confirmRestartOptions.goOn, 'go-on', args)]
  const reply = plain(confirming === 'cancel' ? zh.confirmCancel : zh.confirmRestart, options)
  return say(talk, [reply], { project: record.id, unread: 0, confirming }, record.id)
}

/** A place named alone while the place is asked. */
export function placeSaid(talk: Talk): string | undefined {
  const named = placesNamed(talk.ports.law, talk.message.text)
  return named.length === 1 ? named[0] : undefined
}
