/** What is told where a document cannot be made: what stands against it, and what would be right. */
import { facts as factList, isFactName } from '#knowledge/law/facts.ts'
import type { FilingOutline } from '#knowledge/law/filing.ts'
import { projectFields } from '#knowledge/law/filing-sources.ts'
import { findMeasure } from '#knowledge/law/load.ts'
import type { Measure } from '#knowledge/law/measure.ts'
import type { InputError } from '#tools/input-error.ts'
import type { Reply } from '../conversation.ts'
import type { Ports } from '../ports.ts'
import { filingWordsIn } from '../wording/filing-words.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { wordsIn } from '../wording/words-in.ts'
import { option, plain } from './ask.ts'
import type { ProjectRecord } from './record.ts'
import { keyOf } from './review.ts'

export function refusedReply(
  error: InputError,
  measure: Measure,
  { title }: Pick<FilingOutline, 'title'>,
  record: ProjectRecord | undefined,
  ports: Ports,
  lang: 'zh' | 'en',
): Reply {
  const words = filingWordsIn(lang)
  const name = title[lang]
  const args = { project: record?.id ?? '' }
  switch (error.code) {
    case 'classified':
      return plain([words.refused(name), wordsIn(lang).classified].join('\n\n'))
    case 'other-measure': {
      const own = findMeasure(ports.law, record?.project.measure ?? '')
      const told = words.otherPlace(name, measure.jurisdiction[lang], own?.jurisdiction[lang] ?? '')
      return plain(told, record === undefined ? [] : [option(words.filings, 'filings', args)])
    }
    case 'contradiction':
    case 'unknown-rule':
      return plain([words.refused(name), words.mendChecklist].join('\n\n'), [
        option(words.checklist, 'edit', { ...args, key: 'checklist' }),
      ])
    default:
      return mendField(error, name, record, lang)
  }
}

/** One field does not fit: which, what would be right, and a way to change it. */
function mendField(error: InputError, title: string, record: ProjectRecord | undefined, lang: 'zh' | 'en'): Reply {
  const words = filingWordsIn(lang)
  const [, part = '', name = ''] = (error.path ?? '').split('.')
  const field = part === 'facts' ? name : `${part}.${name}`
  if (isFactName(field)) {
    const { unit } = factList[field]
    const should =
      unit === 'rules'
        ? words.mendChecklist
        : lang === 'zh'
          ? zh.other[unit === 'working-days' ? 'count' : unit]
          : error.message
    const edit =
      record === undefined
        ? []
        : [option(zh.edit(factList[field].zh), 'edit', { project: record.id, key: keyOf(field) })]
    return plain([words.refused(title), words.mendField(factList[field][lang], should)].join('\n\n'), edit)
  }
  const label = Object.entries(projectFields).find(([each]) => each === field || each === part)?.[1][lang]
  const said = label === undefined ? words.mendOther(error.message) : words.mendField(label, words.shorter)
  return plain([words.refused(title), said].join('\n\n'))
}
