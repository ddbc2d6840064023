/** A document that was made, before it is opened: its sections, how much of each is filled, and the questions for the rest. */
import { findArticle } from '#knowledge/law/load.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import { askFor } from '#tools/filing/values.ts'
import type { GeneratedFiling } from '#tools/generate-filing.ts'
import type { ReviewCard } from '../conversation.ts'
import { articlePath } from '../reply-of-answer.ts'
import { filingWordsIn } from '../wording/filing-words.ts'
import { resultsIn } from '../wording/project-results.ts'
import { wordsIn } from '../wording/words-in.ts'
import { option } from './ask.ts'
import { isAskable } from './fill-first.ts'

type Lang = 'zh' | 'en'
type Row = ReviewCard['rows'][number]

/** Sections of a document, questions in all, and names in a line that are shown. */
const sectionsShown = 12
const questionsShown = 8
const namesShown = 4

interface Section {
  readonly heading: string
  readonly article?: GeneratedFiling['sections'][number]['article']
  readonly filled: ReadonlySet<string>
  readonly open: ReadonlySet<string>
}

/** The top sections, each with what stands in those inside it. */
function sectionsOf({ sections }: GeneratedFiling): Section[] {
  const starts = sections.flatMap(({ level }, i) => (level === 1 ? [i] : []))
  return starts.flatMap((start, i) => {
    const inside = sections.slice(start, starts[i + 1])
    const [top] = inside
    if (top === undefined) return []
    const { heading, article } = top
    const filled = new Set(inside.flatMap((each) => each.filled))
    return [
      {
        heading,
        ...(article === undefined ? {} : { article }),
        filled,
        open: new Set(inside.flatMap((each) => each.open)),
      },
    ]
  })
}

/** @param ask the payload's arguments of a question's button; absent where nothing may be asked */
export function sectionRows(
  made: GeneratedFiling,
  ask: { project: string; filing: string } | undefined,
  lang: Lang,
): Row[] {
  const words = filingWordsIn(lang)
  const asked = new Set<string>()
  const all = sectionsOf(made)
  const rows = all.slice(0, sectionsShown).flatMap((section): Row[] => {
    const waiting = waitingWords(section, made, lang)
    const state = words.state(section.filled.size, section.filled.size + section.open.size)
    const head: Row = { label: section.heading, value: state, ...(waiting === undefined ? {} : { origin: waiting }) }
    return [head, ...(ask === undefined ? [] : questionRows(section, asked, ask, lang))]
  })
  const rest = all.length - sectionsShown
  return rest > 0 ? [...rows, { label: words.sections, value: words.more(rest) }] : rows
}

function questionRows(
  { open }: Section,
  asked: Set<string>,
  args: { project: string; filing: string },
  lang: Lang,
): Row[] {
  const words = filingWordsIn(lang)
  return [...open].flatMap((name): Row[] => {
    if (!isAskable(name) || asked.has(name) || asked.size >= questionsShown) return []
    asked.add(name)
    const answer = option(words.answerOne(words.nameOf(name)), 'filing-ask', { ...args, name })
    return [{ label: words.waits, value: askFor(name, [])?.[lang] ?? name, edit: answer }]
  })
}

/** `待填：承建单位、预算明细等5项` */
function waitingWords({ open }: Section, { gaps }: GeneratedFiling, lang: Lang): string | undefined {
  if (open.size === 0) return undefined
  const words = filingWordsIn(lang)
  const hints = [...open].map(
    (name) => gaps.find(({ names }) => names.length === 1 && names[0] === name)?.hint ?? words.nameOf(name),
  )
  const told = [...new Set(hints)]
  return words.waitsFor(told.slice(0, namesShown).join(words.comma), told.length > namesShown ? told.length : 0)
}

/** The same as text, each section with its article. */
export function sectionLines(measure: Measure, made: GeneratedFiling, lang: Lang): string[] {
  const words = filingWordsIn(lang)
  const { bracket } = resultsIn(lang)
  const all = sectionsOf(made)
  if (all.length === 0) return []
  const lines = all.slice(0, sectionsShown).map(({ heading, article, filled, open }) => {
    const place =
      article === undefined || findArticle(measure, article) === undefined
        ? []
        : [`[${wordsIn(lang).articleLabel(article)}](${articlePath(measure.id, article)})`]
    const marks = [...place, words.state(filled.size, filled.size + open.size)]
    return `- ${heading}${bracket(marks.join(lang === 'zh' ? '，' : ', '))}`
  })
  const rest = all.length - sectionsShown
  return [[`**${words.sections}**`, ...lines, ...(rest > 0 ? [words.more(rest)] : [])].join('\n')]
}
