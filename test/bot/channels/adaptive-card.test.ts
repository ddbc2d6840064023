import { expect, it } from 'vitest'
import { renderAnswerCard, renderOptionsCard } from '#bot/channels/adaptive-card.ts'
import { readButton } from '#bot/channels/button.ts'
import { card } from '../support/dialog.ts'

const origin = 'http://localhost:3978'
const hair = '\u200a'

it('draws an answer: conclusion, details, quote, validity, next step, links and options', () => {
  expect(renderAnswerCard(card, '需要可行性研究报告', origin)).toEqual({
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: {
      type: 'AdaptiveCard',
      version: '1.5',
      speak: '需要可行性研究报告',
      fallbackText: '需要可行性研究报告',
      body: [
        { type: 'TextBlock', text: '需要编制可行性研究报告。', wrap: true, size: 'medium', weight: 'bolder' },
        { type: 'TextBlock', text: '1. 立项\n2. 评审', wrap: true },
        {
          type: 'Container',
          style: 'emphasis',
          items: [
            {
              type: 'TextBlock',
              text: '[《办法》第六条](http://localhost:3978/measures/jining-htz-2024#article-6)',
              wrap: true,
              weight: 'bolder',
            },
            { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: '投资总额500万元及以上的*项目*' }] },
            { type: 'TextBlock', text: '原文如此', wrap: true, size: 'small', isSubtle: true },
            {
              type: 'RichTextBlock',
              inlines: [{ type: 'TextRun', text: 'Projects of 5 million yuan or more', italic: true }],
            },
          ],
        },
        { type: 'TextBlock', text: '现行有效', wrap: true, color: 'good', size: 'small' },
        { type: 'TextBlock', text: '已于2025-11-23届满', wrap: true, color: 'attention', size: 'small' },
        { type: 'TextBlock', text: '尚未施行', wrap: true, color: 'warning', size: 'small' },
        { type: 'TextBlock', text: `请先完成${hair}**《申报书》**${hair}编制`, wrap: true },
      ],
      actions: [
        { type: 'Action.OpenUrl', title: '看全文', url: 'http://localhost:3978/measures/jining-htz-2024' },
        {
          type: 'Action.Submit',
          title: '限额',
          data: { v: 1, verb: 'limit', args: { yuan: 5_000_000 }, title: '限额' },
        },
      ],
    },
  })
})

it('leaves out what an answer does not have', () => {
  const { next: _next, details: _details, ...rest } = card
  const drawn = renderAnswerCard({ ...rest, quotes: [], validity: [], links: [], options: [] }, '简', origin).content
  expect(drawn).toEqual({
    type: 'AdaptiveCard',
    version: '1.5',
    speak: '简',
    fallbackText: '简',
    body: [expect.objectContaining({ text: card.conclusion })],
  })
})

it('draws votes as small words at the foot of the body, each a button with a name, and none where there are none', () => {
  const payload = { v: 1 as const, verb: 'feedback', args: { answer: 'a', good: true } }
  const { content } = renderAnswerCard({ ...card, votes: [{ title: '👍 有用', payload }] }, '简', origin)
  const { body, actions } = content as { body: readonly object[]; actions: readonly object[] }
  expect(actions).toHaveLength(2)
  expect(body.at(-1)).toEqual({
    type: 'ColumnSet',
    columns: [
      { type: 'Column', width: 'stretch', items: [] },
      {
        type: 'Column',
        width: 'auto',
        minHeight: '28px',
        verticalContentAlignment: 'center',
        items: [{ type: 'TextBlock', text: '👍 有用', wrap: true, size: 'small', isSubtle: true }],
        selectAction: { type: 'Action.Submit', title: '👍 有用', data: { ...payload, title: '👍 有用' } },
      },
    ],
  })
  expect(JSON.stringify(renderAnswerCard({ ...card, votes: [] }, '简', origin))).not.toContain('ColumnSet')
})

it('shows the law’s words exactly, line by line, whatever they look like to markdown', () => {
  const quote = '1. 第一项*重点*\n<b>第二项</b> [三](四)'
  const drawn = renderAnswerCard({ ...card, quotes: [{ place: '第[六]条', quote, path: '/x' }] }, '简', origin)
  expect(JSON.stringify(drawn)).toContain('[第\\\\[六\\\\]条](http://localhost:3978/x)')
  const runs = [...JSON.stringify(drawn).matchAll(/"TextRun","text":("(?:[^"\\]|\\.)*")/g)].map(
    (match) => JSON.parse(match[1] ?? '""') as string,
  )
  expect(runs).toEqual(quote.split('\n'))
})

it('leads a link nowhere but to our own pages', () => {
  const drawn = JSON.stringify(renderOptionsCard(card.options, '选'))
  expect(drawn).toContain('"Action.Submit"')
  expect(() => renderAnswerCard({ ...card, links: [{ title: 'x', path: '//evil.example/' }] }, '简', origin)).toThrow(
    /evil\.example/,
  )
  expect(() =>
    renderAnswerCard({ ...card, links: [{ title: 'x', path: 'javascript:alert(1)' }] }, '简', origin),
  ).toThrow(/javascript/)
})

it('reads a button of ours whatever inputs came along, and nothing else', () => {
  expect(readButton({ v: 1, verb: 'limit', args: { yuan: 5 }, input: 'x' })).toEqual({
    v: 1,
    verb: 'limit',
    args: { yuan: 5 },
  })
  expect(readButton({ v: 1, verb: 'help' })).toEqual({ v: 1, verb: 'help', args: {} })
  for (const value of [
    undefined,
    null,
    'limit',
    7,
    [],
    {},
    { v: 2, verb: 'limit', args: {} },
    { v: 1, verb: '' },
    { v: 1, verb: 'a', args: { deep: {} } },
    { v: 1, verb: 'a', args: { long: 'x'.repeat(4001) } },
  ]) {
    expect(readButton(value)).toBeUndefined()
  }
})
