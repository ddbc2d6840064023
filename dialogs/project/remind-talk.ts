/** What people say of reminders and what they press on one. */
import { readWhole } from '#knowledge/law/chinese-number.ts'
import type { ButtonPayload, Step } from '../conversation.ts'
import { resultsIn } from '../wording/project-results.ts'
import { projectZh } from '../wording/project-zh.ts'
import type { Agenda } from './agenda.ts'
import { plain } from './ask.ts'
import { doneDaySaid, pressDone } from './remind-done.ts'
import { explainDay, listReminders } from './remind-list.ts'
import { mute, muteLatest, putOff, resumeAll, setSecond, stopAll, tellAhead } from './remind-wishes.ts'
import { say, type Talk } from './talk.ts'

const number = '[0-9０-９零〇一二两三四五六七八九十百]+'
const person = '(?:U-)?(?<person>[0-9a-f]{8}-[0-9a-f-]{27})'

const listWords =
  /^(?:看看|查看|列出|显示)?(?:我的?|我们的|全部|所有)?提醒(?:列表|清单|设置|有哪些)?[?？]?$|^(?:我)?(?:有|还有)(?:哪些|什么)提醒[?？]?$|^(?:show |list )?(?:my )?reminders\??$/iu
const stopWords =
  /^(?:请|把)?(?:全部停止|(?:停止|关闭|取消|关掉)(?:所有|全部|一切|我的)?(?:的)?提醒|(?:所有|全部)(?:的)?提醒(?:都|全)?(?:停止|停掉|停了|关闭|关掉|取消)|(?:以后)?(?:都|全都|全部|什么都)(?:别|不要|不用)(?:再)?提醒(?:我)?)了?$|^stop (?:all )?(?:my |the )?reminders$/iu
const resumeWords =
  /^(?:请|把)?(?:恢复|开启|打开|重新开始|继续)(?<defaults>默认)?(?:所有|全部|我的)?(?:的)?(?:提醒)(?:吧)?$|^(?:resume|restart)(?: all)?(?: my| the)? reminders$/iu
const thisWords =
  /^(?:(?:这个|这项|这一项|这条|该项|它)(?:就)?(?:不用|不要|别|不必|无需)(?:再)?提醒(?:我)?了?|(?:不用|不要|别|不必)(?:再)?提醒(?:我)?(?:这个|这项|这一项|这条|它)?了?)$|^(?:(?:don[’']?t|do not) remind me of this(?: one)?(?: any ?more)?|not this one)$/iu
const aheadWords = new RegExp(
  `提前\\s*(?<counts>${number}(?:\\s*(?:个)?(?:工作日|天|日)?\\s*[、,，和及/]\\s*${number})*)\\s*(?:个)?(?<unit>工作日|天|日|周|星期|礼拜)(?:左右)?(?:再)?(?:提醒|通知|告诉|叫)`,
  'u',
)
const aheadEnglish =
  /^remind me (?:of (?<recurring>recurring|yearly|quarterly)[\w ]* )?(?<counts>\d+(?:(?:, ?| and |, and )\d+)*) (?:working )?days? (?:ahead|before|in advance)/iu
const recurringWords = /每年|年度|每季|季度|定期|周期/u
const secondSet = new RegExp(
  `^(?:请)?(?:让|由|把|设|将|指定|设置)?\\s*${person}\\s*(?:来)?(?:做|当|为|作为|担任|成为|设为|设成|是)(?<name>.*?)(?:的)?第二(?:联系人|责任人)$`,
  'iu',
)
const secondSetEnglish = new RegExp(`^make ${person} the second contact(?: (?:of|for) (?<name>.+))?$`, 'iu')
const secondGone =
  /^(?:取消|去掉|不要|删除|撤销|移除)(?<name>.*?)(?:的)?第二(?:联系人|责任人)$|^(?:remove|no) (?:the )?second contact(?: (?:of|for) (?<english>.+))?$/iu

/** @returns undefined where nothing is said of reminders */
export async function reminderAsked(talk: Talk, text: string): Promise<Step | undefined> {
  if (talk.projects.agenda === undefined) return undefined
  const said = await doneDaySaid(talk, text)
  if (said !== undefined) return said
  const words = text.trim().replace(/[。.！!吧]+$/u, '')
  const command = commandIn(words)
  if (command === undefined) return undefined
  if (talk.message.group === true) return say(talk, [plain(resultsIn(talk.lang).groupHidden)])
  return command(talk, await talk.projects.agenda())
}

type Command = (talk: Talk, agenda: Agenda) => Promise<Step> | Step

function commandIn(words: string): Command | undefined {
  if (listWords.test(words)) return listReminders
  if (stopWords.test(words)) return stopAll
  const resume = resumeWords.exec(words)
  if (resume !== null) return (talk, agenda) => resumeAll(talk, agenda, resume.groups?.defaults !== undefined)
  if (thisWords.test(words)) return muteLatest
  return aheadIn(words) ?? secondIn(words)
}

function aheadIn(words: string): Command | undefined {
  const found = aheadWords.exec(words) ?? aheadEnglish.exec(words)
  if (found?.groups === undefined || /[?？]|吗|多少|多久/u.test(words)) return undefined
  const { counts = '', unit = '', recurring } = found.groups
  const isWeeks = /周|星期|礼拜/u.test(unit)
  const read = (counts.match(new RegExp(number, 'gu')) ?? []).map((each) => readWhole(each.replace(/^两$/u, '二')))
  const days = read.flatMap((each) => (each === undefined || each < 1 ? [] : [isWeeks ? each * 5 : each]))
  if (days.length === 0 || days.length !== read.length || days.some((each) => each > 250)) return undefined
  return (talk, agenda) => tellAhead(talk, agenda, days, recurring !== undefined || recurringWords.test(words))
}

function secondIn(words: string): Command | undefined {
  const set = secondSet.exec(words) ?? secondSetEnglish.exec(words)
  if (set?.groups !== undefined) {
    const { person: other = '', name = '' } = set.groups
    return (talk, agenda) => setSecond(talk, agenda, name, other.toLowerCase())
  }
  const gone = secondGone.exec(words)
  if (gone === null) return undefined
  return (talk, agenda) => setSecond(talk, agenda, gone.groups?.name ?? gone.groups?.english ?? '', undefined)
}

/** @returns undefined where the button is none of a reminder */
export async function pressReminder(talk: Talk, button: ButtonPayload): Promise<Step | undefined> {
  if (!button.verb.startsWith('project-remind-') || talk.projects.agenda === undefined) return undefined
  if (talk.message.group === true) return say(talk, [plain(resultsIn(talk.lang).groupHidden)])
  const agenda = await talk.projects.agenda()
  return (await press(talk, agenda, button)) ?? say(talk, [plain(projectZh.gone)])
}

function press(talk: Talk, agenda: Agenda, button: ButtonPayload): Promise<Step | undefined> | Step | undefined {
  const { args } = button
  switch (button.verb) {
    case 'project-remind-list':
      return listReminders(talk, agenda)
    case 'project-remind-stop':
      return stopAll(talk, agenda)
    case 'project-remind-resume':
      return resumeAll(talk, agenda, false)
    case 'project-remind-done':
      return Promise.resolve(pressDone(talk, button))
    case 'project-remind-later':
      return putOff(talk, agenda, button)
    case 'project-remind-mute':
      return mute(talk, agenda, button)
    case 'project-remind-basis':
      return explainDay(talk, button, agenda)
    case 'project-remind-second':
      return setSecond(
        talk,
        agenda,
        String(args.project ?? ''),
        typeof args.person === 'string' ? args.person : undefined,
      )
  }
  return undefined
}
