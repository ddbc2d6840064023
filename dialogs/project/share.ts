/** Who else sees a project: other persons, to read or to edit, and groups in which its owner shows it. */
import type { Conversation, Step, UserMessage } from '../conversation.ts'
import type { Ports } from '../ports.ts'
import { resultsIn } from '../wording/project-results.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { plain } from './ask.ts'
import { changeOf, type KnownProject, log } from './record.ts'
import { keep, say, sourceOf, type Talk } from './talk.ts'

const person = '(?<person>[0-9a-f]{8}-[0-9a-f-]{27})'
const given = new RegExp(
  `^(?:把|将)?(?<name>.*?)(?:共享|分享)(?:项目)?(?<after>.*?)(?:给|到)\\s*${person}\\s*[，,（(]?(?<may>.*)$`,
  'iu',
)
const taken = new RegExp(
  `^(?:停止|取消|不再)(?:把)?(?<name>.*?)(?:共享|分享)(?<after>.*?)(?:给|到)?\\s*${person}`,
  'iu',
)
const english = new RegExp(`^(?<stop>stop sharing|unshare|share) (?<name>.*?) (?:with|from) ${person}(?<may>.*)$`, 'iu')
const shown =
  /^(?:在|对)?(?:本|这个?)群(?:里)?(?<not>不|停止|取消|不再)?(?:公开|显示|展示)(?<name>.*)$|^(?<not2>不|停止|取消|不再)?(?:在)?(?:本|这个?)群(?:里)?(?:公开|显示|展示)(?<name2>.*)$/u

/** @returns undefined where nothing is shared or shown */
export async function shareCommand(talk: Talk, text: string): Promise<Step | undefined> {
  const words = text.trim().replace(/[。.！!]+$/u, '')
  if (/^(?:我的)?(?:人员)?编号$|^我的ID$|^my id$/iu.test(words))
    return say(talk, [plain(resultsIn(talk.lang).yourId(talk.projects.personId))])
  const stop = taken.exec(words)
  if (stop?.groups !== undefined)
    return share(talk, stop.groups.name + (stop.groups.after ?? ''), stop.groups.person ?? '', null)
  const start = given.exec(words)
  if (start?.groups !== undefined) {
    const { name = '', after = '', person: other = '', may = '' } = start.groups
    return share(talk, name + after, other, /编辑|改|edit/iu.test(may) ? 'edit' : 'read')
  }
  const told = english.exec(words)
  if (told?.groups !== undefined) {
    const { stop: verb = '', name = '', person: other = '', may = '' } = told.groups
    return share(talk, name, other, /stop|un/iu.test(verb) ? null : /edit/iu.test(may) ? 'edit' : 'read')
  }
  const group = shown.exec(words)
  if (group?.groups === undefined || talk.message.group !== true) return undefined
  const isHidden = (group.groups.not ?? group.groups.not2) !== undefined
  return showHere(talk, group.groups.name ?? group.groups.name2 ?? '', !isHidden)
}

function share(talk: Talk, name: string, other: string, may: 'read' | 'edit' | null): Step {
  const words = resultsIn(talk.lang)
  const known = named(talk, name)
  if (known === undefined) return say(talk, [plain(words.notFound(name.trim()))])
  if (known.access !== 'owner') return say(talk, [plain(words.ownerOnly)])
  const id = other.toLowerCase()
  const reply = plain(may === null ? words.unshared(id) : words.sharedWith(id, words.may[may]))
  return {
    ...say(talk, [reply], undefined, known.record.id),
    changes: { shares: [{ project: known.record.id, person: id, may }] },
  }
}

async function showHere(talk: Talk, name: string, isShown: boolean): Promise<Step> {
  const words = resultsIn(talk.lang)
  const known = named(talk, name)
  if (known === undefined) return say(talk, [plain(words.notFound(name.trim()))])
  if (known.access !== 'owner') return say(talk, [plain(words.ownerOnly)])
  const { record } = known
  const others = record.shownIn.filter((group) => group !== talk.conversation.id)
  const shownIn = isShown ? [...others, talk.conversation.id] : others
  const after = log({ ...record, shownIn }, [changeOf(sourceOf(talk), 'shownIn', record.shownIn, shownIn)])
  const title = record.project.name ?? zh.unnamed
  return keep(talk, after, [plain(isShown ? words.shownHere(title) : words.hiddenHere(title))], null)
}

/** The project named, else the one spoken of last. */
function named(talk: Talk, words: string): KnownProject | undefined {
  const bare = words.replace(/项目|[“”《》「」的\s]/gu, '')
  const { known } = talk.projects
  if (bare === '' || /^(?:它|这个|该)$/u.test(bare))
    return known.find(({ record }) => record.id === talk.conversation.focus)
  return known.find(
    ({ record }) => record.project.name !== undefined && bare.includes(record.project.name.replace(/项目|\s/gu, '')),
  )
}

/** In a group nothing of a project is known but what its owner shows there. */
export function portsIn(conversation: Conversation, message: UserMessage, ports: Ports): Ports {
  const { projects } = ports
  if (projects === undefined || message.group !== true) return ports
  const known = projects.known.filter(({ record }) => record.shownIn.includes(conversation.id))
  return { ...ports, projects: { ...projects, known } }
}
