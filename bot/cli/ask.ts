/** `npm run -s ask -- [--measure ID] [--today YYYY-MM-DD] [--lang zh|en] [--json] "问题"`, or `--jsonl` for many. */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { answerTold } from '#dialogs/answer.ts'
import { answerWorded } from '#dialogs/by-model/answer-worded.ts'
import type { Answer } from '#dialogs/conversation.ts'
import type { Ports } from '#dialogs/ports.ts'
import { type Told, understand } from '#dialogs/understand.ts'
import { authoritative } from '#knowledge/law/load.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { parseMeasure } from '#tools/parse-measure.ts'
import { parseInput } from '#tools/tool.ts'
import { type Assistant, openAssistant } from '../assistant.ts'
import { modelIn } from '../model/model.ts'
import { eachLine, errorOf, idOf, type LineId, readJson, readToday, runCommand, UsageError } from './arguments.ts'

const longestQuestion = 4000
const mostTurns = 50
/** Of each measure, asked before the first line of many is read. */
const warmingQuestions = 12
const turn = z.string({ error: 'must be text' }).max(longestQuestion, `must be at most ${longestQuestion} characters`)

const lineSchema = z.object(
  {
    id: z.union([z.string(), z.number()], { error: 'must be text or a number' }).nullish(),
    question: turn.trim().min(1, 'must hold a question'),
    measure: z.string({ error: 'must be a measure’s id, or null' }).nullish(),
    history: z
      .array(turn, { error: 'must be a list of earlier user turns, oldest first' })
      .max(mostTurns, `must hold at most ${mostTurns} turns`)
      .optional(),
    lang: z.enum(['zh', 'en'], { error: 'must be "zh" or "en"' }).nullish(),
  },
  { error: 'a line must be an object, {"id": 1, "question": "…"}' },
)

type Line = z.output<typeof lineSchema>

const nobody = { measure: undefined, lang: undefined }

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      measure: { type: 'string' },
      today: { type: 'string' },
      lang: { type: 'string' },
      json: { type: 'boolean' },
      jsonl: { type: 'boolean' },
    },
  })
  const today = readToday(values.today)
  if (values.lang !== undefined && values.lang !== 'zh' && values.lang !== 'en')
    throw new UsageError(`--lang: «${values.lang}» is not zh or en`)
  if (values.jsonl === true ? positionals.length > 0 : positionals.length === 0)
    throw new UsageError(
      'ask wants a question: npm run -s ask -- "合同签完多久内要备案", or --jsonl and lines on standard input',
    )
  const assistant = await openAssistant(process.env.DATA_DIR ?? './data', undefined, { model: modelIn(process.env) })
  const { measure, lang } = values
  if (measure !== undefined) parseMeasure(assistant.law, measure, '--measure')
  if (values.jsonl === true) {
    await warmUp(assistant, today)
    return eachLine((line) => answerLine(line, { measure, lang }, assistant, today))
  }
  const answer = await askOne(
    parseInput(lineSchema, { question: positionals.join(' '), measure, lang }),
    assistant,
    today,
  )
  process.stdout.write(values.json === true ? `${JSON.stringify(answer)}\n` : `${answer.text}\n`)
})

/** The first answers of a process run code that is not compiled yet; the first lines must not pay for it. */
async function warmUp(assistant: Assistant, today: IsoDate): Promise<void> {
  for (const { id, questions } of assistant.law.measures) {
    const step = Math.ceil(questions.length / warmingQuestions)
    for (const { q } of questions.filter((_, i) => i % step === 0))
      await answerTold(toldOf({ question: q, measure: id }, assistant), withoutModel(assistant.ports(today, nobody)))
  }
}

/** @param otherwise what a line leaves open, from the arguments */
async function answerLine(
  typed: string,
  otherwise: Pick<Line, 'measure' | 'lang'>,
  assistant: Assistant,
  today: IsoDate,
): Promise<object> {
  const readAt = performance.now()
  let id: LineId = null
  try {
    const line = readJson(typed, 'the line')
    id = idOf(line)
    const given = parseInput(lineSchema, line)
    const measure = given.measure === undefined ? otherwise.measure : given.measure
    const { kind, conclusion, text, citations, near, tools, validity } = await askOne(
      { ...given, measure, lang: given.lang ?? otherwise.lang },
      assistant,
      today,
    )
    const ms = Math.round((performance.now() - readAt) * 1000) / 1000
    return { id, kind, conclusion, text, citations, near, tools, validity, ms }
  } catch (error) {
    const { code, message } = errorOf(error)
    return { id, error: { code, message } }
  }
}

async function askOne(input: Line, assistant: Assistant, today: IsoDate): Promise<Answer> {
  const told = toldOf(input, assistant)
  const ports = assistant.ports(today, { measure: told.measure, lang: told.lang })
  return (await answerWorded(understand(assistant.law, told, today), ports)).answer
}

function toldOf({ question, history = [], ...input }: Line, { law }: Assistant): Told {
  const asked = input.measure == null ? undefined : parseMeasure(law, input.measure)
  const measure = asked === undefined ? undefined : authoritative(law, asked.id)?.id
  return { question, measure, history, lang: input.lang ?? (asked?.language === 'en' ? 'en' : undefined) }
}

function withoutModel({ model: _model, ...ports }: Ports): Ports {
  return ports
}
