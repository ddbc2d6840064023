/** The interview: takes an answer, corrects an earlier one, goes back, skips, explains; then the next question follows from what is known. */
import { type FactName, type Facts, facts as factList, isFactName } from '#knowledge/law/facts.ts'
import { findMeasure } from '#knowledge/law/load.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import type { ButtonPayload, Reply, Step } from '../conversation.ts'
import { placesNamed } from '../places.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { answerTitles, ask, itemsOf, option, plain, sentenceOf } from './ask.ts'
import { befallenReply } from './befallen.ts'
import { changeLines } from './change-lines.ts'
import { mannerOf } from './manners.ts'
import { maySkip, measureOf, natureFacts, nextQuestion } from './questions.ts'
import { type ReadAnswer, readAnswer, readOrdinalChoice } from './read-answer.ts'
import { factsOf, type ProjectRecord, type QuestionKey, type Source, type Told, tell, withInterview } from './record.ts'
import { ownerKind, type Roles, readOther, readRoles, roleNames, sayRoles } from './roles.ts'
import { projectSaid } from './said.ts'
import { sayFact } from './say.ts'
import { withShare } from './share-of-estimate.ts'
import { keep, say, sourceOf, type Talk } from './talk.ts'
import { countsOf, countsSaid, factsTicked, readTicks, ticksOf } from './ticks.ts'

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
  const dialog = { project: record.id, unread: times + 1 }
  const reply = ask(record, key, talk.ports)
  // The review stands above already, and there is but one thing to answer.
  if (reply.card?.kind === 'review')
    return say(talk, [plain(zh.unreadReview, [...reply.card.options])], dialog, record.id)
  const isList = key === 'circumstances' || key === 'checklist'
  const lead =
    times === 0
      ? zh.unreadOnce(isList ? zh.typeNumbers('1、3') : otherWords(key))
      : zh.unreadAgain(examples(key), maySkip(key))
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
  if (key === 'roles') return zh.examples.roles
  if (key === 'counterpart') return zh.examples.counterpart
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
  if (key === 'roles') {
    const roles = readRoles(text)
    return roles === undefined ? undefined : toldRoles(roles, more)
  }
  if (key === 'counterpart') {
    const [mine, other] = [record.roles?.mine, readOther(text)]
    return mine === undefined || other === undefined ? undefined : toldRoles({ mine, other }, more)
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

/** The owner's name often tells its kind. */
function toldRoles(roles: Roles, more: Facts): Told {
  const kind = roles.mine === 'applicant' && roles.other !== undefined ? ownerKind(roles.other) : {}
  // The other unit's kind is the owner's only where the other is the owner.
  const { ownerType: _spoken, ...others } = more
  return { facts: { ...others, ...kind }, roles }
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
  if (key === 'roles') {
    const mine = roleNames.find((role) => role === button.args.value)
    if (mine === undefined) return undefined
    const other = mine === 'both' || mine !== record.roles?.mine ? undefined : record.roles.other
    const roles: Roles = { mine, ...(other === undefined ? {} : { other }) }
    const title = zh.roleOptions[roleNames.indexOf(mine)] ?? ''
    return takeTold(talk, record, key, { facts: {}, roles }, sourceOf(talk, title))
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
  const chosen = findMeasure(talk.ports.law, measure)
  if (chosen === undefined) return undefined
  const placed: ProjectRecord = { ...record, project: { ...record.project, measure } }
  const own = talk.conversation.measure ?? measure
  const conversation = { ...talk.conversation, measure: own }
  return goOn({ ...talk, conversation }, placed, [zh.start(chosen.jurisdiction.zh)])
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
  const answered = withShare(tell(record, told, source), source)
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
  if (key === 'roles' || key === 'counterpart') return told.roles !== undefined
  if (key === 'nature') return natureFacts.some((name) => told.facts[name] !== undefined)
  if (key === 'circumstances' || key === 'checklist') return true
  const name = key.slice('fact:'.length)
  return isFactName(name) && told.facts[name] !== undefined
}

function leadOf(before: ProjectRecord, after: ProjectRecord, told: Told, measure: Measure, talk: Talk): string[] {
  const known = factsOf(before)
  const roles = after.roles === undefined || after.roles === before.roles ? [] : [sayRoles(after.roles)]
  const names = (Object.keys(told.facts) as FactName[]).filter((name) => told.facts[name] !== undefined)
  const changed = names.filter(
    (name) => known[name] !== undefined && JSON.stringify(known[name]) !== JSON.stringify(told.facts[name]),
  )
  if (changed.length > 0 || (before.project.name !== undefined && told.fields?.name !== undefined))
    return [...roles.map(zh.noted), ...changeLines(before, after, measure, talk.ports.today)]
  const said = names
    .filter((name) => known[name] === undefined && name !== 'classified' && factList[name].unit !== 'rules')
    // Five times «no» after «none of them» says nothing.
    .filter((name) => told.facts[name] !== false || mannerOf[name] !== 'circumstance')
    .map((name) => sayFact(name, told.facts[name], measure))
  const name = told.fields?.name === undefined ? [] : [told.fields.name]
  const all = [...name, ...roles, ...said]
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
  if (next === undefined && record.interview.about !== undefined) return conclude(talk, record, lead)
  if (next === undefined || mode === 'in-passing') {
    const { asking: _asked, ...interview } = record.interview
    const text = lead.length === 0 ? zh.nothingMore : lead.join('\n\n')
    const offer = next === undefined ? [] : [option(zh.supplement, 'go-on', { project: record.id })]
    return keep(talk, { ...record, interview }, [plain(text, offer)], null)
  }
  const asked = withInterview(record, { asking: next })
  return keep(talk, asked, [joined(lead, open(asked, next, talk))], {})
}

/** All that is needed of what befell the project is known or left open: what the measure says of it. */
async function conclude(talk: Talk, record: ProjectRecord, lead: readonly string[]): Promise<Step> {
  const { about, asking: _asked, ...interview } = record.interview
  const settled = { ...record, interview }
  const measure = measureOf(record, talk.ports.law)
  if (about === undefined || measure === undefined) return keep(talk, settled, [plain(lead.join('\n\n'))], null)
  const reply = await befallenReply(record, about, measure, talk.ports, talk.lang)
  return keep(talk, settled, [joined(lead, reply)], null)
}

/** The open question; where something inexact was said of it already, that is asked back. */
export function open(record: ProjectRecord, key: QuestionKey, talk: Talk): Reply {
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

/** A place named alone while the place is asked. */
export function placeSaid(talk: Talk): string | undefined {
  const named = placesNamed(talk.ports.law, talk.message.text)
  return named.length === 1 ? named[0] : undefined
}
