/** What is said of the talk itself in an interview: back, skip, why, change, start over, stop. */
import { type FactName, isFactName } from '#knowledge/law/facts.ts'
import type { Step } from '../conversation.ts'
import type { Repair } from '../repair.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { ask, option, plain } from './ask.ts'
import { goOn, joined, open, takeTold, takeWords, unread } from './interview.ts'
import { maySkip, measureOf } from './questions.ts'
import { readAnswer } from './read-answer.ts'
import { factsOf, type ProjectRecord, type QuestionKey, withInterview } from './record.ts'
import { keyOf } from './review.ts'
import { projectSaid } from './said.ts'
import { sayFact } from './say.ts'
import { keep, say, sourceOf, type Talk } from './talk.ts'
import { why } from './why.ts'

/** What is said of the talk itself while a question is open. */
export async function repair(talk: Talk, record: ProjectRecord, key: QuestionKey, wanted: Repair): Promise<Step> {
  const again = (lead: readonly string[]) =>
    say(talk, [joined(lead, open(record, key, talk))], { project: record.id, unread: 0 }, record.id)
  switch (wanted.kind) {
    case 'help':
      return again([zh.help])
    case 'repeat':
      return again([])
    case 'review':
      return again([recordLines(record, talk)])
    case 'why':
      return again([why(key, record, talk.ports)])
    case 'back':
      return goBack(talk, record)
    case 'skip':
      return skip(talk, record, key)
    case 'cancel':
      return record.status === 'draft' ? confirmFirst(talk, record, 'cancel') : stopAsking(talk, record)
    case 'restart':
      return record.status === 'draft' ? confirmFirst(talk, record, 'restart') : stopAsking(talk, record)
    case 'change':
      return change(talk, record, key, wanted)
  }
}

function recordLines(record: ProjectRecord, talk: Talk): string {
  const measure = measureOf(record, talk.ports.law)
  const told = (Object.keys(factsOf(record)) as FactName[]).map(
    (name) => `- ${sayFact(name, factsOf(record)[name], measure)}`,
  )
  return [record.project.name ?? zh.unnamed, ...told].join('\n')
}

function goBack(talk: Talk, record: ProjectRecord): Promise<Step> | Step {
  const { trail } = record.interview
  const last = trail.at(-1)
  if (last === undefined) {
    const asking = record.interview.asking
    return say(
      talk,
      [joined([zh.nothingBefore], asking === undefined ? plain(zh.noDraft) : open(record, asking, talk))],
      undefined,
      record.id,
    )
  }
  const back = withInterview(record, { asking: last, trail: trail.slice(0, -1) })
  return keep(talk, back, [ask(back, last, talk.ports)], {})
}

function skip(talk: Talk, record: ProjectRecord, key: QuestionKey): Promise<Step> | Step {
  if (!maySkip(key))
    return say(
      talk,
      [joined(key === 'place' ? [] : [zh.classifiedNotSkipped], ask(record, key, talk.ports))],
      undefined,
      record.id,
    )
  if (key === 'review') return unread(talk, record, key)
  const { skipped, trail } = record.interview
  const passed = withInterview(record, {
    skipped: [...skipped.filter((each) => each !== key), key],
    trail: [...trail.filter((each) => each !== key), key],
  })
  return goOn(talk, passed, [zh.skipped])
}

/** «投资额改成520万»: read as the answer to that question. Only named («改投资额»): that question is asked. */
export async function change(
  talk: Talk,
  record: ProjectRecord,
  asking: QuestionKey,
  { field, rest }: Extract<Repair, { kind: 'change' }>,
): Promise<Step> {
  if (field === undefined) {
    const { said } = projectSaid(rest)
    if (Object.keys(said.facts).length > 0) return takeTold(talk, record, asking, { facts: said.facts }, sourceOf(talk))
    const step =
      rest === '' || asking === 'review'
        ? undefined
        : await takeWords({ ...talk, message: { ...talk.message, text: rest } }, record, asking)
    return step ?? say(talk, [plain(zh.changeWhat)], { project: record.id, unread: 0 }, record.id)
  }
  const key: QuestionKey = field === 'name' || field === 'circumstances' || field === 'checklist' ? field : keyOf(field)
  const direct =
    isFactName(field) && key === 'checklist' && rest !== '' ? readAnswer(field, rest, talk.ports.today) : undefined
  if (direct?.kind === 'value') return takeTold(talk, record, asking, { facts: direct.facts }, sourceOf(talk))
  if (rest === '') return edit(talk, record, key)
  const step =
    key === 'name'
      ? await takeTold(
          talk,
          record,
          'name',
          { facts: {}, fields: { name: rest.replace(/[。.！!]+$/u, '') } },
          sourceOf(talk),
        )
      : await takeWords({ ...talk, message: { ...talk.message, text: rest } }, record, key)
  return step ?? edit(talk, record, key)
}

/** Opens an earlier question again; its answer stands until another is given. */
export function edit(talk: Talk, record: ProjectRecord, key: QuestionKey): Promise<Step> {
  const opened = withInterview(record, {
    asking: key,
    skipped: record.interview.skipped.filter((each) => each !== key),
  })
  return keep(talk, opened, [ask(opened, key, talk.ports)], {})
}

/** A confirmed project stays as it is: only the questions end. Deleting it is asked for by its name. */
export function stopAsking(talk: Talk, record: ProjectRecord): Promise<Step> {
  const { asking: _asked, about: _about, ...interview } = record.interview
  return keep(talk, { ...record, interview }, [plain(zh.stoppedAsking)], null)
}

export function confirmFirst(talk: Talk, record: ProjectRecord, confirming: 'cancel' | 'restart'): Step {
  const args = { project: record.id }
  const words = zh.confirmCancelOptions
  const options =
    confirming === 'cancel'
      ? [option(words.delete, 'delete', args), option(words.keep, 'keep', args), option(words.goOn, 'go-on', args)]
      : [option(zh.confirmRestartOptions.yes, 'restart', args), option(zh.confirmRestartOptions.goOn, 'go-on', args)]
  const reply = plain(confirming === 'cancel' ? zh.confirmCancel : zh.confirmRestart, options)
  return say(talk, [reply], { project: record.id, unread: 0, confirming }, record.id)
}
