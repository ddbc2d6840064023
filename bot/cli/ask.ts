/** `npm run -s ask -- [--measure ID] [--today YYYY-MM-DD] [--lang zh|en] [--json] "问题"`, or `--jsonl` for many. */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { answerTold } from '#dialogs/answer.ts'
import type { Answer } from '#dialogs/conversation.ts'
import { authoritative } from '#knowledge/law/load.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { InputError } from '#tools/input-error.ts'
import { parseMeasure } from '#tools/parse-measure.ts'
import { parseInput } from '#tools/tool.ts'
import { type Assistant, openAssistant } from '../assistant.ts'
import { eachLine, readToday, runCommand, UsageError } from './arguments.ts'

const longestQuestion = 4000

const lineSchema = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  question: z
    .string()
    .trim()
    .min(1, 'must hold a question')
    .max(longestQuestion, `must be at most ${longestQuestion} characters`),
  measure: z.string().nullish(),
  history: z.array(z.string().max(longestQuestion)).max(50).optional(),
  lang: z.enum(['zh', 'en']).optional(),
})

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
  if (values.jsonl !== true && positionals.length === 0)
    throw new UsageError('ask wants a question: npm run -s ask -- "合同签完多久内要备案"')
  const assistant = await openAssistant(process.env.DATA_DIR ?? './data')
  if (values.measure !== undefined && assistant.law.measures.every((measure) => measure.id !== values.measure)) {
    throw new UsageError(
      `--measure: there is no measure «${values.measure}»; known are ${assistant.law.measures.map((measure) => measure.id).join(', ')}`,
    )
  }
  if (values.jsonl === true) {
    await askOne({ question: '验收', measure: assistant.law.measures[0]?.id }, assistant, today)
    return eachLine((line) => answerLine(line, assistant, today))
  }
  const input = { question: positionals.join(' '), measure: values.measure, lang: values.lang }
  const answer = await askOne(parseInput(lineSchema, input), assistant, today)
  process.stdout.write(values.json === true ? `${JSON.stringify(answer)}\n` : `${answer.text}\n`)
})

async function answerLine(line: string, assistant: Assistant, today: IsoDate): Promise<object> {
  const readAt = performance.now()
  try {
    const input = parseInput(lineSchema, parseJson(line))
    const { options: _options, ...answer } = await askOne(input, assistant, today)
    return { id: input.id ?? null, ...answer, ms: Math.round((performance.now() - readAt) * 1000) / 1000 }
  } catch (error) {
    if (error instanceof InputError) return { id: null, error: { code: error.code, message: error.message } }
    throw error
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw new InputError('not-json', `the line is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

async function askOne(
  input: z.output<typeof lineSchema> | { question: string; measure: string | undefined },
  assistant: Assistant,
  today: IsoDate,
): Promise<Answer> {
  const given = input.measure ?? undefined
  const asked = given === undefined ? undefined : parseMeasure(assistant.law, given)
  const measure = asked === undefined ? undefined : authoritative(assistant.law, asked.id)?.id
  const said = 'lang' in input ? input.lang : undefined
  const lang = said ?? (asked?.language === 'en' ? 'en' : undefined)
  const history = 'history' in input ? (input.history ?? []) : []
  return answerTold({ question: input.question, measure, history, lang }, assistant.ports(today, { measure, lang }))
}
