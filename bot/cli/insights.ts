/**
 * `npm run -s insights -- [--since YYYY-MM-DD] [--json]`: questions that were not answered or answered badly, the stored
 * questions nearest to them, and rows to add. The store is only read, beside a running server. What people typed is
 * shown here and nowhere else.
 */
import { parseArgs } from 'node:util'
import { parseDay } from '#knowledge/law/units.ts'
import { openAssistant } from '../assistant.ts'
import { countReasons, gatherInsights, type Insight, type Insights } from '../insights.ts'
import { databaseFile, openToReadAnswers } from '../store/open.ts'
import { runCommand, UsageError } from './arguments.ts'
import { readStorePlace } from './store-place.ts'

const nothing: Insights = { ends: {}, unanswered: [], bad: [], added: 0 }

await runCommand(async () => {
  const { values } = parseArgs({ options: { since: { type: 'string' }, json: { type: 'boolean' } } })
  const since = sinceInstant(values.since)
  const storePlace = readStorePlace()
  const dataDir = storePlace.DATA_DIR
  const reader = await openToReadAnswers(storePlace)
  const place = storePlace.DATABASE_URL === undefined ? databaseFile(dataDir) : 'the database of DATABASE_URL'
  const print = (insights: Insights): void => {
    if (values.json === true) process.stdout.write(`${JSON.stringify({ since: values.since ?? null, ...insights })}\n`)
    else
      process.stdout.write(
        reader === undefined
          ? `There are no answers yet: ${place} is not there, or no server of this version has opened it.\n`
          : describe(insights, values.since),
      )
  }
  if (reader === undefined) return print(nothing)
  try {
    const { law, search } = await openAssistant(dataDir)
    print(await gatherInsights(reader, law, search, since))
  } finally {
    await reader.close()
  }
})

/** The day's first instant in Shanghai. @throws UsageError where the day does not exist */
function sinceInstant(text: string | undefined): string {
  if (text === undefined) return ''
  const day = parseDay(text)
  if (day === undefined) throw new UsageError(`--since: «${text}» is no day; write YYYY-MM-DD, e.g. 2026-09-18`)
  return new Date(`${day}T00:00:00+08:00`).toISOString()
}

function describe({ ends, unanswered, bad, added }: Insights, since: string | undefined): string {
  const all = Object.values(ends).reduce((sum, count) => sum + count, 0)
  const period = since === undefined ? '' : ` since ${since}`
  if (all === 0) return `No answers are stored${period}.\n`
  const counts = Object.entries(ends).map(([end, count]) => `${end} ${count}`)
  return [
    `${all} answers${period}: ${counts.join(', ')}.${added === 0 ? '' : ` ${added} unanswered questions stand among the stored ones by now.`}`,
    `Not answered: ${unanswered.length}`,
    ...unanswered.map(describeOne),
    `Called bad: ${bad.length}`,
    ...bad.map(describeOne),
    '',
  ].join('\n\n')
}

function describeOne(insight: Insight, i: number): string {
  const { words, before, measure, end, times, lastAt, shown, votes, nearest, rows } = insight
  const reasons = countReasons(votes).map(([reason, count]) => `${reason} ×${count}`)
  const said = votes.flatMap((vote) => (vote.words === undefined ? [] : [`«${vote.words}»`]))
  return [
    `${i + 1}. ${words}${before === undefined ? '' : `  (after: ${before})`}`,
    `   ${measure ?? 'no one place'} · ${end} · ×${times} · last ${lastAt.slice(0, 10)}`,
    ...(reasons.length === 0 ? [] : [`   bad: ${[...reasons, ...said].join(', ')}`]),
    ...(shown.length === 0 ? [] : [`   shown: ${shown.join(', ')}`]),
    ...nearest.map(
      ({ q, article, silentOn, likeness }) =>
        `   nearest ${likeness.toFixed(2)}: ${article === undefined ? `silent on ${silentOn}` : `article ${article}`}: ${q}`,
    ),
    ...rows.map(({ file, row }) => `   ${file}\n     ${row}`),
  ].join('\n')
}
