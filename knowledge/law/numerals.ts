const digits = '零一二三四五六七八九'
const roman: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100 }

/** Chinese ordinals as articles and items carry them, 一 to 九十九. @returns undefined where it is none */
export function readOrdinal(text: string): number | undefined {
  const match = /^([一二三四五六七八九]?)(十?)([一二三四五六七八九]?)$/u.exec(text)
  if (match === null || text === '') return undefined
  const [, tens = '', ten = '', ones = ''] = match
  if (ten === '') return tens !== '' && ones === '' ? digits.indexOf(tens) : undefined
  return (tens === '' ? 1 : digits.indexOf(tens)) * 10 + (ones === '' ? 0 : digits.indexOf(ones))
}

/** 18 → 十八, for 1 to 99. */
export function writeOrdinal(number: number): string {
  const tens = Math.floor(number / 10)
  const ones = number % 10
  const head = tens === 0 ? '' : `${tens === 1 ? '' : digits.charAt(tens)}十`
  return head + (ones === 0 ? '' : digits.charAt(ones))
}

/** Roman or Arabic: XIV → 14. @returns undefined where it is neither */
export function readEnglishNumber(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text)
  let total = 0
  for (let i = 0; i < text.length; i++) {
    const value = roman[text.charAt(i)]
    const next = roman[text.charAt(i + 1)] ?? 0
    if (value === undefined) return undefined
    total += value < next ? -value : value
  }
  return total === 0 ? undefined : total
}
