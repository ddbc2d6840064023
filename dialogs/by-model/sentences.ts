/** A draft in sentences as it comes: each with the handles it names. */

/** A sentence ends at its mark, with the handles that follow the mark. */
const ended = /^[\s\S]*?(?:[。！？!?；;\n]|\.(?=\s|\[|【))+["”」』）)]*(?:\s*[[【][^\]】\n]{1,20}[\]】])*/u

/** Cuts whole sentences off the front. @param isLast the rest is a sentence too */
export function cutSentences(text: string, isLast: boolean): { whole: string[]; rest: string } {
  const whole: string[] = []
  let rest = text
  for (let match = ended.exec(rest); match !== null; match = ended.exec(rest)) {
    const after = rest.slice(match[0].length)
    // What comes next may still be its handle.
    if (!isLast && /^\s*(?:$|[[【])/u.test(after)) break
    whole.push(match[0])
    rest = after
  }
  if (isLast && rest.trim() !== '') return { whole: [...whole, rest].filter(says), rest: '' }
  return { whole: whole.filter(says), rest }
}

function says(sentence: string): boolean {
  return /[\p{L}\p{N}]/u.test(sentence)
}

const named = /[[【]\s*(\d+(?:\s*[,，、]\s*\d+)*)\s*[\]】]/gu
const valued = /[{[【]\s*(\d+)([a-z])\s*[}\]】]/gu

export interface Marked {
  /** The words with the handles taken out and values put in. */
  readonly words: string
  readonly cites: readonly number[]
  /** Values that no source has. */
  readonly unknown: readonly string[]
}

export function readMarks(sentence: string, values: ReadonlyMap<string, string>): Marked {
  const cites: number[] = []
  const unknown: string[] = []
  const words = sentence
    .replace(valued, (_all, id: string, letter: string) => {
      cites.push(Number(id))
      const value = values.get(id + letter)
      if (value === undefined) unknown.push(id + letter)
      return value ?? ''
    })
    .replace(named, (_all, ids: string) => {
      cites.push(...ids.split(/[,，、]/u).map(Number))
      return ''
    })
  return { words: words.replace(/\s+(?=[。！？!?；;，,.])/gu, '').trim(), cites: [...new Set(cites)], unknown }
}
