/** The dialogs over an assistant that is open, as the server calls them. */
import { handleMessage } from '#dialogs/handle-message.ts'
import { projectFile } from '#dialogs/project/project-files.ts'
import { shanghaiDay } from '#knowledge/law/units.ts'
import type { Assistant } from './assistant.ts'
import type { Brain } from './compose.ts'
import type { WriteProjectFile } from './project-files.ts'
import type { Handle } from './turn.ts'

export function createBrain(assistant: Assistant, now: () => Date): Brain {
  return { handle: createHandle(assistant, now), writeProjectFile: createFileWriter(assistant, now) }
}

function createHandle(assistant: Assistant, now: () => Date): Handle {
  return (conversation, message, person, known) => {
    const instant = now()
    const place = { conversationId: conversation.id, messageId: message.id }
    const remembered = { measure: person.measure ?? undefined, lang: person.lang ?? undefined }
    const ports = assistant.ports(shanghaiDay(instant), remembered, place)
    // A message makes at most one project, so the id of its answer serves as the project's.
    const freshId = ports.answerId ?? message.id
    const projects = { personId: person.id, now: instant.toISOString(), freshId, known }
    return handleMessage(conversation, message, { ...ports, projects })
  }
}

function createFileWriter(assistant: Assistant, now: () => Date): WriteProjectFile {
  return (record, name) => {
    const instant = now()
    const ports = assistant.ports(shanghaiDay(instant), { measure: undefined, lang: undefined })
    return projectFile(record, name, ports, instant.toISOString())
  }
}
