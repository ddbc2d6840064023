/** Whether a deadline is the one asked for: whose it is («谁») and what it is for (批 or 报), where the question says so. */
import type { DeadlineRule } from '#knowledge/law/rule.ts'

/** Offices as they are called in the measures and by staff. */
const offices: readonly RegExp[] = [
  /财政/u,
  /发改|发展(?:和)?改革/u,
  /数据(?:管理|工作)|大数据|数据局|数管局|数局|政数局/u,
  /审计/u,
  /领导小组/u,
  /国资/u,
]
/** Before an office: papers go to it, so that it is not the one who acts. */
const toOffice = /(?:报|送|交|向|给|到|找|往|跟|同|传)(?:至|给|到|送)?(?:[市省区县]|党政办公室[（(]?)?$/u

/** The approval that a period runs from («初步设计批复后», «批完可研后») and papers handed in for approval are no approving, unless how long it takes is asked behind it. */
const noApproving =
  /(?:获批|审批|批复|批准|批|审核|审)[^，,。？?]{0,10}?后|批(?:下来|完|好)?了(?=[^吗没么])|报(?:送|给|请|到)?[^，,。？?]{0,10}(?:审批|审核|评审|报批)(?![^，,。？?]*(?:多久|多长|几天|几个|多少))|获批|报批|报审|未批|送审|批文|批次|分批/gu
const approving = /批|审核|评审意见/u
const submitting = /编(?![号码])|修改|提交|提出|申请|反馈|交|报(?!告|价|销|名)/u

export type Fit = 'plainly' | 'perhaps' | 'no'

/**
 * @param asked the turn's own words
 * @returns `plainly` where the office and the act that were said are those of the deadline; `no` where one of them is another
 */
export function fitOfDeadline(asked: string, rule: DeadlineRule): Fit {
  const isActor = ofActor(asked, rule)
  const isAct = ofAct(asked, rule)
  if (isActor === false || isAct === false) return 'no'
  return isActor === true && isAct === true ? 'plainly' : 'perhaps'
}

/** @returns undefined where no office is said to act */
function ofActor(asked: string, rule: DeadlineRule): boolean | undefined {
  const isApproved = asksApproval(asked)
  const acting = offices.filter((office) => {
    const match = office.exec(asked)
    // Of an approval, the office that papers go to is the one that gives it.
    return match !== null && (isApproved || !toOffice.test(asked.slice(0, match.index)))
  })
  if (acting.some((office) => office.test(rule.actor.zh))) return true
  // An office that only stands in the circumstances («财政资金的项目») rules nothing out for the unit.
  return acting.length > 0 && isApproved ? false : undefined
}

function ofAct(asked: string, rule: DeadlineRule): boolean | undefined {
  // English tells no more of the act than whether an approval is asked about.
  if (!/\p{Script=Han}/u.test(asked))
    return approving.test(rule.title.zh) && !/approv|decid|review|opinion|accept/iu.test(asked) ? false : undefined
  if (asksApproval(asked)) return rule.binds === 'authority' && approving.test(rule.title.zh)
  return submitting.test(asked) && approving.test(rule.title.zh) ? false : undefined
}

/** Of several acts the last is asked for: «预算报财政多久能批下来». */
function asksApproval(asked: string): boolean {
  const rest = asked.replace(noApproving, '，')
  return lastOf(approving, rest) > lastOf(submitting, rest)
}

function lastOf(pattern: RegExp, text: string): number {
  return [...text.matchAll(new RegExp(pattern, 'gu'))].at(-1)?.index ?? -1
}
