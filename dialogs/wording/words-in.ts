import type { IsoDate } from '#knowledge/law/units.ts'
import { en, writeDay as writeDayEn } from './en.ts'
import type { Words } from './words.ts'
import { writeDay as writeDayZh, zh } from './zh.ts'

export function wordsIn(lang: 'zh' | 'en'): Words {
  return lang === 'en' ? en : zh
}

/** 2026年10月9日, 9 October 2026 */
export function writeDayIn(lang: 'zh' | 'en'): (day: IsoDate) => string {
  return lang === 'en' ? writeDayEn : writeDayZh
}
