/** Answering without a model, in one process with nothing around it: the practice set, asked as its writers meant it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDay } from '#knowledge/law/units.ts'
import { askPractice } from '../eval/ask-practice.ts'
import { practiceSchema } from '../eval/score.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { median, quantile, round } from './figures.ts'
import { atMost, type Options, type Row } from './part.ts'

const file = join(import.meta.dirname, '../questions/practice.jsonl')
const aims = { median: 1, p99: 5 }

export async function run({ quick, progress }: Options): Promise<Row[]> {
  const today = parseDay('2026-11-24')
  if (today === undefined) throw new Error('The bench has no day.')
  const questions = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => practiceSchema.parse(JSON.parse(line)))
  const assistant = await sharedAssistant()
  const ask = async (): Promise<number[]> => {
    const times: number[] = []
    for (const question of questions) {
      const begun = performance.now()
      await askPractice(question, assistant, today)
      times.push(performance.now() - begun)
    }
    return times
  }
  // The first answers of a process run code that is not compiled yet: told apart, as a first user meets it.
  const [first = Number.NaN, ...cold] = await ask()
  await ask()
  const rounds = quick ? 5 : 40
  progress.begin('rounds of the practice set', rounds)
  const runs: number[][] = []
  for (let i = 0; i < rounds; i += 1) {
    runs.push(await ask())
    progress.step()
  }
  const middle = median(runs.map((times) => median(times)))
  const slow = quantile(runs.flat(), 0.99)
  const perSecond = median(runs.map((times) => (times.length * 1000) / times.reduce((sum, time) => sum + time, 0)))
  const what = (which: string): string => `answer without a model, ${which} of ${questions.length} practice questions`
  return [
    { what: what('median'), ours: `${round(middle)} ms`, aim: atMost(middle, aims.median, ' ms') },
    { what: what('99th percentile'), ours: `${round(slow)} ms`, aim: atMost(slow, aims.p99, ' ms') },
    { what: 'questions answered, one process', ours: `${round(perSecond)}/s` },
    {
      what: 'answers of the first round',
      ours: `first ${round(first)} ms, the others median ${round(median(cold))} ms, p99 ${round(quantile(cold, 0.99))} ms`,
    },
  ]
}
