/** What a person is told of replies that could not be brought to them. */
import type { Reply } from '#dialogs/conversation.ts'
import type { DeadLetter } from '../store/store.ts'

type Lang = 'zh' | 'en' | null | undefined

/** Longer lists end in a line that names the rest. */
const namedAtMost = 5

/** One line per lost reply, at the person's next message. */
export function tellUndelivered(letters: readonly DeadLetter[], lang: Lang): Reply {
  const lines = letters.slice(0, namedAtMost).map((letter) => `- ${when(letter.at, lang)} ${letter.reply.summary}`)
  const rest = letters.length - lines.length
  const summary =
    lang === 'en'
      ? `Not delivered: ${letters.length} earlier message(s) from this assistant did not reach you.`
      : `【未送达】此前有 ${letters.length} 条消息没能发到您这里。`
  const more = rest > 0 ? [lang === 'en' ? `- and ${rest} more` : `- 另有 ${rest} 条`] : []
  return { text: [summary, '', ...lines, ...more].join('\n'), summary }
}

/** Said before the reply itself, on another channel of the same person. */
export function tellElsewhere(channel: string, lang: Lang): Reply {
  const text =
    lang === 'en'
      ? `Not delivered on ${channel}; the message is repeated here:`
      : `【未送达】下面这条消息没能发到${channelName(channel)}，改发到这里：`
  return { text, summary: text }
}

function channelName(channel: string): string {
  return (
    { directline: '网页', wecom: '企业微信', 'wecom-aibot': '企业微信智能机器人', dingtalk: '钉钉' }[channel] ?? channel
  )
}

/** On the wall in China: `11月24日 09:00`. */
function when(instant: string, lang: Lang): string {
  const [day = '', time = ''] = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().split('T')
  const [, month, date] = day.split('-').map(Number)
  return `${lang === 'en' ? day : `${month}月${date}日`} ${time.slice(0, 5)}`
}
