/** One thing wrong with a measure's folder, with everything needed to mend it. */
export interface Fault {
  /** The file, relative to the measure's folder: `errata.yaml`. */
  readonly file: string
  readonly line?: number
  /** The rule, question or article concerned, where there is one. */
  readonly about?: string
  readonly problem: string
  readonly fix: string
}

/** The law does not load. All faults of all measures are told together. */
export class MeasureError extends Error {
  readonly faults: ReadonlyMap<string, readonly Fault[]>
  constructor(faults: ReadonlyMap<string, readonly Fault[]>) {
    super(
      [...faults]
        .map(([measure, list]) => [`${measure} does not load:`, ...list.map(describeFault)].join('\n'))
        .join('\n'),
    )
    this.name = 'MeasureError'
    this.faults = faults
  }
}

function describeFault(fault: Fault): string {
  const place = fault.line === undefined ? fault.file : `${fault.file}:${fault.line}`
  const about = fault.about === undefined ? '' : ` ${fault.about}`
  return `  ${place}${about}: ${fault.problem} ${fault.fix}`
}
