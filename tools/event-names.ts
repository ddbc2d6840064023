/** What each event is called. */
import type { DeadlineRule, EventId } from '#knowledge/law/rule.ts'

export const eventNames: Readonly<Record<EventId | 'any', { readonly zh: string; readonly en: string }>> = {
  'award-notice-sent': { zh: '中标（成交）通知书发出', en: 'award notice sent' },
  'contract-signed': { zh: '正式采购合同签订', en: 'contract signed' },
  'completion-accepted': { zh: '通过竣工验收', en: 'completion accepted' },
  'in-operation': { zh: '投入使用运行', en: 'in operation' },
  'construction-completed': { zh: '完成项目建设任务', en: 'construction completed' },
  'library-entered': { zh: '纳入项目储备库', en: 'entered the reserve library' },
  'launch-notice-received': { zh: '接到启动通知', en: 'launch notice received' },
  'proposal-submitted': { zh: '报送项目建议书', en: 'proposal submitted' },
  'proposal-approved': { zh: '项目建议书获批', en: 'proposal approved' },
  'feasibility-submitted': { zh: '报送可行性研究报告', en: 'feasibility study submitted' },
  'technical-opinion-issued': { zh: '出具技术评审意见', en: 'technical opinion issued' },
  'feasibility-approved': { zh: '可行性研究报告获批', en: 'feasibility study approved' },
  'design-submitted': { zh: '报送初步设计', en: 'preliminary design submitted' },
  'design-approved': { zh: '初步设计获批', en: 'preliminary design approved' },
  'revision-requested': { zh: '要求编修文本', en: 'revision asked for' },
  'budget-submitted': { zh: '提交完整预算资料', en: 'budget submitted complete' },
  'budget-approved': { zh: '项目预算获批', en: 'budget approved' },
  'feedback-requested': { zh: '要求反馈意见', en: 'feedback asked for' },
  'trial-started': { zh: '试运行开始', en: 'trial run started' },
  'trial-ended': { zh: '试运行结束', en: 'trial run ended' },
  'trial-stable': { zh: '试运行达到稳定状态', en: 'trial run stable' },
  'preliminary-accepted': { zh: '完成初步验收', en: 'preliminary acceptance done' },
  'final-accepted': { zh: '终验通过', en: 'final acceptance passed' },
  'acceptance-failed': { zh: '未按时通过验收', en: 'acceptance not passed in time' },
  'construction-started': { zh: '开工建设', en: 'construction started' },
  'construction-due': { zh: '批复建设期届满', en: 'end of the approved construction period' },
  any: { zh: '固定日期', en: 'a fixed day' },
}

/** Every event that a period waits for: with one of two left out it would seem to run from too early a day. */
export function eventsOf({ event, andEvent }: DeadlineRule, lang: 'zh' | 'en'): string {
  const names = [event, ...(andEvent === undefined ? [] : [andEvent])].map((each) => eventNames[each][lang])
  return names.join(lang === 'zh' ? '且' : ' and ')
}
