/** «竣工验收要交哪些材料»: after the measure's answer, the documents of the project spoken of with their state. */
import type { Step, UserMessage } from '../conversation.ts'
import { placesNamed } from '../places.ts'
import type { Ports } from '../ports.ts'
import { filingWordsIn } from '../wording/filing-words.ts'
import { option, plain } from './ask.ts'
import { filingsAbout } from './filing-several.ts'
import { filingsOf, lineOf } from './filings.ts'
import { measureOf } from './questions.ts'
import { projectSpokenOf } from './spoken-of.ts'

const asks =
  /^(?:请问|我们?的?|这个|该|本|项目)*(?<stage>[^，。？?]{2,10}?)(?:的时候|时|阶段|前)?(?:都|还)?(?:需要|要|得|应该?|须)?(?:准备|提交|交|报送?|提供)(?:什么|哪些|啥)(?:申报)?(?:材料|文件|文档|资料|东西)/u

/** The step as it is where nothing of the kind was asked, or no project is spoken of. */
export async function withStageFilings(
  step: Step,
  message: UserMessage,
  lang: 'zh' | 'en',
  ports: Ports,
): Promise<Step> {
  const stage = asks.exec(message.text.trim())?.groups?.stage
  if (stage === undefined || ports.projects === undefined) return step
  const known = projectSpokenOf({ conversation: step.conversation, message, lang, ports, projects: ports.projects })
  const measure = known === undefined ? undefined : measureOf(known.record, ports.law)
  if (known === undefined || measure === undefined) return step
  const named = placesNamed(ports.law, message.text)
  if (named.some((place) => place !== measure.id)) return step
  const wanted = new Set(filingsAbout(stage, measure.filings).map(({ id }) => id))
  const listed = (await filingsOf(known.record, measure, ports, lang)).filter(({ filing }) => wanted.has(filing))
  if (listed.length === 0) return step
  const words = filingWordsIn(lang)
  const lines = listed.map((each) => `${lineOf(each, lang)}${words.dueState(each.due)}`)
  const project = known.record.id
  const single = listed.map(({ filing, title }) => option(words.make(title), 'filing', { project, filing }))
  const all = option(words.all(listed.length), 'filing', {
    project,
    filing: listed.map(({ filing }) => filing).join(','),
  })
  const reply = plain(
    [words.stageList(stage), lines.join('\n')].join('\n\n'),
    listed.length > 1 ? [...single, all] : single,
  )
  return { ...step, replies: [...step.replies, reply] }
}
