/** One message in a project's dialog: what every part of it leans on, and the step that comes of it. */
import type { Changes, Conversation, OpenDialog, Reply, Step, UserMessage } from '../conversation.ts'
import type { Ports, ProjectPorts } from '../ports.ts'
import { deadlinesOf, promisesOf } from './deadlines.ts'
import { measureOf } from './questions.ts'
import type { KnownProject, ProjectRecord, Source } from './record.ts'

export interface Talk {
  readonly conversation: Conversation
  readonly message: UserMessage
  readonly lang: 'zh' | 'en'
  readonly ports: Ports
  readonly projects: ProjectPorts
}

export function sourceOf({ message, projects }: Talk, words = message.text, from: Source['from'] = 'said'): Source {
  return { from, at: projects.now, by: projects.personId, words, messageId: message.id }
}

export function knownProject({ projects }: Talk, id: string | undefined): KnownProject | undefined {
  return projects.known.find(({ record }) => record.id === id)
}

/** The project as it now stands, its reminders reckoned again, and what is said. `dialog` null closes the dialog. */
export async function keep(
  talk: Talk,
  record: ProjectRecord,
  replies: readonly Reply[],
  dialog: Partial<OpenDialog> | null,
): Promise<Step> {
  const changes: Changes = {
    keep: [record],
    reminders: [{ project: record.id, planned: await reminders(talk, record) }],
  }
  const open = talk.conversation.dialog
  // A dialog on another project stays open.
  const closed = open !== undefined && open.project !== record.id ? open : null
  const next = dialog === null ? closed : { project: record.id, unread: 0, ...dialog }
  return { ...say(talk, replies, next, record.id), changes }
}

/** Says something and keeps nothing. */
export function say(
  { conversation }: Talk,
  replies: readonly Reply[],
  dialog: OpenDialog | null | undefined = conversation.dialog,
  focus: string | undefined = conversation.focus,
): Step {
  const { dialog: _open, focus: _focus, ...rest } = conversation
  return {
    replies,
    conversation: {
      ...rest,
      ...(dialog === null || dialog === undefined ? {} : { dialog }),
      ...(focus === undefined ? {} : { focus }),
    },
  }
}

async function reminders(talk: Talk, record: ProjectRecord) {
  const measure = measureOf(record, talk.ports.law)
  if (record.status !== 'active' || measure === undefined) return []
  const { deadlines } = await deadlinesOf(record, measure, talk.ports)
  return promisesOf(deadlines, talk.ports.today, measure)
}
