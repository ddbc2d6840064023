/** «还有效吗» is asked of the measure; of an approval, an opinion or a contract the measures say nothing. */
import { describe, expect, test } from 'vitest'
import { answerOf } from '../support/answer.ts'

describe('the life of the measure', () => {
  test.each([
    ['zhucheng-2020', '这个文件过期了没', '已过期'],
    ['zhucheng-2020', '现在还有效吗，我们备案要引用', '已过期'],
    ['zhucheng-2020', '我们合同里引的那个办法还管用不', '已过期'],
    ['jining-htz-2024', '有效期到什么时候', '有效'],
    ['jining-htz-2024', '这个规定有没有有效期', '有效'],
    ['jiujiang-2024', '标书里一直引这个数字化项目办法，2027年3月投的标还能拿它当依据不', '已过期'],
  ] as const)('%s: %s', async (measure, question, told) => {
    expect((await answerOf(measure, question)).conclusion.startsWith(told)).toBe(true)
  })
})

describe('the life of something else', () => {
  test.each([
    ['jilin-2020', '批复多久失效'],
    ['jilin-2020', '初步设计批了以后几年不开工就失效'],
    ['jilin-2020', 'How long is the approval valid?'],
    ['jining-htz-2024', '评审意见有效期多久'],
    ['zhucheng-2020', '合同有效期有规定吗'],
  ] as const)('%s is silent: %s', async (measure, question) => {
    expect((await answerOf(measure, question)).kind).toBe('not-covered')
  })

  test('Jiujiang says it of its reserve library, also where the turn before names that', async () => {
    const conclusions = await Promise.all([
      answerOf('jiujiang-2024', '储备库里的项目放几年就失效'),
      answerOf('jiujiang-2024', '那进去以后能管几年呀，会不会过期', ['储备库是个啥，为啥都说项目得先进这个库']),
    ])
    for (const { citations } of conclusions) expect(citations[0]?.article).toBe(11)
  })
})
