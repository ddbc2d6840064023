/** Stops asking a platform that is down, and finds out with one message at a time when it is back. */

/** Failures in a row after which a platform counts as down. */
const failuresAtMost = 5
const firstPauseSeconds = 5
const longestPauseSeconds = 300

export interface Circuit {
  /** How long nothing is to be sent; 0: go on. */
  pausedSeconds(): number
  /** Paused before and not yet proved well: one message at a time. */
  isTrying(): boolean
  /** The platform took a message, or refused it for reasons of its own. */
  succeed(): void
  /**
   * @param failure.reached the platform answered; one conversation alone then says nothing of the platform
   * @param failure.retryAfterSeconds as the platform asked
   */
  fail(failure: { conversationId: string; reached: boolean; retryAfterSeconds?: number }): void
}

/** @param clock milliseconds of this process */
export function createCircuit(clock: () => number): Circuit {
  let failures = 0
  let reached = true
  const conversations = new Set<string>()
  let pauseSeconds = 0
  let openAt = 0
  return {
    pausedSeconds: () => Math.max(0, (openAt - clock()) / 1000),
    isTrying: () => pauseSeconds > 0,
    succeed() {
      failures = 0
      reached = true
      conversations.clear()
      pauseSeconds = 0
      openAt = 0
    },
    fail(failure) {
      failures += 1
      reached &&= failure.reached
      conversations.add(failure.conversationId)
      if (failures < failuresAtMost || (reached && conversations.size < 2)) return
      // Messages that were on their way when the pause began say nothing new.
      if (openAt > clock()) return
      pauseSeconds = pauseSeconds === 0 ? firstPauseSeconds : Math.min(longestPauseSeconds, pauseSeconds * 2)
      openAt = clock() + Math.max(pauseSeconds, failure.retryAfterSeconds ?? 0) * 1000
    },
  }
}
