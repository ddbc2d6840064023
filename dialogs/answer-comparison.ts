/** One subject, several places: a row each, every row cited, «未作规定» where a measure is silent. */
import { findMeasure, type Law } from '#knowledge/law/load.ts'
import type { MeasureId } from '#knowledge/law/measure.ts'
import type { ComparedRow } from '#tools/compare-measures.ts'
import { fitConclusion, notesOf, placeOf } from './compose.ts'
import type { Answer } from './conversation.ts'
import { draftOf } from './draft.ts'
import type { Ports } from './ports.ts'
import type { Question } from './understand.ts'
import { wordsIn } from './wording/words-in.ts'

const longestText = 2000

export async function answerComparison(question: Question, ports: Ports): Promise<Answer> {
  const input = { topic: question.query, measures: question.measures }
  const output = (await ports.runTool('compare_measures', input)) as { topic: string; rows: readonly ComparedRow[] }
  const { rows } = output
  const said = rows.map((row) => `${shortName(ports.law, row.measure, question.lang)}：${row.gist}`)
  const isSilent = rows.every((row) => row.silent)
  const conclusion = fitConclusion(said.map((line) => line.replace(/[。；;]$/u, '')).join('；'))
  const draft = draftOf(isSilent ? 'not-covered-comparison' : 'comparison', conclusion, {
    details: rows.map((row) => listLine(row, question.lang, ports.law)).join('\n'),
    citations: rows.flatMap((row) => row.citations.slice(0, 1)).concat(rows.flatMap((row) => row.citations.slice(1))),
    tools: [
      {
        name: 'compare_measures',
        input,
        output: { topic: output.topic, rows: rows.map((row) => ({ measure: row.measure, silent: row.silent })) },
      },
    ],
    validity: rows.map((row) => row.validity),
  })
  return { ...draft, text: composeComparison(rows, question.lang, ports.law) }
}

function composeComparison(rows: readonly ComparedRow[], lang: 'zh' | 'en', law: Law): string {
  const words = wordsIn(lang)
  const table = [words.comparisonHead, '| --- | --- | --- |', ...rows.map((row) => tableRow(row, lang, law))].join('\n')
  const validity = rows
    .filter((row) => row.validity.status !== 'in-force')
    .map((row) => words.validityShort(row.validity, shortName(law, row.measure, lang)))
  const fixed = [table, ...validity].join('\n\n')
  const quotes: string[] = []
  let left = longestText - fixed.length - 4
  for (const citation of rows.flatMap((row) => row.citations)) {
    const notes = notesOf(citation, lang, law)
      .slice(0, 1)
      .map((note) => `（${note}）`)
    const quote = [
      placeOf(citation, lang, law),
      ...citation.quote.split('\n').map((line) => `> ${line}`),
      ...notes,
    ].join('\n')
    if (quote.length + 2 > left) continue
    quotes.push(quote)
    left -= quote.length + 2
  }
  return [table, ...quotes, ...validity].join('\n\n')
}

function tableRow(row: ComparedRow, lang: 'zh' | 'en', law: Law): string {
  const words = wordsIn(lang)
  const places = [...new Set(row.citations.map((citation) => words.articleLabel(citation.article)))].join('、')
  return `| ${shortName(law, row.measure, lang)} | ${row.gist.replaceAll('|', '／').replaceAll('\n', ' ')} | ${places === '' ? '—' : places} |`
}

/** The same row where no table can be drawn. */
function listLine(row: ComparedRow, lang: 'zh' | 'en', law: Law): string {
  const places = [...new Set(row.citations.map((citation) => wordsIn(lang).articleLabel(citation.article)))].join('、')
  return `- **${shortName(law, row.measure, lang)}** ${row.gist}${places === '' ? '' : `（${places}）`}`
}

function shortName(law: Law, id: MeasureId, lang: 'zh' | 'en'): string {
  return findMeasure(law, id)?.jurisdiction[lang] ?? id
}
