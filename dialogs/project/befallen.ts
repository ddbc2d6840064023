/** What the measure says of a change, a delay or an incident, once all it needs is known or left open. */
import { facts as factList } from '#knowledge/law/facts.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import type { Reply } from '../conversation.ts'
import type { Ports } from '../ports.ts'
import { filingWordsIn } from '../wording/filing-words.ts'
import { resultsIn } from '../wording/project-results.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { wordsIn } from '../wording/words-in.ts'
import { articleLink } from './article-link.ts'
import { option } from './ask.ts'
import { listedFilings } from './filing-titles.ts'
import type { ProjectRecord, Topic } from './record.ts'
import { rolesPlace } from './roles.ts'
import { factsMissingOn, findingsOn } from './topics.ts'

type Lang = 'zh' | 'en'

/** The documents that a change calls for. */
const filingsOn = /\.(?:change-application|change-record|adjustment-record|adjusted-.+|incident-report)$/u

export async function befallenReply(
  record: ProjectRecord,
  topic: Topic,
  measure: Measure,
  ports: Ports,
  lang: Lang,
): Promise<Reply> {
  const words = resultsIn(lang)
  const head = words.befallen[topic](record.project.name ?? zh.unnamed)
  const findings = findingsOn(topic, record, measure, ports.today)
  const lines = findings.map((finding) => {
    const rule = measure.rules.find((each) => each.id === finding.rule)
    // A duty says what to do; whether it was done is not what is asked here.
    const outcome = rule?.kind === 'duty' ? rule.duty[lang] : finding.outcome[lang]
    const note = finding.note === undefined ? '' : `${words.stop}${finding.note[lang]}`
    return `- ${finding.title[lang]}${words.colon}${outcome}${note}${words.bracket(articleLink(finding.citation, lang))}`
  })
  const missing = factsMissingOn(topic, record, measure, ports.today)
  const open =
    missing.length === 0
      ? []
      : [`${words.open}${words.colon}${missing.map((name) => factList[name][lang]).join(words.comma)}`]
  const filings = await filingLines(record, measure, ports, lang)
  const place = rolesPlace(measure)
  const who = place === undefined ? [] : [words.ownerDoes(wordsIn(lang).articleLabel(place.article))]
  const text = [
    `**${head}**`,
    lines.join('\n'),
    ...who,
    ...open,
    ...(filings.length === 0 ? [] : [`**${words.filings}**\n${filings.join('\n')}`]),
    ...(topic === 'change' ? [words.afterChange] : []),
  ].join('\n\n')
  const args = { project: record.id }
  const options = [
    option(filingWordsIn(lang).filings, 'filings', args),
    option(words.timeline, 'timeline', args),
    option(zh.myProjects, 'list', {}),
  ]
  return { text, summary: head, options, citations: findings.map((finding) => finding.citation) }
}

async function filingLines(record: ProjectRecord, measure: Measure, ports: Ports, lang: Lang): Promise<string[]> {
  const filings = await listedFilings(record, measure, ports, lang)
  return filings
    .filter(({ filing, due }) => filingsOn.test(filing) && due !== 'not-due')
    .map(
      ({ title, when, citation }) =>
        `- ${title}${resultsIn(lang).bracket([when, articleLink(citation, lang)].join(lang === 'zh' ? '，' : ', '))}`,
    )
}
