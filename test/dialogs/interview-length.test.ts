/** A clerk answers few questions: what decides is asked, nothing else, and nothing twice. */
import { expect, it } from 'vitest'
import { facts as factList, isFactName } from '#knowledge/law/facts.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { Talk } from '../support/talk.ts'

const assistant = await sharedAssistant()
const opening = '我们局想建一个300万的视频会议系统'

/** Answers every question with its first option, or a sum; a list with «none». @returns the questions, in order */
async function questionsOf(place: string, first: string): Promise<string[]> {
  const talk = new Talk(assistant, { today: '2026-05-11' as IsoDate, place })
  const asked: string[] = []
  await talk.say(first)
  for (let i = 0; i < 30; i++) {
    const key = talk.project()?.interview.asking
    if (key === undefined || key === 'review') return asked
    asked.push(key)
    await answer(talk, key)
  }
  throw new Error(`the interview does not end: ${asked.join(', ')}`)
}

async function answer(talk: Talk, key: string): Promise<void> {
  const name = key.startsWith('fact:') ? key.slice(5) : ''
  const options = talk.options().filter((option) => option.payload.verb === 'project-answer')
  const isCity = key === 'fact:level' && talk.person.measure === 'jiujiang-2024'
  const own = key === 'fact:classified' || isCity ? options[1] : options[0]
  if (own !== undefined) await talk.pressPayload(own.payload)
  else if (key === 'name') await talk.say('视频会议系统')
  else if (isFactName(name) && factList[name].unit === 'yuan') await talk.say('20万')
  else if (isFactName(name) && factList[name].unit === 'months') await talk.say('12个月')
  else await talk.say('都没有')
}

it.each([
  ['jining-htz-2024', opening, 7],
  ['zhucheng-2020', opening, 2],
  ['jiujiang-2024', opening, 7],
  ['jilin-2020', opening, 6],
  ['jilin-2020', '我要申报项目', 7],
  ['jining-htz-2024', '我要申报项目', 9],
  // One more than elsewhere: which of the two units applies and which owns (第六条).
  ['jiujiang-2024', '我要申报项目', 10],
])('%s, «%s»: at most %i questions before the review', async (place, first, most) => {
  const asked = await questionsOf(place, first)
  expect(asked.length).toBeLessThanOrEqual(most)
  expect(new Set(asked).size).toBe(asked.length)
})
