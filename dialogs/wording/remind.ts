/** What reminders say, in both languages. A day is written with its weekday; a clerk plans by the week. */
import { type IsoDate, weekdayOf, yearOf } from '#knowledge/law/units.ts'

type Lang = 'zh' | 'en'

const zhWeekdays = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六']
const enWeekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const enMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** 5月22日（星期五）; with its year where that is not the year of `today` */
function zhDay(day: IsoDate, today: IsoDate): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year === yearOf(today) ? '' : `${year}年`}${month}月${date}日（${zhWeekdays[weekdayOf(day)]}）`
}

function enDay(day: IsoDate, today: IsoDate): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${enWeekdays[weekdayOf(day)]} ${date} ${enMonths[(month ?? 1) - 1]}${year === yearOf(today) ? '' : ` ${year}`}`
}

const days = (count: number): string => `${count} working day${count === 1 ? '' : 's'}`

const zh = {
  day: zhDay,
  name: (project: string) => `“${project}”`,
  open: (title: string, due: string, left: number) =>
    left === 0 ? `${title}，今天${due}是最后一天。` : `${title}，最迟${due}，还剩${left}个工作日。`,
  openRolled: (title: string, due: string, advised: string, left: number) =>
    left === 0
      ? `${title}，宜今天办完；最迟${due}。`
      : `${title}，宜在${advised}前办完，还剩${left}个工作日；最迟${due}。`,
  openAtRest: (title: string, due: string, advised: string, left: number) =>
    left === 0
      ? `${title}，请今天办完：最后一天${due}是休息日。`
      : `${title}，请在${advised}前办完，还剩${left}个工作日：最后一天${due}是休息日。`,
  overdue: (title: string, due: string, late: number) =>
    `${title}，已于${due}到期，超期${late}个工作日，还没有记为办结。`,
  ends: {
    open: (title: string, day: string, left: number) => `${title}，${day}届满，还有${left}个工作日。`,
    soon: (title: string, day: string) => `${title}，${day}届满，在这之前没有别的工作日了。`,
    past: (title: string, day: string) => `${title}，已于${day}届满，结果还没有告诉我。`,
  },
  ours: {
    open: (title: string, day: string, left: number) =>
      `${title}，每年一次；提醒日${day}（本助手所设，不是法定日期），还有${left}个工作日。`,
    soon: (title: string, day: string) => `${title}，每年一次；提醒日${day}（本助手所设，不是法定日期），请今天办。`,
    past: (title: string, day: string) => `${title}，每年一次；提醒日${day}已过，还没有记为办结。`,
  },
  moved: (title: string, before: string, due: string, why: string) =>
    `${title}，因${why}，最后一天由${before}改为${due}。`,
  why: {
    calendar: (year: number, notice: string | null) =>
      notice === null ? `${year}年放假安排有变` : `国务院办公厅公布${year}年放假安排（${notice}）`,
    rule: () => '本助手所用的办法条文（期限）已更新',
    event: () => '有人更改了起算日期',
    facts: () => '项目情况有变',
  },
  second: (name: string) => `您是${name}的第二联系人，负责人还没有办结：`,
  lastWeekly: '每周提醒到此为止；办完请点“已完成”，或说“我的提醒”查看。',
  planned: (event: string) => `按计划日推算：“${event}”的日期还没有告诉我。发生后请告诉我日期，我重新推算。`,
  projected: (years: string) => `${years}年放假安排尚未公布，这个日期是暂估；公布后有变动，另行通知您。`,
  who: (actor: string, recipient: string | undefined) =>
    `由${actor}办理${recipient === undefined ? '' : `，对象：${recipient}`}。办完请点“已完成”。`,
  whoLate: (actor: string, recipient: string | undefined) =>
    `由${actor}办理${recipient === undefined ? '' : `，对象：${recipient}`}。还没办的请尽快补办；已经办了请点“已完成”，就不再提醒。`,
  whoEnds: (actor: string, _recipient: string | undefined) =>
    `由${actor}负责。有了结果请点“已完成”，或告诉我日期：后面的期限从那天起算。`,
  act: '办完请点“已完成”，或告诉我办结日期。',
  place: (title: string, article: string) => `《${title}》${article}`,
  today: (count: number) => `今天有${count}项提醒`,
  week: (count: number) => `本周提醒：${count}项期限`,
  bracket: (words: string) => `（${words}）`,
  comma: '、',
  done: '已完成',
  doneOf: (title: string) => `已完成：${title}`,
  later: '稍后提醒',
  basis: '查看依据',
  file: '生成材料',
  mute: '不用提醒这一项',
  mine: '我的提醒',
  stop: '全部停止',
  resume: '恢复提醒',
  tomorrow: '明天',
  inThree: '3个工作日后',
  nextWeek: '下周',
  askLater: (title: string) => `“${title}”什么时候再提醒？`,
  laterKept: (title: string, on: string) => `好，${on}上午9点再提醒“${title}”。`,
  laterPast: (title: string, on: string, due: string) =>
    `注意：${on}已过“${title}”的最后一天${due}。仍会在最后一天早上提醒您，${on}再提醒一次。`,
  askDone: (title: string) => `“${title}”是哪天办完的？`,
  notYet: (on: string) => `${on}还没到，先不记。办完后再告诉我办结日期。`,
  onToday: '今天',
  onYesterday: '昨天',
  closed: (title: string, on: string) => `已记：${title}，${on}办结，不再提醒。`,
  closedAgain: (title: string, on: string, next: string) =>
    `已记：${title}，${on}办结。下一次最迟${next}，到时再提醒。`,
  reckoning: (title: string) => `“${title}”的推算`,
  muted: (title: string) => `好，不再提醒“${title}”这一项；期限仍在，请自行留意。说“恢复提醒”可以取回。`,
  which: '不提醒哪一项？',
  whichLater: '哪一项稍后再提醒？',
  whichDone: '哪一项办完了？',
  nothingLatest: '没有找到要停的那一项。说“我的提醒”可以看到全部。',
  stopped: '已停止全部提醒，到期前不会再通知您（第二联系人也不通知）。说“恢复提醒”随时可以取回。',
  resumed: '已恢复提醒。',
  before: (counts: string, recurring: boolean) =>
    `好，${recurring ? '每季、每年的期限' : '每个期限'}提前${counts}个工作日提醒，最后一天早上再提醒一次。`,
  beforeOf: (title: string, counts: string) =>
    `好，“${title}”提前${counts}个工作日提醒，最后一天早上再提醒一次。其他期限不变。`,
  howSecond: `第二联系人（一般是科室负责人）凭人员编号来设，只说姓名怕通知错人：
1. 请对方在自己的聊天里对我说“我的编号”，把编号发给您；
2. 您对我说“第二联系人是（编号）”。
设好后我马上告知对方；以后哪一项到最后一天前一个工作日还没办结，上午9点也提醒对方。`,
  secondKept: (project: string, person: string) =>
    `已设 ${person} 为“${project}”的第二联系人：我先告知对方一次；以后最后一天前一个工作日还没办结时，上午9点也通知对方。对方收不到的，我会告诉您。`,
  named: (name: string) =>
    `您被设为${name}的第二联系人。哪一项到最后一天前一个工作日还没办结，我上午9点提醒您；平时不打扰。如果不该是您，请让项目负责人取消；不想收到，对我说“全部停止”。`,
  secondGone: (project: string) => `“${project}”不再有第二联系人。`,
  noSecond: '您自己已经会收到提醒，请指定别人。',
  head: '我的提醒',
  none: '现在没有要提醒的期限。记下日期（如“合同5月10日签了”），我就推算期限并安排提醒。',
  line: (title: string, due: string, next: string) => `- ${title}：最迟${due}；${next}`,
  next: (on: string) => `下次提醒${on}9:00`,
  noNext: '不再提醒',
  isMuted: '已设为不提醒',
  late: '已超期',
  isStopped: '提醒已全部停止。',
  semicolon: '；',
  aheadOf: (title: string, counts: string) => `“${title}”提前${counts}个工作日`,
  aheadRecurring: (counts: string) => `每季、每年的提前${counts}个工作日`,
  rhythm: (counts: string, others: string) =>
    `提前${counts}个工作日和最后一天早上9点提醒${others === '' ? '' : `（${others}）`}；节假日不打扰。可以说“提前10个工作日提醒我”“全部停止”“第二联系人怎么设”。`,
  secondOf: (person: string) => `第二联系人：${person}`,
  lost: (count: number) => `**未送达**：有${count}条提醒没能送到您这里，补充如下：`,
  lostOfSecond: (count: number) =>
    `**未送达**：有${count}条给第二联系人的提醒没能送到对方那里（对方没有打开，或编号不对），请另行告知：`,
  lostLine: (on: string, summary: string) => `- ${on} ${summary}`,
  lostSecond: (summary: string) => `给第二联系人的：${summary}`,
}

export type RemindWords = typeof zh

const en: RemindWords = {
  day: enDay,
  name: (project) => `“${project}”`,
  open: (title, due, left) =>
    left === 0 ? `${title}: today, ${due}, is the last day.` : `${title}: by ${due}, ${days(left)} left.`,
  openRolled: (title, due, advised, left) =>
    left === 0
      ? `${title}: better today; by ${due} at the latest.`
      : `${title}: better by ${advised}, ${days(left)} left; by ${due} at the latest.`,
  openAtRest: (title, due, advised, left) =>
    left === 0
      ? `${title}: finish it today, the last day, ${due}, is a day off.`
      : `${title}: finish it by ${advised}, ${days(left)} left: the last day, ${due}, is a day off.`,
  overdue: (title, due, late) => `${title}: the last day was ${due}, ${days(late)} ago, and it is not noted as done.`,
  ends: {
    open: (title, day, left) => `${title}: ends on ${day}, ${days(left)} left.`,
    soon: (title, day) => `${title}: ends on ${day}, with no other working day before it.`,
    past: (title, day) => `${title}: ended on ${day}, and I was not told what came of it.`,
  },
  ours: {
    open: (title, day, left) =>
      `${title}, once a year: ${day} is our reminder, not a day set by law; ${days(left)} left.`,
    soon: (title, day) => `${title}, once a year: ${day} is our reminder, not a day set by law; do it today.`,
    past: (title, day) => `${title}, once a year: our reminder, ${day}, has passed, and it is not noted as done.`,
  },
  moved: (title, before, due, why) => `${title}: ${why}; the last day moves from ${before} to ${due}.`,
  why: {
    calendar: (year, notice) =>
      notice === null
        ? `the days off of ${year} have changed`
        : `the State Council published the days off of ${year} (${notice})`,
    rule: () => 'the period in the measure used here has changed',
    event: () => 'somebody changed the day it runs from',
    facts: () => 'what is known of the project has changed',
  },
  second: (name) => `You are the second contact of ${name}; this is not noted as done: `,
  lastWeekly: 'This is the last weekly reminder. Press “Done” when it is, or say “my reminders”.',
  planned: (event) =>
    `Reckoned from a planned day: I was not told the day of “${event}”. Tell me once it has happened and I reckon again.`,
  projected: (years) =>
    `The days off of ${years} are not published: the day is an estimate, and you will be told if it moves.`,
  who: (actor, recipient) =>
    `To be done by ${actor}${recipient === undefined ? '' : `, to ${recipient}`}. Press “Done” when it is.`,
  whoLate: (actor, recipient) =>
    `To be done by ${actor}${recipient === undefined ? '' : `, to ${recipient}`}. If it is done, press “Done” and you will not be reminded again.`,
  whoEnds: (actor, _recipient) =>
    `In the hands of ${actor}. Press “Done” or tell me the day: what follows is reckoned from it.`,
  act: 'Press “Done” when it is, or tell me the day.',
  place: (title, article) => `${title}, ${article}`,
  today: (count) => `${count} reminders today`,
  week: (count) => `This week: ${count} deadlines`,
  bracket: (words) => ` (${words})`,
  comma: ', ',
  done: 'Done',
  doneOf: (title) => `Done: ${title}`,
  later: 'Later',
  basis: 'Why this day',
  file: 'Make the document',
  mute: 'Not this one',
  mine: 'My reminders',
  stop: 'Stop all',
  resume: 'Resume',
  tomorrow: 'Tomorrow',
  inThree: 'In 3 working days',
  nextWeek: 'Next week',
  askLater: (title) => `When shall I remind you of “${title}” again?`,
  laterKept: (title, on) => `I will remind you of “${title}” on ${on} at 9:00.`,
  laterPast: (title, on, due) =>
    `Mind that ${on} lies after the last day of “${title}”, ${due}. You will still be told on that last morning, and again on ${on}.`,
  notYet: (on) => `${on} is still to come, so nothing is noted. Tell me the day once it is done.`,
  askDone: (title) => `On which day was “${title}” done?`,
  onToday: 'Today',
  onYesterday: 'Yesterday',
  closed: (title, on) => `Noted: ${title}, done on ${on}. No more reminders of it.`,
  closedAgain: (title, on, next) => `Noted: ${title}, done on ${on}. The next one is due by ${next}.`,
  reckoning: (title) => `How the day of “${title}” is found`,
  muted: (title) => `No more reminders of “${title}”; the deadline stays. Say “resume reminders” to have them back.`,
  which: 'Which one?',
  whichLater: 'Which one shall come later?',
  whichDone: 'Which one is done?',
  nothingLatest: 'I do not know which one. Say “my reminders” to see all of them.',
  stopped:
    'All reminders are stopped: nothing will be told before a deadline, nor to a second contact. Say “resume reminders” to have them back.',
  resumed: 'Reminders are on again.',
  before: (counts, recurring) =>
    `${recurring ? 'Quarterly and yearly deadlines' : 'Every deadline'}: ${counts} working days ahead, and on the last morning.`,
  beforeOf: (title, counts) =>
    `“${title}”: ${counts} working days ahead, and on the last morning. The other deadlines stay as they are.`,
  howSecond: `A second contact is named by person id; a name alone might reach the wrong one:
1. Ask them to say “my id” to me in their own chat and to send it to you.
2. Say “make (id) the second contact”.
I tell them at once, and again at 9:00 one working day before a last day if it is not done.`,
  named: (name) =>
    `You are now the second contact of ${name}: if something is not done one working day before its last day, I tell you at 9:00, otherwise nothing. If it should not be you, ask the owner to undo it; or say “stop all reminders”.`,
  secondKept: (project, person) =>
    `${person} is now the second contact of “${project}”: told so once, and at 9:00 one working day before the last day if it is not done. You will hear of it if they cannot be reached.`,
  secondGone: (project) => `“${project}” has no second contact any more.`,
  noSecond: 'You get the reminders already; please name somebody else.',
  head: 'My reminders',
  none: 'There is nothing to remind you of. Tell me a day (“the contract was signed on 10 May”) and I reckon what follows.',
  line: (title, due, next) => `- ${title}: by ${due}; ${next}`,
  next: (on) => `next reminder ${on} 9:00`,
  noNext: 'no more reminders',
  isMuted: 'not reminded of',
  late: 'overdue',
  isStopped: 'All reminders are stopped.',
  semicolon: '; ',
  aheadOf: (title, counts) => `“${title}”: ${counts}`,
  aheadRecurring: (counts) => `quarterly and yearly: ${counts}`,
  rhythm: (counts, others) =>
    `Told ${counts} working days ahead and on the last morning at 9:00${others === '' ? '' : ` (${others})`}, never on holidays. Say “remind me 10 working days ahead”, “stop all reminders” or “second contact”.`,
  secondOf: (person) => `second contact: ${person}`,
  lost: (count) => `**Not delivered**: ${count} reminder${count === 1 ? '' : 's'} could not be brought to you:`,
  lostOfSecond: (count) =>
    `**Not delivered**: ${count} reminder${count === 1 ? '' : 's'} did not reach the second contact (not opened, or a wrong id); please tell them yourself:`,
  lostLine: (on, summary) => `- ${on} ${summary}`,
  lostSecond: (summary) => `to the second contact: ${summary}`,
}

export function remindIn(lang: Lang): RemindWords {
  return lang === 'en' ? en : zh
}
