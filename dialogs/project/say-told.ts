/** What was just taken down of a project beside its facts, said back: what is new, and what took the place of what. */

import { projectFields } from '#knowledge/law/filing-sources.ts'
import { formatShort } from '#knowledge/law/money-words.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { type Detail, type DetailName, detailOf, isDetail } from './details.ts'
import type { Field, ProjectRecord } from './record.ts'

type Lang = 'zh' | 'en'

export function sayTold(
  before: ProjectRecord,
  after: ProjectRecord,
  names: readonly (DetailName | Field)[],
  lang: Lang,
): string {
  const colon = lang === 'zh' ? '：' : ': '
  const changed: string[] = []
  const noted: string[] = []
  for (const name of names) {
    const [was, is] = [toldIn(before, name, lang), toldIn(after, name, lang)]
    const label = projectFields[name][lang]
    if (was !== '' && was !== is) changed.push(zh.changed(label, was, is))
    else noted.push(`${label}${colon}${is}`)
  }
  return [...(noted.length === 0 ? [] : [zh.noted(noted.join('；'))]), ...changed].join('')
}

function toldIn({ project }: ProjectRecord, name: DetailName | Field, lang: Lang): string {
  return isDetail(name) ? sayDetail(detailOf(project, name), lang) : (project[name] ?? '')
}

/** `硬件200万元、软件80万元` */
export function sayDetail(value: Detail['value'] | undefined, lang: Lang): string {
  if (value === undefined || typeof value === 'string') return value ?? ''
  const parts = value.map((each) =>
    typeof each === 'string' ? each : `${each.item ?? ''}${each.yuan === undefined ? '' : formatShort(each.yuan)}`,
  )
  return parts.join(lang === 'zh' ? '、' : ', ')
}
