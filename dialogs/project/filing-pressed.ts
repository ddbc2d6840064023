/** Buttons of documents: one to make, a place to choose, an answer before a document, a question to be asked. */
import { findMeasure } from '#knowledge/law/load.ts'
import type { ButtonPayload, OpenDialog, Step } from '../conversation.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { plain } from './ask.ts'
import { requestIn } from './filing-asked.ts'
import { askAgain, askOne, begin, chosenBy, goOnFilling, make } from './filing-begin.ts'
import { listFilings } from './filings.ts'
import { isAskable, mayAskFirst } from './fill-first.ts'
import { pressedAnswer } from './fill-taken.ts'
import { type KnownProject, mayChange } from './record.ts'
import { knownProject, say, type Talk } from './talk.ts'

/** @returns undefined where the button is none of these */
export async function pressFiling(
  talk: Talk,
  button: ButtonPayload,
  open: OpenDialog | undefined,
): Promise<Step | undefined> {
  const { verb, args } = button
  const known = knownProject(talk, String(args.project ?? ''))
  switch (verb) {
    case 'project-filings':
      return known === undefined ? gone(talk) : listFilings(talk, known.record)
    case 'project-filing-place': {
      const measure = findMeasure(talk.ports.law, String(args.measure ?? ''))
      return measure === undefined ? undefined : requestIn(talk, measure, String(args.words ?? ''), undefined)
    }
    case 'project-filing': {
      const chosen = chosenBy(talk, String(args.filing ?? ''))
      if (chosen === undefined || (args.project !== undefined && known === undefined)) return gone(talk)
      return args.atOnce === true ? make(talk, chosen, known) : begin(talk, chosen, known)
    }
    case 'project-filing-answer':
    case 'project-filing-skip':
    case 'project-filing-ask':
    case 'project-filing-again':
      return known !== undefined && mayChange(known) ? pressedAsking(talk, button, known, open) : gone(talk)
  }
  return undefined
}

function pressedAsking(
  talk: Talk,
  button: ButtonPayload,
  known: KnownProject,
  open: OpenDialog | undefined,
): Promise<Step> | Step {
  const { verb, args } = button
  const filing = String(args.filing ?? '')
  const chosen = chosenBy(talk, filing)
  if (chosen === undefined) return gone(talk)
  if (verb === 'project-filing-again' || verb === 'project-filing-ask') {
    if (!mayAskFirst(talk, known.record)) return say(talk, [plain(zh.stale)])
    if (verb === 'project-filing-again') return askAgain(talk, known, chosen)
    const name = String(args.name ?? '')
    return isAskable(name) ? askOne(talk, known, filing, name) : gone(talk)
  }
  const asked = open?.project === known.record.id && open.filling?.filing === filing ? open.filling : { asked: [] }
  const told =
    verb === 'project-filing-skip' ? { record: known.record, keeps: false } : pressedAnswer(talk, known.record, button)
  return told === undefined ? gone(talk) : goOnFilling(talk, known, chosen, asked, told)
}

function gone(talk: Talk): Step {
  return say(talk, [plain(zh.gone)])
}
