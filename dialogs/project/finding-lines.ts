/** What the rules come to for a project, as it is read: what is needed, what is at risk, what is open, what is to be done. */
import { facts as factList, isFactName } from '#knowledge/law/facts.ts'
import type { Citation } from '#knowledge/law/measure.ts'
import type { Finding } from '#tools/check-thresholds.ts'
import { resultsIn } from '../wording/project-results.ts'
import { wordsIn } from '../wording/words-in.ts'
import { articleLink } from './article-link.ts'
import { mannerOf } from './manners.ts'

type Lang = 'zh' | 'en'

/** Remarks longer than this stand in the article itself, not in the result. */
const shortNote = 40

export function findingLines(findings: readonly Finding[], lang: Lang): string[] {
  const words = resultsIn(lang)
  const decided = findings.filter((finding) => ['trigger', 'limit', 'choice'].includes(finding.kind))
  const told = decided.filter((finding) => ['applies', 'complies', 'ambiguous'].includes(finding.status))
  const idle = decided.filter((finding) => finding.status === 'does-not-apply')
  const lines = told.map((finding) => {
    const note =
      finding.note === undefined || finding.note.zh.length > shortNote ? '' : words.bracket(finding.note[lang])
    return `- ${finding.title[lang]}${words.colon}${finding.outcome[lang]}${note}${words.bracket(articleLink(finding.citation, lang))}`
  })
  const rest = idle.map(
    (finding) => `${finding.title[lang]}${words.bracket(wordsIn(lang).articleLabel(finding.citation.article))}`,
  )
  return [...lines, ...(rest.length === 0 ? [] : [`- ${words.notNeeded(rest.join(words.comma))}`])]
}

/** Limits that are broken, grounds that hold, duties said not to be done, two readings. */
export function riskLines(findings: readonly Finding[], lang: Lang): string[] {
  const words = resultsIn(lang)
  const risky = findings.filter(
    (finding) =>
      finding.status === 'violates' ||
      finding.status === 'ambiguous' ||
      (finding.kind === 'ground' && finding.status === 'applies'),
  )
  if (risky.length === 0) return [words.noRisk]
  return risky.map((finding) => `- ⚠ ${finding.outcome[lang]}${words.bracket(articleLink(finding.citation, lang))}`)
}

export function openLines(findings: readonly Finding[], lang: Lang): string[] {
  const words = resultsIn(lang)
  const open = findings.filter((finding) => finding.kind !== 'duty' && finding.status === 'unknown')
  const missing = open.flatMap((finding) => finding.missing.filter(isFactName))
  const names = [...new Set(missing)].filter((name) => mannerOf[name] !== 'when-told')
  return names.map((name) => {
    const asking = open.filter((finding) => finding.missing.includes(name))
    return `- ${factList[name][lang]}${words.bracket(asking.map((finding) => `${finding.title[lang]}，${articleLink(finding.citation, lang)}`).join('；'))}`
  })
}

export function todoLines(findings: readonly Finding[], lang: Lang): string[] {
  const words = resultsIn(lang)
  return findings
    .filter((finding) => finding.kind === 'duty' && finding.status === 'unknown')
    .map((finding) => `${finding.title[lang]}${words.bracket(articleLink(finding.citation, lang))}`)
}

/** Those that decide most visibly first: what applies, then what is broken. */
export function citationsOf(findings: readonly Finding[]): Citation[] {
  const told = findings.filter(
    (finding) => finding.status === 'applies' || finding.status === 'violates' || finding.status === 'ambiguous',
  )
  return told.map((finding) => finding.citation).slice(0, 6)
}
