/** «项目要调整», «前期工作拖了40天»: the project is kept, the measure's own rule on it is led to, and what it needs is asked. */
import { findAmounts } from '#knowledge/law/amounts.ts'
import type { Facts } from '#knowledge/law/facts.ts'
import type { Step } from '../conversation.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { goOn } from './interview.ts'
import { measureOf } from './questions.ts'
import { factsOf, type ProjectRecord, type Topic, tell, withInterview, withoutFact } from './record.ts'
import { sayFact } from './say.ts'
import { withShare } from './share-of-estimate.ts'
import { sourceOf, type Talk } from './talk.ts'
import { factsMissingOn, findingsOn, shareSaid, staleFacts } from './topics.ts'

const thing = '(?:项目|方案|内容|目标|地点|预算|概算|投资|资金|金额|经费|进度|工期|规模|功能|模块)'
const said: readonly (readonly [Topic, RegExp])[] = [
  ['incident', /(?:严重逾期|(?:投资|资金|重大)[^，。]{0,4}损失|出(?:了)?(?:大)?事故)|serious (?:delay|loss)/iu],
  ['delay', /前期(?:工作)?[^，。]{0,8}(?:延后|延误|拖|推迟|耽误|晚了)/u],
  [
    'change',
    new RegExp(
      `${thing}[^，。]{0,10}(?:调整|变更|变了|有变|变化|改了|换了|调增|调减|调了|增加了?|减少了?|追加|超了|超支|多了|少了)|(?:要|需要|想|得|申请)(?:做|作|搞)?(?:一下|个)?(?:调整|变更)|^(?:调整|变更|项目调整|项目变更)$|(?:project|contents|budget).{0,20}(?:changes?|changed|adjust)`,
      'iu',
    ),
  ],
]
const longest = 60

/** @returns undefined where nothing is said to have befallen a project */
export function topicSaid(text: string): Topic | undefined {
  if ([...text].length > longest || /记录|历史|如果|要是|假如|没有?(?:变|调|改)|不(?:变|调|改)/u.test(text))
    return undefined
  return said.find(([, pattern]) => pattern.test(text))?.[0]
}

/** @returns undefined where the measure says nothing of it */
export async function befall(talk: Talk, record: ProjectRecord, topic: Topic, text: string): Promise<Step | undefined> {
  const measure = measureOf(record, talk.ports.law)
  if (measure === undefined || findingsOn(topic, record, measure, talk.ports.today).length === 0) return undefined
  const source = sourceOf(talk)
  const fresh = staleFacts(topic).reduce((left, name) => withoutFact(left, name, source), record)
  const told = tell(fresh, { facts: factsIn(topic, text) }, source)
  const share = topic === 'change' ? shareSaid(text) : undefined
  const { adjustmentYuan: _before, ...heard } = told.interview.heard ?? {}
  const names: readonly string[] = staleFacts(topic).map((name) => `fact:${name}`)
  const begun = withInterview(told, {
    about: topic,
    skipped: told.interview.skipped.filter((key) => !names.includes(key)),
    heard: share === undefined ? heard : { ...heard, adjustmentYuan: `${Math.round(share * 10_000) / 100}%` },
  })
  const ready = withShare(begun, source)
  const asks = factsMissingOn(topic, ready, measure, talk.ports.today).length > 0
  return goOn(talk, ready, [...(asks ? [zh.about[topic]] : []), ...notedOf(topic, factsOf(ready))], 'ask')
}

function notedOf(topic: Topic, facts: Facts): string[] {
  const told = staleFacts(topic).filter((name) => facts[name] !== undefined)
  return told.length === 0 ? [] : [zh.noted(told.map((name) => sayFact(name, facts[name], undefined)).join('；'))]
}

/** Only what is said outright; whether a change is a major one is for the person to say. */
function factsIn(topic: Topic, text: string): Facts {
  if (topic === 'incident') return { seriousIncident: true }
  const money = findAmounts(text).find((amount) => amount.kind === 'money')
  if (topic === 'delay') {
    const days = /(\d{1,4})\s*(?:个)?工作日/u.exec(text)?.[1]
    return days === undefined ? {} : { delayWorkingDays: Number(days) }
  }
  return {
    ...(money?.kind === 'money' ? { adjustmentYuan: money.yuan } : {}),
    ...(/超(?:出|过)?(?:了)?(?:批复)?概算|概算超/u.test(text) ? { withinApprovedEstimate: false } : {}),
    ...(/目标[^，。]{0,4}(?:变了|改了|换了|有变)/u.test(text) ? { objectivesChanged: true } : {}),
    ...(/目标[^，。]{0,4}(?:不变|没变|没有变|未变)/u.test(text) ? { objectivesChanged: false } : {}),
    ...(/较大变化|变化(?:很|较|比较)大/u.test(text) ? { majorChange: true } : {}),
    ...(/调增|追加|(?:投资|资金|概算)[^，。]{0,6}(?:增加|多了|涨)/u.test(text) ? { investmentIncreased: true } : {}),
  }
}
