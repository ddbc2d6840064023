/** The documents that are due now, by their titles alone: when and how each is handed in stands in the list of documents. */
import type { Measure } from '#knowledge/law/measure.ts'
import type { FilingList, FilingListed } from '#tools/list-filings.ts'
import type { Ports } from '../ports.ts'
import { factsOf, type ProjectRecord } from './record.ts'

export async function filingTitles(
  record: ProjectRecord,
  measure: Measure,
  ports: Ports,
  lang: 'zh' | 'en',
): Promise<string[]> {
  const filings = await listedFilings(record, measure, ports, lang)
  return filings.filter(({ due }) => due === 'now').map(({ title }) => title)
}

export async function listedFilings(
  record: ProjectRecord,
  measure: Measure,
  ports: Ports,
  lang: 'zh' | 'en',
): Promise<readonly FilingListed[]> {
  const { filings } = (await ports.runTool('list_filings', {
    measure: measure.id,
    facts: factsOf(record),
    events: record.project.events ?? [],
    today: ports.today,
    lang,
  })) as FilingList
  return filings
}
