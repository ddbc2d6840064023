/** The dialogs over an assistant that is open, as the server calls them. */
import { randomInt } from 'node:crypto'
import { handleMessage } from '#dialogs/handle-message.ts'
import type { Closed, LinkingPorts } from '#dialogs/ports.ts'
import { filingFile } from '#dialogs/project/filing-files.ts'
import { type ProjectTextName, projectFile } from '#dialogs/project/project-files.ts'
import { withLostNotices } from '#dialogs/project/remind-lost.ts'
import { shanghaiDay } from '#knowledge/law/units.ts'
import type { Assistant } from './assistant.ts'
import type { Brain } from './compose.ts'
import type { WriteFiling } from './files/filing-files.ts'
import type { WriteProjectFile } from './files/project-files.ts'
import { paintTimeline } from './files/timeline-picture.ts'
import { createReminderBrain } from './reminder-brain.ts'
import type { Handle, TurnKnows } from './turn.ts'

/** @param closed functions that are switched off */
export function createBrain(assistant: Assistant, now: () => Date, closed: Closed = {}): Brain {
  return {
    handle: createHandle(assistant, now, closed),
    writeProjectFile: createFileWriter(assistant, now),
    writeFiling: createFilingWriter(assistant, now),
    reminders: createReminderBrain(assistant),
  }
}

function createHandle(assistant: Assistant, now: () => Date, closed: Closed): Handle {
  return async (conversation, message, person, known, knows) => {
    const instant = now()
    const place = { conversationId: conversation.id, messageId: message.id }
    const remembered = { measure: person.measure ?? undefined, lang: person.lang ?? undefined }
    const ports = assistant.ports(shanghaiDay(instant), remembered, place)
    // A message makes at most one project, so the id of its answer serves as the project's.
    const freshId = ports.answerId ?? message.id
    const kept = knows === undefined ? {} : { agenda: knows.agenda }
    const projects = { personId: person.id, now: instant.toISOString(), freshId, known, ...kept }
    const step = await handleMessage(conversation, message, {
      ...ports,
      closed,
      projects,
      ...(knows === undefined ? {} : { linking: linkingOf(knows) }),
      ...(knows?.showDraft === undefined ? {} : { showDraft: knows.showDraft }),
    })
    // Of a person whose data is erased nothing is told any more.
    if (step.changes?.erase === true) return step
    // In a group nobody's reminders are shown.
    const lost = message.group === true ? [] : (knows?.lost ?? [])
    return withLostNotices(step, lost, step.conversation.lang ?? person.lang ?? 'zh')
  }
}

function linkingOf({ linkOwner }: TurnKnows): LinkingPorts {
  return {
    freshCode: String(randomInt(0, 100_000_000)).padStart(8, '0'),
    async ownerOf(code) {
      const owner = await linkOwner(code)
      return owner && { personId: owner.personId, channels: owner.addresses.map(({ channel }) => channel) }
    },
  }
}

function createFileWriter(assistant: Assistant, now: () => Date): WriteProjectFile {
  return async (record, name) => {
    const instant = now()
    const ports = assistant.ports(shanghaiDay(instant), { measure: undefined, lang: undefined })
    const write = (text: ProjectTextName) => projectFile(record, text, ports, instant.toISOString())
    if (name !== 'timeline.png') return write(name)
    const svg = await write('timeline.svg')
    return svg === undefined ? undefined : paintTimeline(svg)
  }
}

function createFilingWriter(assistant: Assistant, now: () => Date): WriteFiling {
  return (record, file, of) =>
    filingFile(record, file, of, assistant.ports(shanghaiDay(now()), { measure: undefined, lang: undefined }))
}
