/**
 * Kill switches: a function or a channel is switched off with a reason that users are told in one line.
 * `DISABLED=projects:系统维护至18点|wecom:证书更换中`
 */
import { z } from 'zod'

/** What can be switched off beside channels. */
export const functions = ['answers', 'projects', 'filings', 'reminders', 'model'] as const
/** By the names that conversations are kept under. */
export const channelNames = ['directline', 'bot-framework', 'dingtalk', 'zwdd', 'wecom', 'wecom-aibot'] as const
const names = [...functions, ...channelNames]
type Switch = (typeof names)[number]

/** The reason, for each that is off. */
export type Switches = Readonly<Partial<Record<Switch, string>>>

const reasonCharactersAtMost = 200
const wanted = `must be written like projects:系统维护至18点|wecom:证书更换中, each of ${names.join(', ')} at most once, with a reason of 1 to ${reasonCharactersAtMost} characters`

/** One setting holds them all, so that one line switches things off and on again. */
export const switchesSetting = z
  .string()
  .default('')
  .transform((text, context): Switches => {
    const entries = text === '' ? [] : text.split('|').map(readEntry)
    const isOnce = new Set(entries.map((entry) => entry?.[0])).size === entries.length
    const known = entries.filter((entry) => entry !== undefined)
    if (isOnce && known.length === entries.length) return Object.fromEntries(known)
    context.addIssue({ code: 'custom', message: wanted })
    return z.NEVER
  })

function readEntry(entry: string): readonly [Switch, string] | undefined {
  const [, given, reason = ''] = /^\s*([\w-]+)\s*[:：]\s*(\S.*?)\s*$/u.exec(entry) ?? []
  const name = names.find((each) => each === given)
  if (name === undefined || [...reason].length > reasonCharactersAtMost) return undefined
  return [name, reason]
}
