/** A question as the person sees it: one short sentence, buttons where there is a choice, a card for lists. */
import { type FactName, facts as factList, isFactName } from '#knowledge/law/facts.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import type { ButtonPayload, ChecklistCard, Reply, ReplyOption } from '../conversation.ts'
import { bindingMeasures } from '../places.ts'
import type { Ports } from '../ports.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { checklistOf, circumstancesOf, measureOf } from './questions.ts'
import { writeYuan } from './read-answer.ts'
import { factsOf, type ProjectRecord, type QuestionKey } from './record.ts'
import { reviewReply } from './review.ts'
import { roleNames, sayRoles } from './roles.ts'
import { sayValue } from './say.ts'

/** The question that is open, whole. */
export function ask(record: ProjectRecord, key: QuestionKey, ports: Ports): Reply {
  const measure = measureOf(record, ports.law)
  if (key === 'place' || measure === undefined) return plain(zh.askPlace, placeOptions(record, ports))
  if (key === 'review') return reviewReply(record, measure)
  if (key === 'circumstances' || key === 'checklist') return listReply(record, key, measure, ports)
  const before = currentValue(record, key, measure)
  const asked = key === 'counterpart' ? zh.askCounterpart(record.roles?.mine === 'owner') : sentenceOf(key)
  const sentence = before === undefined ? asked : `${asked}${zh.current(before)}`
  return plain(sentence, [...answerOptions(record, key), ...sameSum(record, key), ...talkOptions(record, key)])
}

/** The bare question, without what is known already. */
export function sentenceOf(key: QuestionKey): string {
  if (key === 'place') return zh.askPlace
  if (key === 'name') return zh.askName
  if (key === 'roles') return zh.askRoles
  if (key === 'counterpart') return zh.askCounterpart(false)
  if (key === 'nature') return zh.askNature
  if (key === 'circumstances') return zh.askCircumstances
  if (key === 'checklist') return zh.askChecklist
  if (key === 'review') return zh.reviewTitle
  const name = key.slice('fact:'.length)
  return isFactName(name) ? factList[name].ask.zh : ''
}

/** The titles a question offers as answers, in order. */
export function answerTitles(key: QuestionKey): string[] {
  if (key === 'nature') return [...zh.natureOptions]
  if (key === 'roles') return [...zh.roleOptions]
  const name = key.startsWith('fact:') ? key.slice(5) : ''
  if (!isFactName(name)) return []
  if (factList[name].unit === 'yes-no') return [zh.yes, zh.no]
  return (factList[name].options ?? []).map((option) => option.zh)
}

function answerOptions(record: ProjectRecord, key: QuestionKey): ReplyOption[] {
  const name = key.startsWith('fact:') ? key.slice(5) : ''
  const values: readonly (string | number | boolean)[] = !isFactName(name)
    ? key === 'roles'
      ? roleNames
      : ['new', 'upgrade', 'neither']
    : factList[name].unit === 'yes-no'
      ? [true, false]
      : (factList[name].options ?? []).map((option) => option.value)
  return answerTitles(key).map((title, i) =>
    option(title, 'answer', { project: record.id, key, value: values[i] ?? '' }),
  )
}

/** Budget and investment are often one sum: offered to be pressed, never assumed. */
function sameSum(record: ProjectRecord, key: QuestionKey): ReplyOption[] {
  const facts = factsOf(record)
  const { totalInvestmentYuan } = facts
  const name = key === 'fact:totalBudgetYuan' || key === 'fact:approvedEstimateYuan' ? key.slice(5) : undefined
  if (totalInvestmentYuan === undefined || name === undefined || !isFactName(name) || facts[name] !== undefined)
    return []
  const value = totalInvestmentYuan
  return [option(zh.sameAsInvestment(writeYuan(value)), 'answer', { project: record.id, key, value })]
}

function talkOptions(record: ProjectRecord, key: QuestionKey): ReplyOption[] {
  const args = { project: record.id, key }
  const mayNot = key === 'fact:classified'
  return [
    option(zh.whyButton, 'why', args),
    ...(mayNot ? [] : [option(zh.skip, 'skip', args)]),
    ...(record.interview.trail.length === 0 ? [] : [option(zh.back, 'back', args)]),
  ]
}

function currentValue(record: ProjectRecord, key: QuestionKey, measure: Measure): string | undefined {
  if (key === 'name') return record.project.name
  if (key === 'roles') return record.roles === undefined ? undefined : sayRoles(record.roles)
  if (key === 'counterpart') return record.roles?.other
  const facts = factsOf(record)
  if (key === 'nature') {
    if (facts.newBuild === undefined && facts.upgrade === undefined) return undefined
    return zh.natureOptions[facts.upgrade === true ? 1 : facts.newBuild === true ? 0 : 2]
  }
  const name = key.slice('fact:'.length)
  return isFactName(name) && facts[name] !== undefined ? sayValue(name, facts[name], measure) : undefined
}

export interface ListItem {
  readonly list: 'facts' | 'duties' | 'grounds'
  readonly id: string
  readonly title: string
  readonly ticked: boolean
}

/** Everything that can be ticked, numbered as it is told: the same order in the text, on the card, and when read. */
export function itemsOf(
  record: ProjectRecord,
  key: 'circumstances' | 'checklist',
  measure: Measure,
  ports: Ports,
): ListItem[] {
  const facts = factsOf(record)
  const factItem = (name: FactName): ListItem => ({
    list: 'facts',
    id: name,
    title: factList[name].zh.replace(/^是否/u, ''),
    ticked: facts[name] === true,
  })
  if (key === 'circumstances') return circumstancesOf(record, measure, ports.today).map(factItem)
  const list = checklistOf(record, measure, ports.today)
  return [
    ...list.duties.map(
      (duty): ListItem => ({
        list: 'duties',
        id: duty.rule,
        title: duty.title.zh,
        ticked: facts.confirmed?.includes(duty.rule) === true,
      }),
    ),
    ...list.states.map(factItem),
    ...list.grounds.map(
      (ground): ListItem => ({
        list: 'grounds',
        id: ground.rule,
        title: groundOf(measure, ground.rule),
        ticked: facts.grounds?.includes(ground.rule) === true,
      }),
    ),
  ]
}

function groundOf(measure: Measure, id: string): string {
  const rule = measure.rules.find((each) => each.id === id)
  return rule?.kind === 'ground' ? rule.ground.zh : id
}

function listReply(record: ProjectRecord, key: 'circumstances' | 'checklist', measure: Measure, ports: Ports): Reply {
  const items = itemsOf(record, key, measure, ports)
  const head = sentenceOf(key)
  const args = { project: record.id, key }
  const groups = [
    { id: 'in.duties', list: 'duties', title: zh.listDuties },
    { id: 'in.facts', list: 'facts', title: key === 'circumstances' ? zh.listCircumstances : zh.listStates },
    { id: 'in.grounds', list: 'grounds', title: zh.listGrounds },
  ] as const
  const shown = groups.filter((group) => items.some((item) => item.list === group.list))
  const counts = key === 'checklist' ? checklistOf(record, measure, ports.today).counts : []
  const numbers = counts.map((name) => {
    const value = factsOf(record)[name]
    return { id: `in.count.${name}`, title: factList[name].zh, ...(typeof value === 'number' ? { value } : {}) }
  })
  const none = option(zh.none, 'none', args)
  const card: ChecklistCard = {
    kind: 'checklist',
    title: head,
    lists: shown.map(({ id, list, title }) => ({ id, title, items: items.filter((item) => item.list === list) })),
    numbers,
    submit: option(zh.submit, 'submit', args),
    options: [none, ...talkOptions(record, key)],
  }
  const lines = shown.flatMap(({ list, title }) => [
    `**${title}**`,
    ...items.flatMap((item, i) => (item.list === list ? [`${i + 1}. ${item.title}${item.ticked ? ' ✓' : ''}`] : [])),
  ])
  const asked = numbers.length === 0 ? [] : [`${numbers.map((number) => number.title).join('、')}：${zh.numbersLabel}`]
  const text = [head, lines.join('\n'), ...asked, zh.typeNumbers('1、3')].join('\n\n')
  return { text, summary: head, card }
}

function placeOptions(record: ProjectRecord, ports: Ports): ReplyOption[] {
  return bindingMeasures(ports.law).map((measure) =>
    option(measure.jurisdiction.zh, 'answer', { project: record.id, key: 'place', value: measure.id }),
  )
}

export function option(title: string, verb: string, args: ButtonPayload['args']): ReplyOption {
  return { title, payload: { v: 1, verb: `project-${verb}`, args } }
}

export function plain(text: string, options: readonly ReplyOption[] = []): Reply {
  const summary = (
    text
      .replaceAll(/[*#>|`]/gu, '')
      .split('\n')
      .find((line) => line.trim() !== '') ?? text
  ).trim()
  return { text, summary, ...(options.length === 0 ? {} : { options }) }
}
