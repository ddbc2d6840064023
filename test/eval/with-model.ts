/** What a model does to the answers, counted by a check of its own: `npm run eval -- --model fake:NAME`. */
import { openModel } from '#bot/model/model.ts'
import { usualPatience } from '#bot/model/patience.ts'
import type { Worded } from '#dialogs/by-model/word-answer.ts'
import type { Answer, ModelTrace, Reply } from '#dialogs/conversation.ts'
import type { Ports } from '#dialogs/ports.ts'
import { findArticle, findMeasure, type Law, translationOf } from '#knowledge/law/load.ts'
import { fakeModel } from '../model/fake-model.ts'
import { simulatedClock } from '../model/simulated-clock.ts'
import { type Sources, type Unheld, unheldIn } from '../model/unheld.ts'
import type { PracticeQuestion } from './score.ts'

export interface ModelRun {
  /** Absent for the check alone. */
  readonly ports: Pick<Ports, 'model' | 'showDraft'>
  /** Takes note of one answer. @returns what in it no source holds, and what is false and got through */
  judge(worded: Worded): { readonly unheld: readonly Unheld[]; readonly lies: readonly string[] }
  counts(): { asked: number; worded: number; unheld: number; lies: number; longest: number }
  report(): string
}

/** @param setting `fake:NAME`: one of the personalities, on a clock of its own; `none` for the check alone */
export function openRun(setting: string, practice: readonly PracticeQuestion[], law: Law): ModelRun {
  const name = setting === 'none' ? 'honest' : /^fake:(.+)$/u.exec(setting)?.[1]
  if (name === undefined) throw new Error(`--model: «${setting}» is not known; write fake:NAME, or none`)
  const clock = simulatedClock()
  const fake = fakeModel(name, { practice, clock })
  const port = openModel(
    { baseUrl: 'http://fake.invalid/v1', model: setting, fetch: fake.fetch },
    // Every question meets the personality: nothing is left out because of the one before.
    { ...usualPatience, failures: Number.POSITIVE_INFINITY },
    clock,
  )
  const ends = new Map<string, number>()
  const count = (end: string) => void ends.set(end, (ends.get(end) ?? 0) + 1)
  let unheldTold = 0
  let unheldOtherwise = 0
  let liesTold = 0
  let longest = 0
  let askedAt = 0
  /** What was shown of the answer that is being judged while it was written. */
  const drafts: Reply[] = []
  return {
    ports:
      setting === 'none'
        ? {}
        : {
            model: {
              ...port,
              write: (brief) => {
                askedAt = clock.now()
                return port.write(brief)
              },
              propose: (brief) => {
                askedAt = clock.now()
                return port.propose(brief)
              },
            },
            showDraft: (draft) => void drafts.push(draft),
          },
    judge({ answer, trace }) {
      if (trace !== undefined) longest = Math.max(longest, clock.now() - askedAt)
      if (trace !== undefined && answer.kind !== 'answer') count('asked what is meant')
      else if (trace !== undefined) {
        count('asked')
        count(trace.outcome)
        if (trace.outcome !== 'worded') count(`  ${trace.outcome}: ${trace.why ?? ''}`)
        else if (trace.struck.length > 0) count('  worded, some struck out')
      }
      // Lists that code adds are told in words of the rules’ data; no model writes there.
      const unheld = unheldIn(answer.text.replace(answer.details ?? '', ''), sourcesOf(answer, law))
      const shown = drafts.splice(0).map(({ text }) => text)
      if (shown.length > 0) count('  seen growing')
      if (shown.length > 0 && trace?.outcome !== 'worded') count('  seen growing, then withdrawn')
      const unheldShown = shown.flatMap((text) => unheldIn(text, draftSources(answer, trace, law)))
      const worded = trace?.outcome === 'worded' ? [answer.conclusion] : []
      const lies = (fake.said.at(-1)?.lies ?? []).filter(toldIn([...shown, ...worded]))
      if (trace?.outcome === 'worded') unheldTold += unheld.length
      else unheldOtherwise += unheld.length
      unheldTold += unheldShown.length
      liesTold += lies.length
      return { unheld: [...unheld, ...unheldShown], lies }
    },
    counts: () => ({
      asked: ends.get('asked') ?? 0,
      worded: ends.get('worded') ?? 0,
      unheld: unheldTold,
      lies: liesTold,
      longest,
    }),
    report() {
      const asked = ends.get('asked') ?? 0
      const share = asked === 0 ? '-' : ((ends.get('worded') ?? 0) / asked).toFixed(3)
      return [
        `model ${setting}`,
        ...[...ends].map(([end, times]) => `${end.padEnd(44)}${String(times).padStart(6)}`),
        `share of drafts that pass: ${share}`,
        `longest wait on the simulated clock, milliseconds: ${longest}`,
        `numbers, dates, article numbers and offices that no cited source holds: ${unheldTold}; in answers no model worded: ${unheldOtherwise}`,
        `sentences changed by the model that reached the user: ${liesTold}`,
      ].join('\n')
    },
  }
}

/** What an answer cites, whole, and what tools gave it. */
export function sourcesOf(answer: Answer, law: Law): Sources {
  const cited = [...answer.citations, ...answer.near]
  const articles = cited.flatMap(({ measure: id, article }) =>
    [findMeasure(law, id), translationOf(law, id)].flatMap((measure) => {
      const own = measure === undefined ? undefined : findArticle(measure, article)
      return own === undefined ? [] : [own.label, own.title ?? '', own.text, JSON.stringify([own.errata, own.doubts])]
    }),
  )
  const measures = new Set([...cited.map(({ measure }) => measure), ...answer.validity.map(({ measure }) => measure)])
  const names = [...measures].flatMap((id) => {
    const measure = findMeasure(law, id)
    const { jurisdiction, contact, title = '', titleEn = '' } = measure ?? {}
    return [title, titleEn, jurisdiction?.zh ?? '', jurisdiction?.en ?? '', contact?.zh ?? '', contact?.en ?? '']
  })
  const tools = answer.tools
    .filter(({ name }) => name !== 'search_provisions')
    .map(({ input, output }) => JSON.stringify({ input, output }))
  return {
    texts: [
      ...articles,
      ...names,
      ...answer.citations.map(({ quote }) => quote),
      ...tools,
      JSON.stringify(answer.validity),
    ],
    articles: cited.map(({ article }) => String(article)),
  }
}

/** A draft may rest on what the answer in the end does not cite: on everything it names. */
function draftSources(answer: Answer, trace: ModelTrace | undefined, law: Law): Sources {
  const own = sourcesOf(answer, law)
  const named = (trace?.handles ?? []).map(({ measure, article, text = '' }) =>
    measure === undefined || article === undefined
      ? { texts: [text], articles: [] }
      : sourcesOf(
          { ...answer, tools: [], citations: [], near: [{ measure, article, quote: '', corrected: false }] },
          law,
        ),
  )
  return {
    texts: [own, ...named].flatMap(({ texts }) => texts),
    articles: [own, ...named].flatMap(({ articles }) => articles),
  }
}

function toldIn(texts: readonly string[]): (lie: string) => boolean {
  const plain = (words: string) => words.replace(/[\s。，,.；;：:！!?？]/gu, '')
  return (lie) => texts.some((text) => plain(text).includes(plain(lie)))
}
