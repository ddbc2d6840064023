/** Where a measure divides a project between whoever applies for and uses it and whoever owns it: which is which, and what each must do. */

import type { Facts } from '#knowledge/law/facts.ts'
import type { ArticleRef, Measure } from '#knowledge/law/measure.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { readOrdinalChoice } from './read-answer.ts'

export const roleNames = ['both', 'applicant', 'owner'] as const
export type Role = (typeof roleNames)[number]

/** Which of the two the person's unit is, the name of the other, and the words that told it. */
export interface Roles {
  readonly mine: Role
  readonly other?: string
  readonly said?: string
}

const applies = '项目应用单位负责'
const owns = '项目业主单位负责'

export interface RolesPlace {
  readonly article: ArticleRef
  readonly label: string
  /** The measure's own words on either, without the last full stop. */
  readonly applicant: string
  readonly owner: string
}

/** @returns undefined where the measure knows no such two roles */
export function rolesPlace(measure: Measure): RolesPlace | undefined {
  const article = measure.articles.find(({ text }) => text.includes(applies) && text.includes(owns))
  if (article === undefined) return undefined
  const sentence = (start: string) => article.text.slice(article.text.indexOf(start)).split('。')[0] ?? ''
  return { article: article.ref, label: article.label, applicant: sentence(applies), owner: sentence(owns) }
}

const self = /^(?:我|咱|俺|本|自己|自家|敝)/u
const named = '(?:单位|方)?(?:是|为|叫|由|归|找|：|:)\\s*(?<name>[^，,。；;、！!]{1,30})'
const applicantNamed = new RegExp(`(?:应用|使用|申报)${named}`, 'u')
const ownerNamed = new RegExp(`业主${named}`, 'u')
const both =
  /都是(?:我|咱|俺|本|自己|一家|同一)|(?:同一|一)(?:个|家)?单位|是一家|不分|既是.{0,12}(?:又|也)是|两者都是|两个都是|^都是|自己(?:申报|报|用)[^，。]{0,6}自己/u
const iAmApplicant =
  /(?:我们?|咱们?|俺们?|本)[^，,。；;业]{0,8}(?:是|作为|当|只是)(?:项目)?(?:应用|使用|申报)(?:单位|方)/u
const iAmOwner = /(?:我们?|咱们?|俺们?|本)[^，,。；;用]{0,8}(?:是|作为|当|只是)(?:项目)?业主/u

/** @returns undefined where the words name neither */
export function readRoles(text: string): Roles | undefined {
  const words = text.trim()
  const index = readOrdinalChoice(words, roleNames.length)
  if (index !== undefined) return { mine: roleNames[index] ?? 'both' }
  const applicant = nameIn(applicantNamed, words)
  const owner = nameIn(ownerNamed, words)
  const isApplicant =
    iAmApplicant.test(words) ||
    (applicant !== undefined && self.test(applicant)) ||
    /^(?:项目)?应用(?:单位|方)?$/u.test(words)
  const isOwner =
    iAmOwner.test(words) || (owner !== undefined && self.test(owner)) || /^(?:项目)?业主(?:单位|方)?$/u.test(words)
  if (both.test(words) || (isApplicant && isOwner)) return { mine: 'both' }
  const other = (name: string | undefined) => (name === undefined || self.test(name) ? {} : { other: name })
  if (isApplicant || (owner !== undefined && !isOwner)) return { mine: 'applicant', ...other(owner) }
  if (isOwner || applicant !== undefined) return { mine: 'owner', ...other(applicant) }
  return undefined
}

function nameIn(pattern: RegExp, words: string): string | undefined {
  return pattern
    .exec(words)
    ?.groups?.name?.replace(/(?:吧|的|了|来当|来做)+$/u, '')
    .trim()
}

/** The name of the other unit, told alone. */
export function readOther(text: string): string | undefined {
  const name = text
    .trim()
    .replace(/^(?:(?:项目)?(?:业主|应用|使用|对方)(?:单位|方)?)?(?:是|为|叫|由|：|:)?/u, '')
    .replace(/[。.！!]+$/u, '')
    .trim()
  return name === '' || [...name].length > 30 || self.test(name) ? undefined : name
}

/** The kind of the owner, by its name. */
export function ownerKind(name: string): Facts {
  if (/集团|公司|国资|城投|企业/u.test(name)) return { ownerType: 'state-owned-enterprise' }
  return /(?:局|委|办|厅|政府|法院|检察院|中心|院|馆|站|队|部|会)$/u.test(name) ? { ownerType: 'agency' } : {}
}

/** `本单位是项目应用单位；项目业主单位：市城投集团` */
export function sayRoles({ mine, other }: Roles): string {
  if (mine === 'both') return zh.roles.both
  const [own, theirs] =
    mine === 'applicant' ? [zh.roles.applicant, zh.roles.owner] : [zh.roles.owner, zh.roles.applicant]
  return zh.roles.apart(own, theirs, other ?? zh.roles.unknown)
}

export function isRoles(value: unknown): value is Roles {
  return typeof value === 'object' && value !== null && 'mine' in value && roleNames.some((role) => role === value.mine)
}

/** What each of the two must do, in the measure's words. */
export function dutiesOfRoles(place: RolesPlace, { mine, other }: Roles): string[] {
  const whose = (role: Role) => (mine === 'both' || mine === role ? zh.roles.us : (other ?? zh.roles.notNamed))
  return [zh.roles.does(whose('applicant'), place.applicant), zh.roles.does(whose('owner'), place.owner)]
}

/** Who acts in a stage, with the unit that it is in this project. */
export function actorIn(actor: string, roles: Roles | undefined): string {
  if (roles === undefined) return actor
  const put = (words: string, title: string, role: Role) => {
    const who = roles.mine === 'both' || roles.mine === role ? zh.roles.us : roles.other
    return who === undefined ? words : words.replace(title, `${title}（${who}）`)
  }
  return put(put(actor, zh.roles.applicant, 'applicant'), zh.roles.owner, 'owner')
}
