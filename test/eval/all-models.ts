/** Every personality over the same questions, a line each: `npm run eval -- --model fake:all`. */
import type { Assistant } from '#bot/assistant.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { personalities } from '../model/personalities.ts'
import { askPractice } from './ask-practice.ts'
import { countsForConclusion, type PracticeQuestion, type Score, score } from './score.ts'
import { openRun } from './with-model.ts'

const columns = ['asked', 'pass', 'unheld', 'lies', 'facts', 'concl', 'correct', 'wait ms'] as const

/** @returns a table: without a model first */
export async function askAll(
  questions: readonly PracticeQuestion[],
  assistant: Assistant,
  today: IsoDate,
): Promise<string> {
  const lines = [['model', ...columns]]
  for (const name of ['none', ...Object.keys(personalities).map((each) => `fake:${each}`)]) {
    const run = openRun(name, questions, assistant.law)
    const scores: Score[] = []
    for (const question of questions) {
      const worded = await askPractice(question, assistant, today, run.ports)
      run.judge(worded)
      scores.push(score(question, worded.answer))
    }
    const { asked, worded, unheld, lies, longest } = run.counts()
    const answerable = scores.filter((each) => each.answerable)
    lines.push([
      name,
      String(asked),
      asked === 0 ? '-' : (worded / asked).toFixed(3),
      String(unheld),
      String(lies),
      share(answerable, (each) => each.facts),
      share(answerable.filter(countsForConclusion), (each) => each.concl),
      share(answerable, (each) => each.correct),
      String(longest),
    ])
  }
  const rows = lines.map(([name = '', ...cells]) => name.padEnd(22) + cells.map((cell) => cell.padStart(9)).join(''))
  return [...rows, '', ...legend].join('\n')
}

const legend = [
  'asked: answers a model was asked to word. pass: the share of its drafts that went out, whole or in part.',
  'unheld: numbers, dates, article numbers and offices in worded answers, and in what was shown of them while they grew, that no source named holds (test/model/unheld.ts).',
  'lies: sentences changed by the model that reached the user. wait: the longest, on a simulated clock.',
]

function share(group: readonly Score[], holds: (row: Score) => boolean): string {
  return group.length === 0 ? '-' : (group.filter(holds).length / group.length).toFixed(3)
}
