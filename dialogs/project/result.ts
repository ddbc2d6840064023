/** What a confirmed project comes to: first what the measure says of it, then the way it goes and what is to be done by when. */
import type { Measure } from '#knowledge/law/measure.ts'
import { findingsOf } from '#tools/check-thresholds.ts'
import { validityOn } from '#tools/check-validity.ts'
import { validityLine } from '../compose.ts'
import type { Reply } from '../conversation.ts'
import type { Ports } from '../ports.ts'
import { filingWordsIn } from '../wording/filing-words.ts'
import { resultsIn } from '../wording/project-results.ts'
import { projectZh } from '../wording/project-zh.ts'
import { wordsIn } from '../wording/words-in.ts'
import { option } from './ask.ts'
import { deadlineLines } from './deadline-lines.ts'
import { deadlinesOf, remindersOf } from './deadlines.ts'
import { filingTitles } from './filing-titles.ts'
import { citationsOf, findingLines, openLines, riskLines, todoLines } from './finding-lines.ts'
import { pathLines } from './path-lines.ts'
import { isOutside, rulesInScope } from './questions.ts'
import { factsOf, type ProjectRecord } from './record.ts'
import { dutiesOfRoles, rolesPlace } from './roles.ts'

type Lang = 'zh' | 'en'

/** Two replies, neither longer than a screen. */
export async function resultReplies(
  record: ProjectRecord,
  measure: Measure,
  ports: Ports,
  lang: Lang = 'zh',
): Promise<Reply[]> {
  const outside = isOutside(record, measure, ports.today)
  const judged = judgement(record, measure, ports, lang, outside)
  return outside
    ? [{ ...judged, options: resultOptions(record, lang) }]
    : [judged, await way(record, measure, ports, lang)]
}

/** What applies, what is at risk, what is still open. */
function judgement(record: ProjectRecord, measure: Measure, ports: Ports, lang: Lang, outside: boolean): Reply {
  const words = resultsIn(lang)
  const head = words.head(record.project.name ?? projectZh.unnamed, lang === 'zh' ? measure.title : measure.titleEn)
  const validity = validityOn(measure, ports.today, 'today', lang)
  const warning = validity.status === 'in-force' ? [] : [validityLine(validity, lang, ports.law)]
  const ids = rulesInScope(record, measure).map((rule) => rule.id)
  const findings = findingsOf(measure, factsOf(record), ports.today, ids)
  const scope = findings.filter((each) => each.rule.endsWith('.scope'))
  const sections = outside
    ? [words.outside, section(words.findings, findingLines(scope, lang))]
    : [
        section(words.findings, findingLines(findings, lang)),
        section(words.risks, riskLines(findings, lang)),
        section(words.open, openLines(findings, lang)),
      ]
  const citations = citationsOf(findings)
  return {
    text: [head, ...warning, ...sections.filter((part) => part !== '')].join('\n\n'),
    summary: head.replaceAll('*', ''),
    ...(citations.length === 0 ? {} : { citations }),
  }
}

/** The steps, who does what, what is to be done and prepared, by when. */
async function way(record: ProjectRecord, measure: Measure, ports: Ports, lang: Lang): Promise<Reply> {
  const words = resultsIn(lang)
  const ids = rulesInScope(record, measure).map((rule) => rule.id)
  const findings = findingsOf(measure, factsOf(record), ports.today, ids)
  const { deadlines, notes } = await deadlinesOf(record, measure, ports, lang)
  const planned = remindersOf(deadlines, ports.today)
  const sections = [
    section(words.path, pathLines(record, measure, deadlines, ports.today, lang)),
    rolesSection(record, measure, lang),
    inLine(words.todo, todoLines(findings, lang), lang),
    inLine(words.filings, await filingTitles(record, measure, ports, lang), lang),
    section(words.deadlines, [
      ...deadlineLines(deadlines, ports.today, lang),
      ...(record.project.events?.length ? notes.map((note) => `- ${note}`) : [words.noDates]),
      ...(planned.length === 0 ? [] : [words.reminders(planned.length)]),
    ]),
  ]
  return {
    text: sections.filter((part) => part !== '').join('\n\n'),
    summary: words.path,
    options: resultOptions(record, lang),
  }
}

function rolesSection({ roles }: ProjectRecord, measure: Measure, lang: Lang): string {
  const place = rolesPlace(measure)
  if (place === undefined || roles === undefined || roles.mine === 'both') return ''
  const words = resultsIn(lang)
  return section(
    `${words.roles}${words.bracket(wordsIn(lang).articleLabel(place.article))}`,
    dutiesOfRoles(place, roles),
  )
}

function resultOptions(record: ProjectRecord, lang: Lang) {
  const words = resultsIn(lang)
  const args = { project: record.id }
  return [
    option(projectZh.myProjects, 'list', {}),
    option(words.steps, 'steps', args),
    option(words.timeline, 'timeline', args),
    option(filingWordsIn(lang).filings, 'filings', args),
  ]
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `**${title}**\n${lines.join('\n')}`
}

function inLine(title: string, parts: readonly string[], lang: Lang): string {
  return parts.length === 0 ? '' : `**${title}**${resultsIn(lang).colon}${parts.join(resultsIn(lang).comma)}`
}
