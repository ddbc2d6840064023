import { en } from './en.ts'
import type { Words } from './words.ts'
import { zh } from './zh.ts'

export function wordsIn(lang: 'zh' | 'en'): Words {
  return lang === 'en' ? en : zh
}
