/** What a confirmed project comes to: the path in steps, what is met, what is at risk, what to prepare, what by when. */
import { facts as factList, isFactName } from '#knowledge/law/facts.ts'
import type { Citation, Measure } from '#knowledge/law/measure.ts'
import { phases } from '#knowledge/law/stage.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { type Finding, findingsOf } from '#tools/check-thresholds.ts'
import { validityOn } from '#tools/check-validity.ts'
import { type StageFound, stagesOf } from '#tools/plan-stages.ts'
import { validityLine } from '../compose.ts'
import type { Reply } from '../conversation.ts'
import type { Ports } from '../ports.ts'
import { articlePath } from '../reply-of-answer.ts'
import { filingWordsIn } from '../wording/filing-words.ts'
import { resultsIn } from '../wording/project-results.ts'
import { projectZh } from '../wording/project-zh.ts'
import { wordsIn } from '../wording/words-in.ts'
import { option } from './ask.ts'
import { deadlinesOf, type ProjectDeadline, remindersOf } from './deadlines.ts'
import { filingLines } from './filings.ts'
import { mannerOf } from './manners.ts'
import { isOutside, rulesInScope } from './questions.ts'
import { factsOf, type ProjectRecord } from './record.ts'

type Lang = 'zh' | 'en'

/** Stages after the approval are named in one line; the deadline lines that are shown at once. */
const deadlinesShown = 6
/** Remarks longer than this stand in the article itself, not in the result. */
const shortNote = 40

export async function resultReply(
  record: ProjectRecord,
  measure: Measure,
  ports: Ports,
  lang: Lang = 'zh',
): Promise<Reply> {
  const words = resultsIn(lang)
  const name = record.project.name ?? projectZh.unnamed
  const head = words.head(name, lang === 'zh' ? measure.title : measure.titleEn)
  const validity = validityOn(measure, ports.today, 'today', lang)
  const warning = validity.status === 'in-force' ? [] : [validityLine(validity, lang, ports.law)]
  const ids = rulesInScope(record, measure).map((rule) => rule.id)
  const findings = findingsOf(measure, factsOf(record), ports.today, ids)
  const { deadlines, notes } = await deadlinesOf(record, measure, ports, lang)
  const outside = isOutside(record, measure, ports.today)
  const sections = outside
    ? [
        words.outside,
        section(
          words.findings,
          findingLines(
            findings.filter((each) => each.rule.endsWith('.scope')),
            lang,
          ),
        ),
      ]
    : [
        section(words.path, pathLines(record, measure, deadlines, ports.today, lang)),
        section(words.findings, findingLines(findings, lang)),
        section(words.risks, riskLines(findings, lang)),
        section(words.open, openLines(findings, lang)),
        section(words.todo, todoLines(findings, lang)),
        section(words.filings, await filingLines(record, measure, ports, lang)),
        section(words.deadlines, [
          ...deadlineLines(deadlines, ports.today, lang),
          ...(record.project.events?.length ? notes.map((note) => `- ${note}`) : [words.noDates]),
        ]),
      ]
  const planned = remindersOf(deadlines, ports.today)
  const reminder = planned.length === 0 ? [] : [words.reminders(planned.length)]
  const text = [head, ...warning, ...sections.filter((part) => part !== ''), ...reminder].join('\n\n')
  const citations = citationsOf(findings)
  return {
    text,
    summary: head.replaceAll('*', ''),
    options: resultOptions(record, lang),
    ...(citations.length === 0 ? {} : { citations }),
  }
}

function resultOptions(record: ProjectRecord, lang: Lang) {
  const words = resultsIn(lang)
  const args = { project: record.id }
  const filings = option(filingWordsIn(lang).filings, 'filings', args)
  return [option(projectZh.myProjects, 'list', {}), option(words.timeline, 'timeline', args), filings]
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `**${title}**\n${lines.join('\n')}`
}

/** Steps to the approval, who and by when; what follows it in one line. */
function pathLines(
  record: ProjectRecord,
  measure: Measure,
  deadlines: readonly ProjectDeadline[],
  today: IsoDate,
  lang: Lang,
): string[] {
  const words = resultsIn(lang)
  const stages = stagesOf(measure, factsOf(record), record.project.events ?? [], today).filter(
    (found) => found.status !== 'left-out',
  )
  const current = stages.find((found) => found.status === 'next')
  const lastPhase = Math.max(phases.indexOf('approve'), current === undefined ? 0 : phases.indexOf(current.stage.phase))
  const shown = stages.filter((found) => phases.indexOf(found.stage.phase) <= lastPhase)
  const later = stages.filter((found) => !shown.includes(found))
  const lines = shown.map((found, i) => `${i + 1}. ${stageLine(found, deadlines, lang)}`)
  const rest =
    later.length === 0
      ? []
      : [`${words.after}${words.colon}${later.map((found) => found.stage.title[lang]).join(' → ')}`]
  return [...lines, ...(rest.length === 0 ? [] : ['', ...rest])]
}

function stageLine(found: StageFound, deadlines: readonly ProjectDeadline[], lang: Lang): string {
  const words = resultsIn(lang)
  const { stage } = found
  const due = (stage.deadlines ?? [])
    .flatMap((id) => deadlines.filter((each) => each.deadline === id && each.due !== null && !each.closed))
    .flatMap((each) => (each.due === null ? [] : [words.due(each.due)]))[0]
  const marks = [
    place(found.citation, lang),
    // Of a stage that merely lies behind nobody said that it was done.
    ...(found.doneOn === undefined ? (due === undefined ? [] : [due]) : [words.done2(found.doneOn)]),
    ...(found.status === 'undecided' ? [words.undecided] : []),
  ]
  const mark = found.status === 'next' ? '**' : ''
  const [stop, comma] = lang === 'zh' ? ['。', '，'] : ['. ', ', ']
  const title = `${mark}${stage.title[lang]}${mark}`
  return `${title}${words.colon}${stage.does[lang]}${stop}${stage.actor[lang]}${words.bracket(marks.join(comma))}`
}

/** `第十八条`, a link to its words */
function place(citation: Citation, lang: Lang): string {
  return `[${wordsIn(lang).articleLabel(citation.article)}](${articlePath(citation.measure, citation.article)})`
}

function findingLines(findings: readonly Finding[], lang: Lang): string[] {
  const words = resultsIn(lang)
  const decided = findings.filter((finding) => ['trigger', 'limit', 'choice'].includes(finding.kind))
  const told = decided.filter((finding) => ['applies', 'complies', 'ambiguous'].includes(finding.status))
  const idle = decided.filter((finding) => finding.status === 'does-not-apply')
  const lines = told.map((finding) => {
    const note =
      finding.note === undefined || finding.note.zh.length > shortNote ? '' : words.bracket(finding.note[lang])
    return `- ${finding.title[lang]}${words.colon}${finding.outcome[lang]}${note}${words.bracket(place(finding.citation, lang))}`
  })
  const rest = idle.map(
    (finding) => `${finding.title[lang]}${words.bracket(wordsIn(lang).articleLabel(finding.citation.article))}`,
  )
  return [...lines, ...(rest.length === 0 ? [] : [`- ${words.notNeeded(rest.join(words.comma))}`])]
}

/** Limits that are broken, grounds that hold, duties said not to be done, two readings. */
function riskLines(findings: readonly Finding[], lang: Lang): string[] {
  const words = resultsIn(lang)
  const risky = findings.filter(
    (finding) =>
      finding.status === 'violates' ||
      finding.status === 'ambiguous' ||
      (finding.kind === 'ground' && finding.status === 'applies'),
  )
  if (risky.length === 0) return [words.noRisk]
  return risky.map((finding) => `- ⚠ ${finding.outcome[lang]}${words.bracket(place(finding.citation, lang))}`)
}

function openLines(findings: readonly Finding[], lang: Lang): string[] {
  const words = resultsIn(lang)
  const open = findings.filter((finding) => finding.kind !== 'duty' && finding.status === 'unknown')
  const missing = open.flatMap((finding) => finding.missing.filter(isFactName))
  const names = [...new Set(missing)].filter((name) => mannerOf[name] !== 'when-told')
  return names.map((name) => {
    const asking = open.filter((finding) => finding.missing.includes(name))
    return `- ${factList[name][lang]}${words.bracket(asking.map((finding) => `${finding.title[lang]}，${place(finding.citation, lang)}`).join('；'))}`
  })
}

function todoLines(findings: readonly Finding[], lang: Lang): string[] {
  const words = resultsIn(lang)
  return findings
    .filter((finding) => finding.kind === 'duty' && finding.status === 'unknown')
    .map((finding) => `- ${finding.title[lang]}${words.bracket(place(finding.citation, lang))}`)
}

export function deadlineLines(deadlines: readonly ProjectDeadline[], today: IsoDate, lang: Lang): string[] {
  return deadlines
    .filter((each) => !each.closed)
    .slice(0, deadlinesShown)
    .map((each) => `- ${deadlineLine(each, today, lang)}`)
}

export function deadlineLine(each: ProjectDeadline, today: IsoDate, lang: Lang): string {
  const words = resultsIn(lang)
  const days = [
    ...(each.earliest === undefined ? [] : [words.earliest(each.earliest)]),
    ...(each.due === null ? [] : [words.due(each.due)]),
    ...(each.advised === null || each.advised === each.due || each.advised < today
      ? []
      : [words.advised(each.advised)]),
  ]
  const marks = [
    place(each.citation, lang),
    ...(each.binds === 'authority' ? [words.authority] : []),
    ...(each.due !== null && each.due < today ? [words.past] : []),
    ...(each.planned ? [words.planned] : []),
    ...(each.projected ? [words.projected] : []),
  ]
  const comma = lang === 'zh' ? '，' : ', '
  return `${each.title}${words.colon}${days.join(comma)}${words.bracket(marks.join(comma))}`
}

/** Those that decide most visibly first: what applies, then what is broken. */
function citationsOf(findings: readonly Finding[]): Citation[] {
  const told = findings.filter(
    (finding) => finding.status === 'applies' || finding.status === 'violates' || finding.status === 'ambiguous',
  )
  return told.map((finding) => finding.citation).slice(0, 6)
}
