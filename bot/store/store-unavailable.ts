/** The store is away: full, read-only, locked or not to be reached. Not a fault of what was asked of it. */

export type AwayReason = 'full' | 'read-only' | 'busy' | 'unreachable' | 'broken'

/** Trying again later may help; nothing was kept. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
  readonly reason: AwayReason

  /** @param message one line: what is the matter, and what an operator does about it */
  constructor(reason: AwayReason, message: string, cause?: unknown) {
    super(message, { cause })
    this.reason = reason
  }
}

/** How a call of the store failed: away for a reason, or by a fault of ours. */
export type StoreFailure = AwayReason | 'fault'

/** @returns the same object; each call that fails is told of, and fails as before */
export function watchFailures<T extends object>(store: T, onFailure: (failure: StoreFailure) => void): T {
  return tellWhereAway(store, (error) => {
    onFailure(error instanceof StoreUnavailable ? error.reason : 'fault')
    return undefined
  })
}

/**
 * @param explain reads an engine's own error; undefined where it is of another kind
 * @returns the same object, its methods failing with StoreUnavailable where the store is away
 */
export function tellWhereAway<T extends object>(
  store: T,
  explain: (error: unknown) => StoreUnavailable | undefined,
): T {
  const tell = (error: unknown): never => {
    throw explain(error) ?? error
  }
  return new Proxy(store, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver)
      if (typeof value !== 'function') return value
      return (...given: unknown[]): unknown => {
        const result: unknown = Reflect.apply(value, target, given)
        return result instanceof Promise ? result.catch(tell) : result
      }
    },
  })
}
