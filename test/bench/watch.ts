/** What a server's `/metrics` tell of its memory and its event loop, spell after spell. */

export interface Sample {
  /** Since watching began. */
  readonly minutes: number
  /** Megabytes. */
  readonly resident: number
  /** Megabytes in use. */
  readonly heap: number
  /** Event loop delay, 99th percentile in milliseconds since the sample before: reading it begins it anew. */
  readonly loopP99: number
  /** The longest of them. */
  readonly loopLongest: number
}

export interface Watch {
  stop(): Promise<readonly Sample[]>
}

export function watch(origin: string, everySeconds: number): Watch {
  const samples: Sample[] = []
  const begun = performance.now()
  const reading: Promise<void>[] = []
  const timer = setInterval(() => {
    reading.push(
      read(origin).then((sample) => {
        samples.push({ minutes: (performance.now() - begun) / 60_000, ...sample })
      }),
    )
  }, everySeconds * 1000)
  return {
    async stop() {
      clearInterval(timer)
      await Promise.all(reading)
      return samples
    },
  }
}

async function read(origin: string): Promise<Omit<Sample, 'minutes'>> {
  const text = await (await fetch(`${origin}/metrics`)).text()
  const value = (name: string): number => {
    const found = new RegExp(`^${name} (\\S+)$`, 'mu').exec(text)?.[1]
    if (found === undefined) throw new Error(`/metrics tells no ${name}.`)
    return Number(found)
  }
  return {
    resident: value('process_resident_memory_bytes') / 2 ** 20,
    heap: value('nodejs_heap_size_used_bytes') / 2 ** 20,
    loopP99: value('nodejs_eventloop_lag_p99_seconds') * 1000,
    loopLongest: value('nodejs_eventloop_lag_max_seconds') * 1000,
  }
}
