import { describe, expect, it } from 'vitest'
import { withoutMarkdown, withoutTables, withWholeAddresses } from '#bot/channels/ladder/plain-markdown.ts'

const plain = (text: string): string => withoutMarkdown(text, (words, address) => `${words}<${address}>`)

describe('DL15 the forms that go wrong in Chinese are plain without their marks', () => {
  it.each([
    ['根据**《条例》第十条**,办理', '根据《条例》第十条,办理'],
    ['**《条例》**规定', '《条例》规定'],
    ['**(1个工作日)**内', '(1个工作日)内'],
    ['**“一网通办”**平台', '“一网通办”平台'],
    ['见https://www.gov.cn/abc。后文', '见https://www.gov.cn/abc<https://www.gov.cn/abc>。后文'],
    ['见https://www.gov.cn/abc,后文', '见https://www.gov.cn/abc<https://www.gov.cn/abc>,后文'],
    ['第一行\n第二行', '第一行\n第二行'],
    ['1.申请表\n2.身份证', '1.申请表\n2.身份证'],
    ['1、申请表\n2、身份证', '1、申请表\n2、身份证'],
    ['[《办法》](https://x.example/a)', '《办法》<https://x.example/a>'],
    ['[a\\]b](https://x.example/a)', 'a]b<https://x.example/a>'],
  ])('%j', (markdown, shown) => {
    expect(plain(markdown)).toBe(shown)
  })
})

describe('other marks', () => {
  it.each([
    ['## 结论', '结论'],
    ['> 原文\n> —— [第六条](/m#a)', '▎原文\n▎—— 第六条</m#a>'],
    ['- 甲\n  - 乙', '· 甲\n  · 乙'],
    ['`code`', 'code'],
    ['\\*不是重点\\*', '*不是重点*'],
    ['![图](https://x.example/a.png)', '图'],
    ['3 * 4 * 5', '3 * 4 * 5'],
    ['a\n\n\n\nb', 'a\n\nb'],
    ['**[第六条](/m#a)**', '第六条</m#a>'],
  ])('%j', (markdown, shown) => {
    expect(plain(markdown)).toBe(shown)
  })

  it('a table is a list that says its columns', () => {
    const table = '前\n\n| 地方 | 限额 |\n| --- | ---: |\n| 济宁 | 200万 |\n| 吉林 | a\\|b |\n\n后'
    expect(withoutTables(table)).toBe('前\n\n- 地方：济宁；限额：200万\n- 地方：吉林；限额：a|b\n\n后')
  })
})

describe('addresses of ours', () => {
  it('are whole where people can open them, and words where they cannot', () => {
    const text = '见[第六条](/measures/x#article-6)和[别处](https://x.example)'
    expect(withWholeAddresses(text, 'https://a.example.cn')).toBe(
      '见[第六条](https://a.example.cn/measures/x#article-6)和[别处](https://x.example)',
    )
    expect(withWholeAddresses(text, undefined)).toBe('见第六条和[别处](https://x.example)')
  })
})
