/** The project that words without a name are about. */
import type { KnownProject } from './record.ts'
import { knownProject, type Talk } from './talk.ts'

/** The one whose dialog is open or that was spoken of last, else the only one that is not archived. */
export function projectSpokenOf(talk: Talk): KnownProject | undefined {
  const living = talk.projects.known.filter(({ record }) => record.status !== 'archived')
  const open = knownProject(talk, talk.conversation.dialog?.project)
  if (open !== undefined && living.includes(open)) return open
  const focused = living.find(({ record }) => record.id === talk.conversation.focus)
  return focused ?? (living.length === 1 ? living[0] : undefined)
}
