/**
 * How many messages one member may still be sent. The platform takes 30 a minute and drops the others without a word
 * (developer.work.weixin.qq.com/document/path/90312), so we count ourselves.
 */
const messagesAtMost = 28
const windowMilliseconds = 60_000
/** Members of whom nothing was sent lately are forgotten once so many are held. */
const membersAtMost = 10_000

export interface Pace {
  /** Counts a message. @returns 0 where it may be sent, else the seconds to wait */
  take(userId: string): number
}

export function createPace(now: () => Date): Pace {
  const sent = new Map<string, number[]>()
  return {
    take(userId) {
      const at = now().getTime()
      const isRecent = (each: number): boolean => each > at - windowMilliseconds
      if (sent.size >= membersAtMost) for (const [member, times] of sent) if (!times.some(isRecent)) sent.delete(member)
      const recent = (sent.get(userId) ?? []).filter(isRecent)
      const [oldest = at] = recent
      if (recent.length >= messagesAtMost) return Math.ceil((oldest + windowMilliseconds - at) / 1000)
      sent.set(userId, [...recent, at])
      return 0
    },
  }
}
