/** A project's name with signs that cannot be seen: shown, kept and written without them. */
import { expect, it } from 'vitest'
import type { IsoDate } from '#knowledge/law/units.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { Talk } from '../support/talk.ts'

const today = '2026-11-24' as IsoDate
const unseen = /(?![\n\t])[\p{Cc}\p{Cf}]/u

it.each([
  ['turned round', '智慧\u202e务政\u202c平台'],
  ['with tags', '智慧政务\u{e0041}\u{e0042}平台'],
  ['with signs without width', '智慧\u200b政务\u2060平台\ufeff'],
  ['with control characters', '智慧\u0007政务\u001b[31m平台'],
])('a name %s is plain in the talk, in the record and in everything that was said', async (_what, name) => {
  const talk = new Talk(await sharedAssistant(), { today, place: 'jining-htz-2024' })
  await talk.say(`我要申报一个项目，名称叫${name}，总投资300万元`)
  const said = [talk.texts()]
  for (const words of [`项目名称改为${name}`, '看看已填的']) {
    await talk.say(words)
    said.push(talk.texts())
  }
  expect(said.join('\n')).not.toMatch(unseen)
  const kept = talk.project()
  expect(kept?.project.name).toBeDefined()
  expect(JSON.stringify([kept, talk.conversation])).not.toMatch(unseen)
})

it('a name written as a link is no link where it is shown again', async () => {
  const talk = new Talk(await sharedAssistant(), { today, place: 'jining-htz-2024' })
  await talk.say('我要申报一个项目，总投资300万元')
  await talk.say('项目名称改为[点这里](https://evil.example)')
  expect(talk.texts()).not.toMatch(/\]\(/u)
})
