/**
 * `npm run -s audit -- ID [--json]`: one answer as it was kept, and whether it still comes out the same.
 * `npm run -s audit -- --verify [--json]`: whether the chain of all answers is whole; exit status 1 where it is not.
 * The store is only read, beside a running server.
 */
import { parseArgs } from 'node:util'
import type { AnswerRecord, ModelTrace } from '#dialogs/conversation.ts'
import type { Replay } from '#dialogs/replay-answer.ts'
import { databaseFile, openToReadAnswers, type StorePlace } from '../store/open.ts'
import type { AnswerReader, AuditFault, AuditReport, KeptAnswer } from '../store/store.ts'
import { runCommand, UsageError } from './arguments.ts'
import { readStorePlace } from './store-place.ts'

const problems: Readonly<Record<AuditFault['problem'], string>> = {
  'link-missing': 'a link before it was taken out',
  'link-changed': 'the link was changed',
  'answer-changed': 'the answer was changed after it was given',
  'end-missing': 'links were taken off the end',
  'answer-outside': 'the answer has no link: it was put in by hand',
}

const answerId = /^[\w-]{16}$/

await runCommand(async () => {
  const given = process.argv.slice(2)
  // An id may begin with a dash, as options do.
  const ids = given.filter((word) => answerId.test(word))
  const { values, positionals } = parseArgs({
    args: given.filter((word) => !answerId.test(word)),
    allowPositionals: true,
    options: { verify: { type: 'boolean' }, json: { type: 'boolean' } },
  })
  const [id, ...others] = [...ids, ...positionals]
  if ((values.verify === true) === (id !== undefined) || others.length > 0)
    throw new UsageError('audit wants the id of an answer: npm run -s audit -- ID, or --verify for the chain of all')
  const place = readStorePlace()
  const reader = await openToReadAnswers(place)
  if (reader === undefined) throw new Error(`There are no answers yet: ${nameOf(place)} has none.`)
  try {
    if (id === undefined) await verify(reader, values.json === true)
    else await show(id, reader, place, values.json === true)
  } finally {
    await reader.close()
  }
})

function nameOf({ DATABASE_URL, DATA_DIR }: StorePlace): string {
  return DATABASE_URL === undefined ? databaseFile(DATA_DIR) : 'the database of DATABASE_URL'
}

async function verify(reader: AnswerReader, asJson: boolean): Promise<void> {
  const report = await reader.verifyAudit()
  process.stdout.write(asJson ? `${JSON.stringify(report)}\n` : describeChain(report))
  if (report.faults.length > 0) process.exitCode = 1
}

function describeChain({ links, erased, earlier, hash, faults }: AuditReport): string {
  const older = earlier === 0 ? '' : `, ${earlier} answers are older than the chain`
  const verdict = faults.length === 0 ? 'The chain is whole.' : `The chain is broken: ${faults.length} faults.`
  return [
    `${verdict} ${links} links; the answers of ${erased} are no longer kept${older}.`,
    ...(hash === '' ? [] : [`The last link: ${hash}`]),
    ...faults.map(
      ({ n, answer, problem }) =>
        `- ${n === undefined ? '' : `link ${n}, `}answer ${answer ?? '?'}: ${problems[problem]}`,
    ),
    '',
  ].join('\n')
}

async function show(id: string, reader: AnswerReader, { DATA_DIR }: StorePlace, asJson: boolean): Promise<void> {
  const kept = await reader.findAnswer(id)
  if (kept === undefined) throw new Error(`There is no answer ${id}: no longer kept, or never given.`)
  const { record } = kept
  // Following the chain does without them, and should be quick.
  const [{ openAssistant }, { replayAnswer }] = await Promise.all([
    import('../assistant.ts'),
    import('#dialogs/replay-answer.ts'),
  ])
  const assistant = await openAssistant(DATA_DIR)
  const person = { measure: undefined, lang: record.lang }
  const replay = await replayAnswer(record, assistant.ports(record.today, person))
  process.stdout.write(asJson ? `${JSON.stringify({ ...kept, replay })}\n` : describe(kept, replay))
}

function describe({ record, at, conversationId, votes }: KeptAnswer, replay: Replay): string {
  const { asked, standsOn } = record
  const { words, before, ...slots } = asked
  return [
    `answer ${record.id}, given ${at} in conversation ${conversationId}, as of ${record.today}`,
    section('asked', [words, ...(before === undefined ? [] : [`after: ${before}`]), JSON.stringify(slots)]),
    section(
      'tools',
      record.tools.map((use) => `${use.name} ${JSON.stringify(use.input)}\n    → ${JSON.stringify(use.output)}`),
    ),
    section(
      'stands on',
      Object.entries(standsOn).map(([name, digest]) => `${name} ${digest}`),
    ),
    ...(record.model === undefined ? [section('model', ['none took part'])] : describeModel(record.model)),
    section(`answered: ${record.end}`, [record.conclusion, ...placesOf(record)]),
    ...(votes.length === 0
      ? []
      : [
          section(
            'votes',
            votes.map((vote) => JSON.stringify(vote)),
          ),
        ]),
    section('given again', describeReplay(replay)),
    '',
  ].join('\n\n')
}

function section(title: string, lines: readonly string[]): string {
  return [`${title}:`, ...lines.map((line) => `  ${line}`)].join('\n')
}

function placesOf({ citations, near }: AnswerRecord): string[] {
  const told = (list: AnswerRecord['citations']) =>
    list.map(({ measure, article }) => `${measure} ${article}`).join(', ')
  return [`cites: ${told(citations) || 'nothing'}`, ...(near.length === 0 ? [] : [`nearest: ${told(near)}`])]
}

function describeModel(trace: ModelTrace): string[] {
  const why = trace.why === undefined ? '' : `: ${trace.why}`
  return [
    section('model', [trace.model, `instructions ${trace.prompt}`, `${trace.outcome}${why}`]),
    section('sources it was given', [
      `deciding: ${trace.deciding.map((id) => `[${id}]`).join(' ')}`,
      ...trace.handles.map(({ id, label, text }) => `[${id}] ${label}${text === undefined ? '' : `\n    ${text}`}`),
      ...trace.lookUps.map(
        (use) => `looked up ${use.name} ${JSON.stringify(use.input)}\n    → ${JSON.stringify(use.output)}`,
      ),
    ]),
    section('draft', trace.draft.split('\n')),
    section(
      'struck out',
      trace.struck.map(({ text, why: reason, what }) => `${reason}${what === undefined ? '' : ` «${what}»`}: ${text}`),
    ),
  ]
}

function describeReplay({ changed, differences }: Replay): string[] {
  const since = changed.length === 0 ? [] : [`changed since: ${changed.join(', ')}`]
  if (differences === undefined) return [...since, 'not possible: its words were not kept']
  if (differences.length === 0) return [...since, 'the same']
  return [...since, ...differences.map(({ what, kept, now }) => `${what} differs\n    was ${kept}\n    now ${now}`)]
}
