/** «导出我的数据», «删除我的所有数据»: asked at any time, also in the middle of something else. */
import type { Conversation, Reply, ReplyOption, Step, UserMessage } from './conversation.ts'
import type { Ports } from './ports.ts'
import { myDataIn } from './wording/my-data.ts'

/** Where the file is fetched, by the person alone. */
export const myDataPath = '/my-data.json'

const before = '(?:请|麻烦|帮我|给我|我要|我想|我想要|我需要|能不能|能否|能|可以|可否|怎么|怎样|如何|把|将)*'
const mine = '(?:我|本人|我自己)的?(?:所有|全部|一切)?的?(?:个人)?(?:数据|信息|资料|记录|账号|帐号|聊天记录|对话记录)'
const after = '(?:吗|吧|呢|呗|了|一下|一份|下)*[。.!！?？\\s]*'
const toExport = '(?:导出|下载|拷贝|导)(?:来|出来|一份|一下|给我)*'
const toErase = '(?:删除|删掉|删了|删|清除|清空|清掉|抹掉|销毁|注销)(?:掉|一下|干净)*'
const said = (verb: string, english: string): RegExp =>
  new RegExp(
    `^${before}(?:${verb}${mine}|${mine}(?:全部|全都|都|全)?${verb})${after}$|^(?:please )?${english}[.!?\\s]*$`,
    'iu',
  )
const exportSaid = said(toExport, '(?:export|download) (?:all )?(?:of )?my (?:personal )?data')
const eraseSaid = said(toErase, '(?:delete|erase) (?:all )?(?:of )?my (?:personal )?(?:data|account)')

/** @returns undefined where the message is about something else, or nothing is kept of anybody */
export function takeMyData(
  conversation: Conversation,
  message: UserMessage,
  lang: 'zh' | 'en',
  ports: Ports,
): Step | undefined {
  const wanted = wantedOf(message)
  if (wanted === undefined || ports.projects === undefined) return undefined
  const words = myDataIn(lang)
  const say = (reply: Reply): Step => ({ replies: [reply], conversation: { ...conversation, lang } })
  if (message.group === true) return say({ text: words.alone, summary: words.alone })
  switch (wanted) {
    case 'export-my-data':
      return say(exported(lang))
    case 'keep-my-data':
      return say({ text: words.cancelled, summary: words.cancelled })
    case 'erase-my-data':
      // A button that was left standing from another day asks anew.
      return message.button?.args.day === ports.today ? erased(conversation, lang) : say(asked(lang, ports))
  }
}

const verbs = ['export-my-data', 'erase-my-data', 'keep-my-data'] as const

function wantedOf({ button, text }: UserMessage): (typeof verbs)[number] | undefined {
  if (button !== undefined) return verbs.find((verb) => verb === button.verb)
  if (exportSaid.test(text.trim())) return 'export-my-data'
  return eraseSaid.test(text.trim()) ? 'erase-my-data' : undefined
}

function exported(lang: 'zh' | 'en'): Reply {
  const { exported: text, fileName: name } = myDataIn(lang)
  return { text, summary: text, files: [{ name, mime: 'application/json', path: myDataPath }] }
}

function asked(lang: 'zh' | 'en', { projects, today }: Ports): Reply {
  const words = myDataIn(lang)
  const owned = projects?.known.filter(({ access }) => access === 'owner').length ?? 0
  const options = [
    option(words.exportFirst, 'export-my-data'),
    option(words.confirm, 'erase-my-data', { day: today }),
    option(words.cancel, 'keep-my-data'),
  ]
  return { text: words.ask(owned), summary: words.askSummary, options }
}

function erased({ id }: Conversation, lang: 'zh' | 'en'): Step {
  const { erased: text, erasedSummary: summary } = myDataIn(lang)
  return { replies: [{ text, summary }], conversation: { id, recent: [] }, changes: { erase: true } }
}

function option(title: string, verb: (typeof verbs)[number], args: Record<string, string> = {}): ReplyOption {
  return { title, payload: { v: 1, verb, args } }
}
