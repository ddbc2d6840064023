/** Numbers of headings as GB/T 9704-2012 has them: 一、（一）1.（1）; under chapters: 第一章, then 一、（一）1. */
import { writeChinese } from '#knowledge/law/chinese-number.ts'

export type Numbering = 'official' | 'chapters' | 'none'

const official: readonly ((number: number) => string)[] = [
  (number) => `${writeChinese(number)}、`,
  (number) => `（${writeChinese(number)}）`,
  (number) => `${number}.`,
  (number) => `（${number}）`,
]
const chapters = [(number: number) => `第${writeChinese(number)}章　`, ...official]

/** @param level from 1 @param number from 1 @throws Error where the nesting is deeper than offices number */
export function headingNumber(numbering: Numbering, level: number, number: number): string {
  if (numbering === 'none') return ''
  const write = (numbering === 'chapters' ? chapters : official)[level - 1]
  if (write === undefined) throw new Error(`headings are not numbered at level ${level}`)
  return write(number)
}
