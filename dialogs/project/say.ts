/** Facts in words, as they are reviewed and told back. */
import { type FactName, facts as factList } from '#knowledge/law/facts.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { writeDayIn } from '../wording/words-in.ts'
import { writeYuan } from './read-answer.ts'

type Lang = 'zh' | 'en'

/** `总投资：300万元`; a list of rules by their titles */
export function sayFact(name: FactName, value: unknown, measure: Measure | undefined, lang: Lang = 'zh'): string {
  return `${factList[name][lang]}${lang === 'zh' ? '：' : ': '}${sayValue(name, value, measure, lang)}`
}

export function sayValue(name: FactName, value: unknown, measure: Measure | undefined, lang: Lang = 'zh'): string {
  const { unit, options } = factList[name]
  const zh = lang === 'zh'
  if (value === undefined) return zh ? '未填' : 'not told'
  if (unit === 'yuan') return zh ? writeYuan(Number(value)) : `${Number(value).toLocaleString('en-US')} yuan`
  if (unit === 'months') return zh ? `${value}个月` : `${value} months`
  if (unit === 'working-days') return zh ? `${value}个工作日` : `${value} working days`
  if (unit === 'yes-no') return value === true ? (zh ? '是' : 'yes') : zh ? '否' : 'no'
  if (unit === 'day') return writeDayIn(lang)(String(value) as IsoDate)
  if (unit === 'choice') return options?.find((option) => option.value === value)?.[lang] ?? String(value)
  if (unit === 'rules') return sayRules(value, measure, lang)
  return String(value)
}

function sayRules(value: unknown, measure: Measure | undefined, lang: Lang): string {
  const ids = Array.isArray(value) ? value.map(String) : []
  if (ids.length === 0) return lang === 'zh' ? '没有' : 'none'
  return ids
    .map((id) => measure?.rules.find((rule) => rule.id === id)?.title[lang] ?? id)
    .join(lang === 'zh' ? '、' : ', ')
}
