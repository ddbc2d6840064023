/** What is told of a project in lists and under names of its own: parties, the person in charge, contents, budget lines. */
import type { Project } from '#tools/project.ts'
import { changeOf, log, type ProjectRecord, type Source } from './record.ts'

export type BudgetLine = NonNullable<Project['budget']>[number]

const lineDetails = ['owner.name', 'owner.title', 'parties.builder', 'parties.supplier', 'parties.supervisor'] as const
type LineDetail = (typeof lineDetails)[number]

export type Detail =
  | { readonly name: LineDetail; readonly value: string }
  | { readonly name: 'contents'; readonly value: readonly string[] }
  | { readonly name: 'budget'; readonly value: readonly BudgetLine[] }
export type DetailName = Detail['name']

export function isDetail(name: string): name is DetailName {
  return name === 'contents' || name === 'budget' || lineDetails.some((each) => each === name)
}

export function detailOf({ owner, parties, contents, budget }: Project, name: DetailName): Detail['value'] | undefined {
  switch (name) {
    case 'owner.name':
      return owner?.name
    case 'owner.title':
      return owner?.title
    case 'parties.builder':
      return parties?.builder
    case 'parties.supplier':
      return parties?.supplier
    case 'parties.supervisor':
      return parties?.supervisor
    case 'contents':
      return contents
    case 'budget':
      return budget
  }
}

/** What is told takes the place of what was told before; the same again changes nothing. */
export function tellDetail(record: ProjectRecord, detail: Detail, source: Source): ProjectRecord {
  const before = detailOf(record.project, detail.name)
  if (JSON.stringify(before) === JSON.stringify(detail.value)) return record
  const [part = ''] = detail.name.split('.')
  const origin = {
    from: source.from,
    at: source.at,
    ...(source.words === '' ? {} : { message: clipped(source.words) }),
  }
  const project: Project = {
    ...record.project,
    ...partOf(record.project, detail),
    origins: { ...record.project.origins, [part]: origin },
  }
  return log({ ...record, project }, [changeOf(source, detail.name, before, detail.value)])
}

function partOf(project: Project, detail: Detail): Partial<Project> {
  if (detail.name === 'contents') return { contents: [...detail.value] }
  if (detail.name === 'budget') return { budget: [...detail.value] }
  const [part, key = ''] = detail.name.split('.')
  return part === 'owner'
    ? { owner: { ...project.owner, [key]: detail.value } }
    : { parties: { ...project.parties, [key]: detail.value } }
}

function clipped(words: string): string {
  const characters = [...words.trim()]
  return characters.length <= 120 ? characters.join('') : `${characters.slice(0, 119).join('')}…`
}
