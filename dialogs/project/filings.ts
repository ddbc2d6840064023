/** The documents a project has to prepare: what is due now, what is asked for only on an occasion or later stays out. */
import type { Measure } from '#knowledge/law/measure.ts'
import type { FilingList } from '#tools/list-filings.ts'
import type { Ports } from '../ports.ts'
import { articlePath } from '../reply-of-answer.ts'
import { resultsIn } from '../wording/project-results.ts'
import { wordsIn } from '../wording/words-in.ts'
import { factsOf, type ProjectRecord } from './record.ts'

/** @returns one line a document that is due now; none where the measure's documents are not listed */
export async function filingLines(
  record: ProjectRecord,
  measure: Measure,
  ports: Ports,
  lang: 'zh' | 'en',
): Promise<string[]> {
  const words = resultsIn(lang)
  const input = {
    measure: measure.id,
    facts: factsOf(record),
    events: record.project.events ?? [],
    today: ports.today,
    lang,
  }
  const { filings } = (await ports.runTool('list_filings', input)) as FilingList
  return filings
    .filter((filing) => filing.due === 'now')
    .map(({ title, when, citation }) => {
      const place = `[${wordsIn(lang).articleLabel(citation.article)}](${articlePath(measure.id, citation.article)})`
      return `- ${title}${words.bracket([when, place].join(lang === 'zh' ? '，' : ', '))}`
    })
}
