/** What can be pressed to begin a declaration, or to go on with one. */
import type { ReplyOption } from '../conversation.ts'
import type { Ports } from '../ports.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { option } from './ask.ts'

/** Drafts offered at once, the newest first. */
const draftsOffered = 2

/** @returns none where no projects are kept */
export function projectOptions({ projects }: Ports): ReplyOption[] {
  if (projects === undefined) return []
  const own = projects.known.filter(({ access, record }) => access === 'owner' && record.status !== 'archived')
  const drafts = own
    .filter(({ record }) => record.status === 'draft')
    .slice(-draftsOffered)
    .reverse()
  return [
    ...drafts.map(({ record }) =>
      option(zh.continueButton(record.project.name ?? zh.unnamed), 'resume', { project: record.id }),
    ),
    option(zh.declareButton, 'declare', {}),
    ...(own.length === 0 ? [] : [option(zh.myProjects, 'list', {})]),
  ]
}
