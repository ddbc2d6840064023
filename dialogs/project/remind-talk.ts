/** What people say of reminders and what they press on one. */
import { readWhole } from '#knowledge/law/chinese-number.ts'
import type { ButtonPayload, Step } from '../conversation.ts'
import { resultsIn } from '../wording/project-results.ts'
import { projectZh } from '../wording/project-zh.ts'
import type { Agenda } from './agenda.ts'
import { plain } from './ask.ts'
import { doneDaySaid, doneMeant, optionsOf, pressDone } from './remind-done.ts'
import { explainDay, listReminders } from './remind-list.ts'
import { askSecond, setSecond } from './remind-second.ts'
import { latestOf, mute, muteMeant, openMeant, putOff, putOffMeant } from './remind-silence.ts'
import { resumeAll, stopAll, tellAhead, tellAheadOf } from './remind-wishes.ts'
import { say, type Talk } from './talk.ts'

const number = '[0-9０-９零〇一二两三四五六七八九十百]+'
/** Working days. */
const daysAWeek = 5
const daysAMonth = 22

const person = '(?:U-)?(?<person>[0-9a-f]{8}-[0-9a-f-]{27})'

const listWords =
  /^(?:看看|查看|列出|显示)?(?:我的?|我们的|全部|所有)?提醒(?:列表|清单|设置|有哪些)?[?？]?$|^(?:我)?(?:有|还有)(?:哪些|什么)提醒[?？]?$|^(?:(?:那)?(?:你)?(?:会|什么时候|几时|何时|几点|怎么|多久)(?:会|来)?提醒(?:我|一次)?|提醒(?:是)?(?:几点|什么时候|怎么)(?:发|来|设|设置|改)?|(?:到时候?|到期前?|届时|记得|请)+提醒(?:我|一下|我一下|我们)?|提醒(?:我|一下|我一下))[?？吗么呢]*$|^(?:show |list )?(?:my )?reminders\??$|^when (?:will|do) you remind me\??$/iu
const stopWords =
  /^(?:请|把)?(?:全部停止|(?:停止|关闭|取消|关掉)(?:所有|全部|一切|我的)?(?:的)?提醒|(?:所有|全部)(?:的)?提醒(?:都|全)?(?:停止|停掉|停了|关闭|关掉|取消)|(?:以后)?(?:都|全都|全部|什么都)(?:别|不要|不用)(?:再)?提醒(?:我)?)了?$|^stop (?:all )?(?:my |the )?reminders$/iu
const resumeWords =
  /^(?:请|把)?(?:恢复|开启|打开|重新开始|继续)(?<defaults>默认)?(?:所有|全部|我的)?(?:的)?(?:提醒)(?:吧)?$|^(?:resume|restart)(?: all)?(?: my| the)? reminders$/iu
const thisWords =
  /^(?:(?:这个|这项|这一项|这条|该项|它)(?:就)?(?:不用|不要|别|不必|无需)(?:再)?提醒(?:我)?了?|(?:不用|不要|别|不必)(?:再)?提醒(?:我)?(?:这个|这项|这一项|这条|它)?了?)$|^(?:(?:don[’']?t|do not) remind me of this(?: one)?(?: any ?more)?|not this one)$/iu
const silenceWords =
  /(?:不用|不要|别|不必|无需|停止|取消|关闭|关掉)(?:再)?(?:.{1,16}的)?提醒|提醒.{0,4}(?:停掉|取消|关掉|停了)|\b(?:don[’']?t|do not|stop) remind/iu
const laterWords =
  /^(?:请)?(?<when>.{0,12}?)(?:再|才|时候?)(?:来)?(?:提醒|叫|通知)(?:我|一下|一次)*$|^(?<alone>稍后|晚点|晚些时候?|迟点|改天|过会儿?|明天|后天|下周[一二三四五]?)(?:再|才)?提醒(?:我|一下|一次)*$|^(?<bare>later)$|^remind me (?:again )?(?<english>later|tomorrow|next week|in \d+ (?:working )?days?)$/iu
const counts = `(?<counts>${number}(?:\\s*(?:个)?(?:工作日|天|日)?\\s*[、,，和及/]\\s*${number})*)`
const unit = '(?:个)?(?<unit>工作日|天|日|周|星期|礼拜|月)'
const aheadWords = new RegExp(`提前\\s*${counts}\\s*${unit}(?:左右)?(?:就|再|开始)?(?:提醒|通知|告诉|叫)`, 'u')
const aheadChanged = new RegExp(
  `提醒(?:的)?(?:时间|天数|设置)?\\s*(?:改|设|调|调整|换|定)?(?:成|为|到)?\\s*提前\\s*${counts}\\s*${unit}(?:左右)?$`,
  'u',
)
const aheadEnglish =
  /^remind me (?:of (?:the )?(?<of>[\w ]+?) )?(?<counts>\d+(?:(?:, ?| and |, and )\d+)*) (?:working )?days? (?:ahead|before|in advance)/iu
const recurringWords = /每年|年度|每季|季度|定期|周期|recurring|yearly|quarterly/iu
const role = '(?:第二(?:联系人|责任人)|(?:科室|部门|处室|股室)负责人)'
const secondSet = new RegExp(
  `^(?:请)?(?:让|由|把|设|将|指定|设置)?\\s*${person}\\s*(?:来)?(?:做|当|为|作为|担任|成为|设为|设成|是)(?<name>.*?)(?:的)?${role}$`,
  'iu',
)
const secondIs = new RegExp(
  `^(?:请)?(?:把|将|设|设置|指定|添加|加|换)?(?:我们?|本)?(?<name>.*?)(?:的)?${role}\\s*(?:是|为|叫|就是|改为|改成|设为|设成|换成|[:：])?\\s*${person}$`,
  'iu',
)
const secondSetEnglish = new RegExp(`^make ${person} the second contact(?: (?:of|for) (?<name>.+))?$`, 'iu')
const secondGone = new RegExp(
  `^(?:取消|去掉|不要|删除|撤销|移除|不用)(?<name>.*?)(?:的)?${role}(?:了)?$|^(?:remove|no) (?:the )?second contact(?: (?:of|for) (?<english>.+))?$`,
  'iu',
)
/** Somebody is meant, but not by what they could be reached with. */
const secondNamed =
  /第二(?:联系人|责任人)|^(?:我们?|本)?(?:的)?(?:科室|部门|处室|股室)负责人(?:是|叫|为)(?!谁|哪|什么|否)[^?？，,]{1,12}$|^(?:让|设|设置|添加|指定|通知|提醒|告诉)[^?？，,]{0,6}(?:科室|部门|处室|股室)负责人$|second contact/iu

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

/** Undefined where the words turn out to be something else. */
type Command = (talk: Talk, agenda: Agenda) => Promise<Step | undefined> | Step | undefined

function commandIn(words: string): Command | undefined {
  if (listWords.test(words)) return listReminders
  if (stopWords.test(words)) return stopAll
  const resume = resumeWords.exec(words)
  if (resume !== null) return (talk, agenda) => resumeAll(talk, agenda, resume.groups?.defaults !== undefined)
  if (thisWords.test(words)) return (talk, agenda) => muteMeant(talk, agenda, latestOf(agenda))
  if (/^查看依据$|^why this day$/iu.test(words)) return basisOfLatest
  return aheadIn(words) ?? secondIn(words) ?? silenceIn(words) ?? laterIn(words) ?? doneIn(words)
}

function aheadIn(words: string): Command | undefined {
  const bare = words.replaceAll('半个月', '11个工作日').replaceAll('半月', '11个工作日')
  const found = aheadWords.exec(bare) ?? aheadChanged.exec(bare) ?? aheadEnglish.exec(bare)
  if (found?.groups === undefined || /[?？]|吗|多少|多久/u.test(words)) return undefined
  const { counts: told = '', unit: of = '' } = found.groups
  const times = /周|星期|礼拜/u.test(of) ? daysAWeek : of === '月' ? daysAMonth : 1
  const read = (told.match(new RegExp(number, 'gu')) ?? []).map((each) => readWhole(each.replace(/^两$/u, '二')))
  const days = read.flatMap((each) => (each === undefined || each < 1 ? [] : [each * times]))
  if (days.length === 0 || days.length !== read.length || days.some((each) => each > 250)) return undefined
  return (talk, agenda) => {
    const meant = openMeant(talk, agenda, words.slice(0, words.indexOf('提前')) || (found.groups?.of ?? ''))
    return meant.length > 0
      ? tellAheadOf(talk, agenda, days, meant)
      : tellAhead(talk, agenda, days, recurringWords.test(words))
  }
}

function secondIn(words: string): Command | undefined {
  const set = secondSet.exec(words) ?? secondIs.exec(words) ?? secondSetEnglish.exec(words)
  if (set?.groups !== undefined) {
    const { person: other = '', name = '' } = set.groups
    return (talk, agenda) => setSecond(talk, agenda, name, other.toLowerCase())
  }
  const gone = secondGone.exec(words)
  if (gone !== null)
    return (talk, agenda) => setSecond(talk, agenda, gone.groups?.name ?? gone.groups?.english ?? '', undefined)
  return secondNamed.test(words) ? askSecond : undefined
}

/** «合同备案不用提醒了»: a deadline is named, or else the words are about something else. */
function silenceIn(words: string): Command | undefined {
  if (!silenceWords.test(words) || isAsking(words)) return undefined
  return (talk, agenda) => {
    const meant = openMeant(talk, agenda, words)
    return meant.length === 0 ? undefined : muteMeant(talk, agenda, meant)
  }
}

/** «明天再提醒»: what the newest reminder told of, or what is named. */
function laterIn(words: string): Command | undefined {
  const found = laterWords.exec(words)?.groups
  if (found === undefined || isAsking(words)) return undefined
  const when = found.when ?? found.alone ?? found.english ?? ''
  return (talk, agenda) => {
    // The bare word is an answer where a question is open.
    if (found.bare !== undefined && talk.conversation.dialog !== undefined) return undefined
    const meant = [openMeant(talk, agenda, words), latestOf(agenda), found.bare === undefined ? agenda.promises : []]
    return putOffMeant(talk, agenda, meant.find((each) => each.length > 0) ?? [], when)
  }
}

/** «已完成» typed: of what the newest reminder told. */
function doneIn(words: string): Command | undefined {
  if (!/完成|办完|办结|做完|办好|做好|搞定|\bdone\b/iu.test(words) || isAsking(words)) return undefined
  return (talk, agenda) => doneMeant(talk, latestOf(agenda), words)
}

function basisOfLatest(talk: Talk, agenda: Agenda): Promise<Step | undefined> | undefined {
  const [only, ...others] = optionsOf(talk, latestOf(agenda), 'remind-basis')
  return only === undefined || others.length > 0 ? undefined : explainDay(talk, only.payload, agenda)
}

function isAsking(words: string): boolean {
  return /[?？]|吗|多少|多久|怎么|如何|是否|什么|几点|几时|几号|何时/u.test(words)
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
