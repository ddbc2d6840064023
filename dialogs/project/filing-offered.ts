/** What is offered where it is not clear which document is meant, or of which project it is to be made. */
import type { FilingOutline } from '#knowledge/law/filing.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import type { ReplyOption, Step } from '../conversation.ts'
import { filingWordsIn } from '../wording/filing-words.ts'
import { resultsIn } from '../wording/project-results.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { option, plain } from './ask.ts'
import { measureOf } from './questions.ts'
import type { KnownProject } from './record.ts'
import { say, type Talk } from './talk.ts'

/** Several documents fit: one button each. */
export function whichOf(talk: Talk, outlines: readonly FilingOutline[], known: KnownProject | undefined): Step {
  const words = filingWordsIn(talk.lang)
  const options = outlines.map((outline) =>
    known === undefined
      ? blank(talk, [outline])
      : option(words.make(outline.title[talk.lang]), 'filing', { project: known.record.id, filing: outline.id }),
  )
  return say(talk, [plain(words.which, options)])
}

/** Which project they are made of, or blank ones. */
export function offerProjects(talk: Talk, measure: Measure, outlines: readonly FilingOutline[]): Step {
  const words = filingWordsIn(talk.lang)
  const living = talk.projects.known.filter(
    ({ record }) => record.status !== 'archived' && measureOf(record, talk.ports.law)?.id === measure.id,
  )
  const filing = outlines.map(({ id }) => id).join(',')
  if (living.length > 0) {
    const options = living.map(({ record }) =>
      option(record.project.name ?? zh.unnamed, 'filing', { project: record.id, filing }),
    )
    return say(talk, [plain(resultsIn(talk.lang).whichProject, [...options, blank(talk, outlines)])])
  }
  const offered = [blank(talk, outlines), option(zh.declareButton, 'declare', {})]
  return say(talk, [plain(words.blankOrProject(titlesOf(talk, outlines)), offered)])
}

function blank(talk: Talk, outlines: readonly FilingOutline[]): ReplyOption {
  const filing = outlines.map(({ id }) => id).join(',')
  return option(filingWordsIn(talk.lang).makeBlank(titlesOf(talk, outlines)), 'filing', { filing })
}

function titlesOf({ lang }: Talk, outlines: readonly FilingOutline[]): string {
  const [first] = outlines
  const title = first?.title[lang] ?? ''
  return outlines.length === 1 ? title : filingWordsIn(lang).andMore(title, outlines.length)
}
