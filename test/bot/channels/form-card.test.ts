/** Reviews and checklists as Adaptive Cards, and what they send back. */
import { expect, it } from 'vitest'
import { readButton } from '#bot/channels/button.ts'
import { renderCard } from '#bot/channels/render-card.ts'
import type { ChecklistCard, ReviewCard } from '#dialogs/conversation.ts'

const option = (title: string, verb: string) => ({ title, payload: { v: 1 as const, verb, args: { project: 'p1' } } })
const content = (card: ReviewCard | ChecklistCard) =>
  renderCard(card, '一句话', 'http://localhost:3978').content as {
    body: Record<string, unknown>[]
    actions: { title: string; data: unknown }[]
    speak: string
  }

const checklist: ChecklistCard = {
  kind: 'checklist',
  title: '清单',
  lists: [
    {
      id: 'in.duties',
      title: '已做到',
      items: [
        { id: 'a.one', title: '一', ticked: true },
        { id: 'a.two', title: '二', ticked: false },
      ],
    },
  ],
  numbers: [{ id: 'in.count.vendorQuotes', title: '报价数', value: 3 }],
  submit: option('提交', 'project-submit'),
  options: [option('都没有', 'project-none')],
}

it('a checklist has its ticks, its numbers and the buttons below', () => {
  const { body, actions, speak } = content(checklist)
  expect(speak).toBe('一句话')
  expect(body[1]).toMatchObject({
    type: 'Input.ChoiceSet',
    id: 'in.duties',
    isMultiSelect: true,
    value: 'a.one',
    label: '已做到',
  })
  expect(body[2]).toMatchObject({ type: 'Input.Number', id: 'in.count.vendorQuotes', value: 3 })
  expect(actions.map((action) => action.title)).toEqual(['提交', '都没有'])
})

it('what was ticked and filled in comes back with the button, whatever else a client adds', () => {
  const { actions } = content(checklist)
  const sent = {
    ...(actions[0]?.data as object),
    'in.duties': 'a.one,a.two',
    'in.count.vendorQuotes': 3,
    'in.evil': { a: 1 },
    other: 'x',
  }
  expect(readButton(sent)).toEqual({
    v: 1,
    verb: 'project-submit',
    args: { project: 'p1', 'in.duties': 'a.one,a.two', 'in.count.vendorQuotes': 3 },
  })
})

it('a review has a row for each thing known, with where it came from and a way to change it', () => {
  const review: ReviewCard = {
    kind: 'review',
    title: '请核对',
    rows: [
      { label: '总投资', value: '300万元', origin: '您说的：“300万”', edit: option('改总投资', 'project-edit') },
      { label: '名称', value: '系统' },
    ],
    notes: ['另有1项没有填'],
    options: [option('确认无误', 'project-confirm')],
  }
  const text = JSON.stringify(content(review))
  for (const words of ['总投资', '300万元', '您说的', '改总投资', '另有1项没有填', '确认无误'])
    expect(text).toContain(words)
  expect(content(review).actions).toHaveLength(1)
})
