/** What a part of the bench is asked, and what it hands back. */
export interface Options {
  /** Short runs, for looking whether it works. */
  readonly quick: boolean
  /** How long the soak takes. */
  readonly minutes: number
  /** A folder for what servers write; on a disk, not in memory. */
  readonly folder: string
  /** Where CPU profiles of our servers go; undefined: none are taken. */
  readonly profiles: string | undefined
  readonly progress: Progress
}

export interface Progress {
  /** @param total steps to come */
  begin(what: string, total: number): void
  step(): void
}

/** One line of the table. */
export interface Row {
  readonly what: string
  /** With its unit. */
  readonly ours: string
  /** What it is measured beside, in the same run. */
  readonly beside?: string
  readonly ratio?: number
  readonly aim?: Aim
}

export interface Aim {
  readonly words: string
  readonly isMet: boolean
}

export type RunPart = (options: Options) => Promise<readonly Row[]>

export const atLeast = (value: number, limit: number): Aim => ({ words: `≥ ${limit}`, isMet: value >= limit })

export const atMost = (value: number, limit: number, unit = ''): Aim => ({
  words: `≤ ${limit}${unit}`,
  isMet: value <= limit,
})
