/** What asks is told from what wishes or tells: every question collected for the measures stays a question of policy. */
import { expect, it } from 'vitest'
import { isQuestion, tellsSomething, wantsToDeclare } from '#dialogs/project/asking.ts'
import { isClassifiedSign, isTakenBack } from '#dialogs/project/classified.ts'
import { eventSaid } from '#dialogs/project/events-said.ts'
import { loadLaw } from '#knowledge/law/load.ts'
import type { IsoDate } from '#knowledge/law/units.ts'

const today = '2026-11-24' as IsoDate
const law = loadLaw()
const questions = law.measures.flatMap((measure) => [
  ...measure.questions.map((each) => each.q),
  ...measure.silences.map((each) => each.q),
])

it('no question of any measure begins a declaration', () => {
  expect(questions.length).toBeGreaterThan(8_000)
  expect(questions.filter(wantsToDeclare)).toEqual([])
})

it('not one in a thousand is heard as an event', () => {
  const heard = questions.filter((question) => {
    const said = eventSaid(question, today)
    return said !== undefined && tellsSomething(question, said.day !== undefined)
  })
  expect(heard.length / questions.length).toBeLessThan(0.001)
})

it.each([
  '我们局想建一个300万的视频会议系统',
  '我要申报项目',
  '申报一个新项目',
  '帮我申报一个新项目',
  '我们厅准备建一个智慧信访系统，800万',
  'start a new project',
])('«%s» wishes to declare', (words) => expect(wantsToDeclare(words)).toBe(true))

it.each([
  '300万的项目谁审批',
  '我们局想建个综合执法平台,第一步干嘛',
  '县局想新上一套业务系统,有没有政策障碍',
  '我们科室想找外包开发个系统自己运维,违规不',
  '我们要申报项目需要准备什么材料',
])('«%s» asks', (words) => {
  expect(isQuestion(words)).toBe(true)
  expect(wantsToDeclare(words)).toBe(false)
})

it.each([
  ['合同5月10日签了', 'contract-signed', '2026-05-10'],
  ['初验通过了', 'preliminary-accepted', undefined],
  ['试运行从8月31日开始', 'trial-started', '2026-08-31'],
  ['试运行9月30日结束了', 'trial-ended', '2026-09-30'],
  ['中标通知书上周五发了', 'award-notice-sent', '2026-11-20'],
  ['终验昨天通过了', 'final-accepted', '2026-11-23'],
  ['竣工验收2026年10月8日通过', 'completion-accepted', '2026-10-08'],
  ['验收没通过', 'acceptance-failed', undefined],
  ['9月18日接到启动通知', 'launch-notice-received', '2026-09-18'],
  ['可研10月9日批了', 'feasibility-approved', '2026-10-09'],
  ['项目3月1日纳入储备库', 'library-entered', '2026-03-01'],
  ['系统7月1日正式上线', 'in-operation', '2026-07-01'],
  ['the contract was signed on 10 May 2026', 'contract-signed', '2026-05-10'],
] as const)('«%s» tells of %s', (words, event, day) => {
  const said = eventSaid(words, today)
  expect(said?.event).toBe(event)
  expect(said?.day?.kind === 'day' ? said.day.day : undefined).toBe(day)
  expect(tellsSomething(words, said?.day !== undefined)).toBe(true)
})

it.each(['合同还没签', '准备下周签合同', '签合同的时限', '初验过了之后干嘛', '合同签完多久内要备案', '如果初验通过了'])(
  '«%s» tells of nothing that has happened',
  (words) => {
    const said = eventSaid(words, today)
    expect(said !== undefined && tellsSomething(words, said.day !== undefined)).toBe(false)
  },
)

it.each(['这个系统里有国家秘密', '项目是涉密的', '定为机密级', 'it is classified'])(
  '«%s» is a sign of secrecy',
  (words) => expect(isClassifiedSign(words)).toBe(true),
)
it.each(['不涉密', '非涉密项目', '没有涉密内容', '涉密项目怎么申报', 'not classified'])('«%s» is none', (words) =>
  expect(isClassifiedSign(words)).toBe(false),
)
it('a slip is taken back by saying so', () => {
  expect(isTakenBack('说错了，不涉密')).toBe(true)
  expect(isTakenBack('确实涉密')).toBe(false)
})
