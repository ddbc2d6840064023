/** What a scenario of the torture finds. */
export interface Claim {
  /** What is promised. */
  readonly promise: string
  readonly measured: string
  readonly holds: boolean
}

export interface Scenario {
  readonly title: string
  readonly claims: readonly Claim[]
}

/** A promise that a count is 0. */
export const none = (promise: string, count: number, of = ''): Claim => ({
  promise,
  measured: `${count}${of}`,
  holds: count === 0,
})

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

/** @throws where it has not come true in time */
export async function until(what: string, seconds: number, check: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + seconds * 1000
  while (!(await check())) {
    if (performance.now() > end) throw new Error(`After ${seconds} s not yet: ${what}`)
    await pause(150)
  }
}
