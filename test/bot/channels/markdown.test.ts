import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeMarkdown, normaliseMarkdown } from '#bot/channels/markdown.ts'

/** The thin space that lets `**` open or close beside Chinese punctuation. */
const hair = '\u200a'

const golden: [name: string, given: string, wanted: string][] = [
  [
    'bold beginning with a title mark after a letter',
    '根据**《条例》第十条**,办理',
    `根据${hair}**《条例》第十条**,办理`,
  ],
  ['bold ending with a title mark before a letter', '**《条例》**规定', `**《条例》**${hair}规定`],
  ['bold in brackets before a letter', '**(1个工作日)**内', `**(1个工作日)**${hair}内`],
  ['bold in quotation marks before a letter', '**“一网通办”**平台', `**“一网通办”**${hair}平台`],
  ['bold on both sides', '按**《办法》**办理', `按${hair}**《办法》**${hair}办理`],
  ['bold with letters on both sides is fine', '须在**十个工作日**内完成', '须在**十个工作日**内完成'],
  ['two bolds in one line', '见**《甲》**和**《乙》**两项', `见${hair}**《甲》**${hair}和${hair}**《乙》**${hair}两项`],
  [
    'a bare address before Chinese punctuation',
    '见https://www.gov.cn/abc。后文',
    '见[https://www.gov.cn/abc](https://www.gov.cn/abc)。后文',
  ],
  [
    'a bare address before a full-width comma and text',
    'https://www.gov.cn/a?b=1,后文',
    '[https://www.gov.cn/a?b=1](https://www.gov.cn/a?b=1),后文',
  ],
  [
    'a bare address at the end of an English sentence',
    'See https://www.gov.cn/abc.',
    'See [https://www.gov.cn/abc](https://www.gov.cn/abc).',
  ],
  ['a link that is one already', '[《办法》](https://www.gov.cn/abc)。', '[《办法》](https://www.gov.cn/abc)。'],
  [
    'a link whose words hold brackets',
    '[第\\[六\\]条](https://www.gov.cn/abc)。',
    '[第\\[六\\]条](https://www.gov.cn/abc)。',
  ],
  ['two lines of text', '第一行\n第二行', '第一行  \n第二行'],
  ['lines with Windows ends', '第一行\r\n第二行', '第一行  \n第二行'],
  ['two paragraphs', '第一段\n\n第二段', '第一段\n\n第二段'],
  ['a list without a blank after the dot', '1.申请表\n2.身份证', '1. 申请表\n2. 身份证'],
  ['a list with 、', '1、申请表\n2、身份证', '1、申请表  \n2、身份证'],
  ['a number with a decimal point', '1.5万元以上', '1.5万元以上'],
  ['a list directly after text', '材料:\n2. 申请表\n3. 身份证', '材料:\n\n2. 申请表\n3. 身份证'],
  ['a bullet list directly after text', '材料:\n- 申请表\n- 身份证', '材料:\n- 申请表\n- 身份证'],
  [
    'a table directly after text',
    '比较如下:\n| 地方 | 限额 |\n| --- | --- |\n| 济宁 | 500万 |',
    '比较如下:\n\n| 地方 | 限额 |\n| --- | --- |\n| 济宁 | 500万 |',
  ],
  ['a heading and its text', '### 结论\n需要评审', '### 结论\n需要评审'],
  ['HTML', '<script>alert(1)</script><img src=x onerror=y>', '&lt;script>alert(1)&lt;/script>&lt;img src=x onerror=y>'],
  ['a comparison is no HTML', '金额 < 500万 且 a<5', '金额 < 500万 且 a<5'],
  ['an image becomes its words', '![流程图](https://example.org/x.png)见下', '流程图见下'],
  [
    'code stays as it is',
    '`**《甲》**乙` 与\n```\n1.申请\n<b>\n```\n后',
    '`**《甲》**乙` 与\n```\n1.申请\n<b>\n```\n后',
  ],
]

describe('markdown as it is shown', () => {
  it.each(golden)('%s', (_name, given, wanted) => {
    expect(normaliseMarkdown(given)).toBe(wanted)
  })

  it.each(golden)('%s: a second time changes nothing', (_name, given) => {
    const once = normaliseMarkdown(given)
    expect(normaliseMarkdown(once)).toBe(once)
  })

  it('takes a number alone on its line for a list item at once', () => {
    const once = normaliseMarkdown('**\n1.\n**')
    expect(normaliseMarkdown(once)).toBe(once)
  })

  it('is the same however often it is normalised, and lets no tag or image through', () => {
    const pieces = fc.constantFrom(
      '**',
      '《',
      '》',
      '项目',
      '1.',
      '1. ',
      '\n',
      '- ',
      '| a |',
      '<b>',
      '![x](y)',
      'https://a.cn/b',
      '。',
      '`',
      '[x](https://a.cn)',
      ' ',
      '# ',
      '```\n',
      '(',
      ')',
      '>',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (list) => {
        const once = normaliseMarkdown(list.join(''))
        expect(normaliseMarkdown(once)).toBe(once)
      }),
      { numRuns: 2000 },
    )
  })
})

it('escapes what markdown would read', () => {
  expect(escapeMarkdown('a*b_[c](d)<e>`f`#g|h~\\')).toBe('a\\*b\\_\\[c\\](d)\\<e\\>\\`f\\`\\#g\\|h\\~\\\\')
})
