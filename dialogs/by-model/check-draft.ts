/** The guard: a model's draft, sentence by sentence, against what it was shown. What is not borne out does not go out. */
import { placeOf, validityLine } from '../compose.ts'
import type { Answer } from '../conversation.ts'
import type { Handle } from '../handles.ts'
import { wordsIn } from '../wording/words-in.ts'
import type { Basis } from './basis.ts'
import { checkSentence, type Kept, type Struck } from './check-sentence.ts'
import { figuresIn } from './figures.ts'
import { cutSentences } from './sentences.ts'

const charactersAtMost = 200

/** Why a whole draft does not go out. */
export type Withdrawn =
  /** The model said that the sources do not tell. */
  | 'declined'
  | 'nothing-left'
  | 'unknown-handle'
  | 'turned-round'
  /** Its first sentence does not rest on what decides. */
  | 'beside-the-point'
  /** More was struck out than kept. */
  | 'mostly-struck'
  /** A figure of the answer would be told nowhere. */
  | 'figure-lost'
  /** Of several places compared one would not be spoken of. */
  | 'place-lost'

export interface CheckedDraft {
  readonly sentences: readonly Kept[]
  readonly struck: readonly Struck[]
  /** The words that go out; absent where the draft is withdrawn. */
  readonly text?: string
  readonly withdrawn?: Withdrawn
}

export interface DraftCheck {
  /** Takes a piece as it comes: a sentence is checked as soon as it is whole. */
  take(piece: string): void
  /** The sentences kept so far, as they would go out; absent while nothing is kept or the draft cannot go out any more. */
  soFar(): string | undefined
  /** The draft has ended. */
  end(): CheckedDraft
}

interface Sifted {
  readonly kept: Kept[]
  readonly struck: Struck[]
  /** What came first was struck out: the answer itself, so that what is left is at best a part of it. */
  isHeadless: boolean
}

/** @param basis asked anew at each sentence: a look-up adds sources while the draft is written */
export function startCheck(basis: () => Basis): DraftCheck {
  let rest = ''
  const sifted: Sifted = { kept: [], struck: [], isHeadless: false }
  const { kept, struck } = sifted
  const take = (text: string, isLast: boolean): void => {
    const cut = cutSentences(rest + text, isLast)
    rest = cut.rest
    for (const sentence of cut.whole) {
      const verdict = checkSentence(sentence, basis())
      if (verdict.struck !== undefined) struck.push(verdict.struck)
      if (verdict.kept === undefined) {
        if (kept.length === 0 && verdict.struck !== undefined && isWrong(verdict.struck)) sifted.isHeadless = true
        continue
      }
      if (lengthOf([...kept, verdict.kept], basis()) <= charactersAtMost) kept.push(verdict.kept)
      else struck.push({ text: sentence.trim(), why: 'too-long' })
    }
  }
  return {
    take: (piece) => take(piece, false),
    soFar: () => (whyWithdrawn(sifted, basis()) === undefined ? render(kept, basis()) : undefined),
    end() {
      const isDeclined = kept.length === 0 && struck.length === 0 && /^\s*无[。.]?\s*$/u.test(rest)
      take('', true)
      const withdrawn = isDeclined ? 'declined' : (whyWithdrawn(sifted, basis()) ?? whatIsLost(kept, basis()))
      if (withdrawn !== undefined) return { sentences: kept, struck, withdrawn }
      return { sentences: kept, struck, text: render(kept, basis()) }
    },
  }
}

export function checkDraft(draft: string, basis: Basis): CheckedDraft {
  const check = startCheck(() => basis)
  check.take(draft)
  return check.end()
}

function isWrong({ why }: Struck): boolean {
  return why !== 'undecided' && why !== 'too-long'
}

function whyWithdrawn({ kept, struck, isHeadless }: Sifted, { handles }: Basis): Withdrawn | undefined {
  const [first] = kept
  if (struck.some(({ why }) => why === 'unknown-handle')) return 'unknown-handle'
  if (struck.some(({ why }) => why === 'denial' || why === 'status' || why === 'force')) return 'turned-round'
  if (first === undefined) return 'nothing-left'
  if (!first.cites.some((handle) => handles.deciding.includes(handle.id))) return 'beside-the-point'
  if (isHeadless) return 'beside-the-point'
  return struck.filter(isWrong).length > kept.length ? 'mostly-struck' : undefined
}

const reckoned: readonly Answer['end'][] = [
  'answer-by-deadline',
  'answer-by-rule',
  'answer-lacks-fact',
  'answer-validity',
]
const matters = /^(?:date|money|share|working-days|days|weeks|months|hours)$/u

/** Every figure that was reckoned, but for those the asker said, must still be told somewhere. */
function losesFigure(kept: readonly Kept[], { answer, question, law }: Basis): boolean {
  if (!reckoned.includes(answer.end)) return false
  const told = [
    ...kept.map((each) => each.text),
    ...answer.citations.flatMap((citation) => [citation.quote, placeOf(citation, question.lang, law)]),
    ...answer.validity.map((each) => validityLine(each, question.lang, law)),
    answer.details ?? '',
    question.text,
  ].flatMap((text) => figuresIn(text).map((figure) => `${figure.kind} ${figure.value}`))
  const known = new Set(told)
  return figuresIn(answer.conclusion).some(
    (figure) => matters.test(figure.kind) && !known.has(`${figure.kind} ${figure.value}`),
  )
}

function whatIsLost(kept: readonly Kept[], basis: Basis): Withdrawn | undefined {
  if (losesFigure(kept, basis)) return 'figure-lost'
  const told = new Set(kept.flatMap((each) => each.cites.map((handle) => handle.measure)))
  return basis.answer.citations.every(({ measure }) => told.has(measure)) ? undefined : 'place-lost'
}

function lengthOf(kept: readonly Kept[], basis: Basis): number {
  return [...render(kept, basis)].length
}

/** The sentences with the articles they rest on, written by us. */
function render(kept: readonly Kept[], { question, answer, law }: Basis): string {
  let told = ''
  return kept
    .map(({ text, cites }) => {
      const places = [...new Set(cites.flatMap((handle) => placeIn(handle, answer, question.lang, law)))].join(
        question.lang === 'zh' ? '、' : ', ',
      )
      const isNew = places !== '' && places !== told && !text.includes(places)
      told = places
      return isNew ? withPlaces(text, places, question.lang) : text
    })
    .join(question.lang === 'zh' ? '' : ' ')
}

function placeIn(handle: Handle, answer: Answer, lang: 'zh' | 'en', law: Basis['law']): string[] {
  if (handle.article === undefined || handle.measure === undefined) return []
  const label = wordsIn(lang).articleLabel(handle.article)
  const several = new Set(answer.citations.map((citation) => citation.measure)).size > 1
  const place = law.measures.find((measure) => measure.id === handle.measure)?.jurisdiction[lang]
  return [several ? `${place ?? ''}${lang === 'zh' ? '' : ' '}${label}` : label]
}

function withPlaces(text: string, places: string, lang: 'zh' | 'en'): string {
  const [, words = text, mark = ''] = /^([\s\S]*?)([。！？!?；;.]*)$/u.exec(text) ?? []
  return lang === 'zh'
    ? `${words}（${places}）${mark === '' ? '。' : mark}`
    : `${words} (${places})${mark === '' ? '.' : mark}`
}
