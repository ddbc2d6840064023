/** Whether a condition that is named is denied: «不申请中央预算内资金的项目», «not paid from the central budget». */

const deniedBefore =
  /(?:(?<![是能可要行])(?:不|非|未)(?!超|少|低|高|管|论|同|知|止)|没有?|除了?|\b(?:not|without|no|except|other than|outside)\b|n't\b)[^，,。；;？?.]{0,24}$/iu
const deniedAfter = /^[^，,。；;？?.]{0,6}(?:以外|之外|除外)/u
/** «是不是用…», «有没有用…» ask whether. */
const leftOpen = /(?:是不是|要不要|能不能|可不可以|有没有|用不用|是否|有无|whether|\bif\b)[^，,。；;？?.]{0,24}$/iu

/** @returns false where the words are not there, where they are said plainly, and where it is asked whether they hold */
export function isDenied(text: string, named: RegExp): boolean {
  const match = named.exec(text)
  if (match === null) return false
  const before = text.slice(0, match.index)
  if (leftOpen.test(before)) return false
  return deniedBefore.test(before) || deniedAfter.test(text.slice(match.index + match[0].length))
}
