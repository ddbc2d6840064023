/** Events told in plain words: «合同5月10日签了», «初验通过了», «试运行从8月31日开始». */
import { type DayInWords, findDays } from '#knowledge/law/days-in-words.ts'
import type { EventId } from '#knowledge/law/rule.ts'
import type { IsoDate } from '#knowledge/law/units.ts'

/** In order: what says more comes first. */
const patterns: readonly (readonly [EventId, RegExp])[] = [
  ['acceptance-failed', /验收.{0,6}(?:没|未|不)(?:有|能)?(?:按时)?(?:通过|过)|没通过.{0,4}验收|acceptance failed/iu],
  ['award-notice-sent', /(?:中标|成交).{0,8}(?:通知书?|公告)?.{0,12}(?:发|下|出|收到|拿到|了)|award notice/iu],
  [
    'contract-signed',
    /合同.{0,16}(?:签|订)(?!.{0,4}备案)|(?:签|订)了?.{0,6}合同|contract.{0,20}signed|signed.{0,12}contract/iu,
  ],
  ['trial-stable', /试运行.{0,12}(?:稳定|平稳)|trial.{0,20}stable/iu],
  ['trial-ended', /试运行.{0,12}(?:结束|完成|做完|期满|满了|完了)|trial (?:run )?(?:has )?ended/iu],
  ['trial-started', /试运行|试跑|trial (?:run )?(?:has )?started/iu],
  [
    'preliminary-accepted',
    /(?:初验|初步验收)(?!的?申请).{0,16}(?:通过|过了|完成|做完|做了|合格|了)|preliminary acceptance/iu,
  ],
  ['final-accepted', /终验(?!的?申请).{0,16}(?:通过|过了|完成|做完|做了|合格|了)|final acceptance/iu],
  [
    'completion-accepted',
    // An application handed in is no acceptance.
    /(?:竣工验收|竣验)(?!的?申请).{0,16}(?:通过|过了|完成|做完|做了|合格|了)|验收(?!的?申请).{0,8}(?:通过|过了)|completion acceptance(?! applica)/iu,
  ],
  ['in-operation', /投入.{0,4}(?:使用|运行|运营)|正式(?:上线|运行|启用)|in operation|went live/iu],
  ['construction-due', /(?:批复)?建设(?:工?期|周期).{0,8}(?:到|至|截止)/u],
  [
    'construction-completed',
    /(?:建设任务|系统|平台|项目|工程|建设).{0,8}(?:建完|做完|完工|建成|完成)|完工|竣工了|construction (?:was |is )?(?:completed|finished)/iu,
  ],
  ['construction-started', /开工|动工|开始(?:建设|施工|实施)|进场|construction started/iu],
  ['library-entered', /(?:纳入|进|入|列入).{0,8}(?:储备库|项目库)|入库了|entered the library/iu],
  ['launch-notice-received', /启动通知|launch notice/iu],
  ['proposal-approved', /(?:项目)?建议书.{0,16}(?:批|通过)|proposal.{0,12}approved/iu],
  ['proposal-submitted', /(?:项目)?建议书.{0,16}(?:报|交|送)|proposal.{0,12}submitted/iu],
  ['technical-opinion-issued', /技术评审意见|technical opinion/iu],
  ['feasibility-approved', /(?:可研|可行性研究报告).{0,16}(?:批|通过)|feasibility.{0,16}approved/iu],
  ['feasibility-submitted', /(?:可研|可行性研究报告).{0,16}(?:报|交|送)|feasibility.{0,16}submitted/iu],
  ['revision-requested', /(?:要求|让).{0,10}(?:编修|修改).{0,8}(?:文本|设计|初设)?/u],
  ['design-approved', /(?:初步设计|初设).{0,16}(?:批|通过)|design.{0,12}approved/iu],
  ['design-submitted', /(?:初步设计|初设).{0,16}(?:报|交|送)|design.{0,12}submitted/iu],
  ['feedback-requested', /(?:要求|让|请).{0,10}反馈/u],
  ['budget-approved', /预算.{0,16}(?:批|通过|下达)|budget.{0,12}approved/iu],
  ['budget-submitted', /预算.{0,16}(?:报|交|送)|budget.{0,12}submitted/iu],
]

/** What is still wished, planned or denied is no event. */
const notYet =
  /还没|尚未|没有?(?!通过)(?:签|做|报|批)|未(?!按时|通过|能)|准备|打算|想|要是|如果|假如|等.{0,8}再|not yet|if\b/iu

export interface EventSaid {
  readonly event: EventId
  /** Absent where no day is told. */
  readonly day?: DayInWords
}

/** @returns undefined where no event is told */
export function eventSaid(text: string, today: IsoDate): EventSaid | undefined {
  if (notYet.test(text)) return undefined
  const days = findDays(text, today)
  // The days' own words («5月底») are not read as part of an event.
  const bare = days.reduceRight((words, day) => words.slice(0, day.start) + words.slice(day.end), text)
  const event = patterns.find(([, pattern]) => pattern.test(bare))?.[0]
  if (event === undefined) return undefined
  const [day] = days
  return { event, ...(day === undefined ? {} : { day }) }
}
