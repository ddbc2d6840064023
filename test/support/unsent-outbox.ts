import type { TurnParts } from '#bot/turn.ts'

/** For turns whose replies are read from the store: nothing is sent anywhere. */
export const unsentOutbox: TurnParts['outbox'] = {
  lease: { by: 'nobody', seconds: 30 },
  sendNow: () => undefined,
  wake: () => undefined,
}
