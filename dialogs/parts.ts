/** A question that asks two things («要不要市里过一遍？钱下来以后又得签个啥») in the parts that ask. */
const breaks =
  /[。？?！!；;，,、\n]+|(?:然后|还有|另外|以及|并且|同时|再就是|顺便|接着)|(?:^|\s)(?:[一二三四]、|[①②③④]|[1-4][.、)）])|,?\s+and\s+(?=what|who|when|how|which|where|can|must|do|does|may|is|are)/giu
const asksZh =
  /吗|么|多久|多少|几|谁|哪|啥|什么|要不要|用不用|能不能|可不可以|行不行|是不是|怎么|咋|呢|何时|何种|何处|是否|还得|得签|须/u
const asksEn = /\b(?:what|who|whom|when|how|which|where|can|must|may|do|does|is|are|should|need)\b/iu
const fewestCharacters = 6
const fewestWords = 4

/** @returns the parts that ask, in order; one or none where the question asks one thing */
export function askingParts(text: string, lang: 'zh' | 'en'): string[] {
  return text
    .split(breaks)
    .map((part) => part.trim())
    .filter((part) =>
      lang === 'zh'
        ? [...part].length >= fewestCharacters && asksZh.test(part)
        : part.split(/\s+/u).length >= fewestWords && asksEn.test(part),
    )
}
