/** What the doctor finds: for operators, in plain Chinese. */

export type Finding =
  | { readonly verdict: 'well'; readonly what: string }
  /** `mend`: it does not work so. `mind`: it works, but somebody should know. */
  | { readonly verdict: 'mend' | 'mind'; readonly what: string; readonly why: string; readonly fix: string }

export const well = (what: string): Finding => ({ verdict: 'well', what })
export const mend = (what: string, why: string, fix: string): Finding => ({ verdict: 'mend', what, why, fix })
export const mind = (what: string, why: string, fix: string): Finding => ({ verdict: 'mind', what, why, fix })

const marks = { well: '正常', mind: '注意', mend: '要修' } as const

export function describeFinding(finding: Finding): string {
  const head = `【${marks[finding.verdict]}】${finding.what}`
  return finding.verdict === 'well' ? head : `${head}\n  原因：${finding.why}\n  办法：${finding.fix}`
}

/** What an error says of itself, on one line. */
export function saidBy(error: unknown): string {
  return (error instanceof Error ? error.message || error.name : String(error)).replaceAll(/\s+/gu, ' ').trim()
}
