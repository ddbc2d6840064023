/** «绑定»: a person known on two channels proves it on both, and is one person from then on. */
import type { Conversation, Reply, ReplyOption, Step, UserMessage } from './conversation.ts'
import type { Ports } from './ports.ts'
import { linkingIn } from './wording/linking.ts'

const begins =
  /^(?:请|我要|我想|帮我|怎么|如何|怎样)*(?:绑定|关联|合并|打通)(?:我的?)?(?:账号|帐号|账户|身份|渠道|微信|企业微信|钉钉|网页)*(?:[。.！!？?]|吗|吧)*$|^link (?:my )?accounts?[.?!]*$/iu
const tells = /^(?:绑定|关联|link)\s*(?:码|code)?[：:\s]*(?<code>\d(?:[\s-]?\d){7})[。.！!]*$/iu

/** @returns undefined where the message is about something else, or nothing is kept of anybody */
export async function takeLinking(
  conversation: Conversation,
  message: UserMessage,
  lang: 'zh' | 'en',
  { linking, projects }: Ports,
): Promise<Step | undefined> {
  if (linking === undefined || projects === undefined) return undefined
  const words = linkingIn(lang)
  const say = (text: string, options?: ReplyOption[], changes?: Step['changes']): Step => {
    const reply: Reply = { text, summary: text, ...(options === undefined ? {} : { options }) }
    return { replies: [reply], conversation: { ...conversation, lang }, ...(changes === undefined ? {} : { changes }) }
  }
  const { button } = message
  const text = message.text.trim()
  const pressed = button?.verb === 'link' ? String(button.args.code ?? '') : undefined
  const told = pressed ?? (button === undefined ? tells.exec(text)?.groups?.code?.replace(/\D/gu, '') : undefined)
  const wanted = button === undefined ? begins.test(text) : button.verb === 'link-begin'
  if (button?.verb === 'link-keep') return say(words.kept)
  if (told === undefined && !wanted) return undefined
  if (message.group === true) return say(words.alone)
  if (told === undefined) return say(words.begun(linking.freshCode), undefined, { linkCode: linking.freshCode })
  const owner = await linking.ownerOf(told)
  if (owner === undefined) return say(words.unknown, [option(words.again, 'link-begin')])
  if (owner.personId === projects.personId) return say(words.same)
  if (pressed === undefined) {
    const places = owner.channels.map((channel) => words.channel(channel)).join(words.comma)
    return say(words.confirm(places), [option(words.yes, 'link', { code: told }), option(words.no, 'link-keep')])
  }
  return say(words.done, undefined, { link: told })
}

function option(title: string, verb: string, args: Record<string, string> = {}): ReplyOption {
  return { title, payload: { v: 1, verb, args } }
}
