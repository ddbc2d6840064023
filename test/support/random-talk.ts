/** Random talks about a declaration, and a plain model of what must then be known. */
import fc from 'fast-check'
import type { Assistant } from '#bot/assistant.ts'
import type { ButtonPayload, ReviewCard } from '#dialogs/conversation.ts'
import { mannerOf } from '#dialogs/project/manners.ts'
import { writeYuan } from '#dialogs/project/read-answer.ts'
import { sayValue } from '#dialogs/project/say.ts'
import { projectZh } from '#dialogs/wording/project-zh.ts'
import { type FactName, facts as factList, isFactName } from '#knowledge/law/facts.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { Talk } from './talk.ts'

/** `press` takes one of the options that are there, by a share of their number. */
type Act =
  | { readonly kind: 'press'; readonly share: number }
  | { readonly kind: 'answer'; readonly share: number; readonly yuan: number }
  | { readonly kind: 'correct'; readonly what: '投资额' | '总预算' | '安全预算'; readonly yuan: number }
  | { readonly kind: 'say'; readonly words: string }

const words = [
  '返回',
  '上一步',
  '跳过',
  '不知道',
  '帮助',
  '再说一遍',
  '为什么问这个',
  '看看已填的',
  '取消',
  '重来',
  '是',
  '不',
  '继续填写',
  '先存着，以后再填',
  '确认',
  '都没有',
  '1、2',
  '继续申报',
  '我的项目',
  '网络安全预算要占多少？',
  '谁组织竣工验收？',
  '嘿嘿嘿',
  '😀',
  '合同5月10日签了',
  '撤回',
  '我们想建一个300万的视频会议系统',
  '申报一个新项目',
  'back',
  'skip',
  'help',
  '改投资额',
  '不对',
] as const

const yuan = fc.integer({ min: 1, max: 9_000 }).map((wan) => wan * 10_000)
const share = fc.integer({ min: 0, max: 999 })
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('press' as const), share }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('answer' as const), share, yuan }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('correct' as const),
      what: fc.constantFrom('投资额' as const, '总预算' as const, '安全预算' as const),
      yuan,
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('say' as const), words: fc.constantFrom(...words) }) },
)

export interface RandomTalk {
  readonly place: string
  readonly acts: readonly Act[]
}

/** @param most acts in one talk */
export function randomTalk(most: number): fc.Arbitrary<RandomTalk> {
  return fc.record({
    place: fc.constantFrom('jining-htz-2024', 'zhucheng-2020', 'jiujiang-2024', 'jilin-2020'),
    acts: fc.array(act, { minLength: 1, maxLength: most, size: 'max' }),
  })
}

const sums: Readonly<Record<string, FactName>> = {
  投资额: 'totalInvestmentYuan',
  总预算: 'totalBudgetYuan',
  安全预算: 'securityBudgetYuan',
}

/** What was told last of each fact, by project. */
type Model = Map<string, Map<FactName, unknown>>

/** @throws Error where an answer is lost, a reply is empty, or a review shows anything but what was said last */
export async function takeRandomTalk(assistant: Assistant, { place, acts }: RandomTalk): Promise<number> {
  const talk = new Talk(assistant, { today: '2026-05-11' as IsoDate, place })
  const model: Model = new Map()
  await talk.say('我们想建一个300万的视频会议系统')
  learn(model, talk, 'totalInvestmentYuan', 3_000_000)
  for (const one of acts) {
    await take(talk, one, model)
    checkReplies(talk)
    checkModel(talk, model)
    checkReview(talk)
  }
  return acts.length
}

async function take(talk: Talk, one: Act, model: Model): Promise<void> {
  if (one.kind === 'say') return sayWords(talk, one.words, model)
  if (one.kind === 'correct') return correct(talk, one, model)
  const options = talk.options()
  const option = options[Math.floor((one.share / 1000) * options.length)]
  if (one.kind === 'press' || talk.project()?.interview.asking === undefined) {
    if (option !== undefined) await press(talk, option.payload, model)
    return
  }
  return answer(talk, one, model)
}

/** An answer that fits the question: an option of it where there are any, otherwise a sum, a number of months, a count. */
async function answer(talk: Talk, one: Extract<Act, { kind: 'answer' }>, model: Model): Promise<void> {
  const own = talk.options().filter((option) => option.payload.verb === 'project-answer')
  const picked = own[Math.floor((one.share / 1000) * own.length)]
  if (picked !== undefined) return press(talk, picked.payload, model)
  const key = talk.project()?.interview.asking ?? ''
  const name = key.startsWith('fact:') ? key.slice(5) : ''
  const isOpen = talk.conversation.dialog !== undefined && talk.conversation.dialog.confirming === undefined
  if (!isFactName(name) || !isOpen || talk.conversation.dialog?.dayOf !== undefined)
    return sayWords(talk, '跳过', model)
  const { unit } = factList[name]
  if (unit === 'yuan') {
    await talk.say(writeYuan(one.yuan))
    learn(model, talk, name, one.yuan)
  } else if (unit === 'months') {
    await talk.say(`${one.share % 60}个月`)
    learn(model, talk, name, one.share % 60)
  } else if (unit === 'day') {
    await talk.say('2025年3月1日')
    learn(model, talk, name, '2025-03-01')
  } else await sayWords(talk, '跳过', model)
}

async function correct(talk: Talk, one: Extract<Act, { kind: 'correct' }>, model: Model): Promise<void> {
  const { dialog } = talk.conversation
  const fact = sums[one.what]
  const record = talk.project()
  // A question before a document is open for one message: a correction is of the project all the same.
  const isFilling = dialog?.filling !== undefined
  const isHeard = dialog !== undefined && !isFilling && dialog.confirming === undefined && dialog.dayOf === undefined
  const asking = record?.interview.asking
  const isSpokenOf = (dialog === undefined || isFilling) && isMeant(talk)
  await talk.say(`${one.what}改成${writeYuan(one.yuan)}`)
  // Heard in the open interview, or of a project that is confirmed and spoken of.
  const isTaken = isHeard ? asking !== undefined && asking !== 'place' : isSpokenOf
  if (isTaken && fact !== undefined && record !== undefined) modelOf(model, record.id).set(fact, one.yuan)
  else resync(talk, model)
}

/** A correction in passing is of the project spoken of last, else of the only one. */
function isMeant(talk: Talk): boolean {
  const open = talk.known.filter(({ record }) => record.status !== 'archived')
  const { focus } = talk.conversation
  return open.some(({ record }) => record.id === focus) || (open.length === 1 && talk.known.length === 1)
}

async function press(talk: Talk, payload: ButtonPayload, model: Model): Promise<void> {
  const key = String(payload.args.key ?? '')
  const name = key.startsWith('fact:') ? key.slice(5) : ''
  const project = String(payload.args.project ?? '')
  const isSecret =
    (name === 'classified' && payload.args.value === true) ||
    (name === 'ownConstructionGround' && payload.args.value === 3)
  await talk.pressPayload(payload)
  if (payload.verb === 'project-restart') model.delete(project)
  if (
    payload.verb === 'project-answer' &&
    isFactName(name) &&
    !isSecret &&
    talk.known.some(({ record }) => record.id === project)
  )
    modelOf(model, project).set(name, payload.args.value)
  else if (payload.verb !== 'project-why') resync(talk, model)
}

/** Words whose effect is not modelled: what is known afterwards is taken over, once nothing told before was lost. */
async function sayWords(talk: Talk, said: string, model: Model): Promise<void> {
  const isRestart = talk.conversation.dialog?.confirming === 'restart'
  await talk.say(said)
  if (isRestart) model.clear()
  resync(talk, model)
}

/** Facts that were told stay as they are; new ones are learnt. A project that is gone is forgotten. */
function resync(talk: Talk, model: Model): void {
  for (const id of model.keys()) if (!talk.known.some(({ record }) => record.id === id)) model.delete(id)
  for (const { record } of talk.known)
    for (const [name, value] of Object.entries(record.project.facts ?? {})) {
      const own = modelOf(model, record.id)
      const isList = isFactName(name) && (factList[name].unit === 'rules' || factList[name].unit === 'yes-no')
      if (isFactName(name) && (isList || !own.has(name))) own.set(name, value)
    }
}

function learn(model: Model, talk: Talk, name: FactName, value: unknown): void {
  const id = talk.project()?.id
  if (id !== undefined) modelOf(model, id).set(name, value)
}

function modelOf(model: Model, id: string): Map<FactName, unknown> {
  const own = model.get(id) ?? new Map<FactName, unknown>()
  model.set(id, own)
  return own
}

function checkReplies(talk: Talk): void {
  const replies = talk.last?.replies ?? []
  if (replies.length === 0) throw new Error('nothing was answered')
  for (const reply of replies) {
    if (reply.text.trim() === '' || reply.summary.trim() === '') throw new Error('a reply is empty')
    if (/undefined|\[object|NaN/u.test(reply.text)) throw new Error(`a reply speaks of nothing: ${reply.text}`)
  }
}

function checkModel(talk: Talk, model: Model): void {
  for (const [id, told] of model) {
    const facts = talk.known.find(({ record }) => record.id === id)?.record.project.facts ?? {}
    for (const [name, value] of told)
      if (JSON.stringify(facts[name]) !== JSON.stringify(value))
        throw new Error(`${name} was told as ${JSON.stringify(value)} and is known as ${JSON.stringify(facts[name])}`)
  }
}

/** Each row of a review is what was said last, and nothing that was said is missing from it. */
function checkReview(talk: Talk): void {
  // A document that was made is shown on such a card too.
  const card = talk.last?.replies
    .map((reply) => reply.card)
    .find((each): each is ReviewCard => each?.kind === 'review' && each.title.includes(projectZh.reviewTitle))
  const record = talk.project()
  if (card === undefined || record === undefined) return
  const facts = record.project.facts ?? {}
  const rows = new Map(card.rows.map((row) => [row.label, row.value]))
  for (const [name, value] of Object.entries(facts)) {
    if (!isFactName(name) || factList[name].unit === 'rules') continue
    if (mannerOf[name] === 'circumstance' && value === false) {
      const label = factList[name].zh.replace(/^是否/u, '')
      if (rows.get(projectZh.idle)?.includes(label) !== true) throw new Error(`the review says nothing of ${name}`)
      continue
    }
    const shown = rows.get(factList[name].zh)
    if (shown !== sayValue(name, value, undefined))
      throw new Error(`the review shows ${name} as ${shown}, not as ${JSON.stringify(value)}`)
  }
}
