/** A form has no place in a chat without cards: the page on which its project is filled in. */
import type { Reply } from '#dialogs/conversation.ts'

/** @returns a path on this server; undefined where the reply holds no form */
export function formPathOf({ card }: Reply): string | undefined {
  const project = card?.kind === 'checklist' ? card.submit.payload.args.project : undefined
  return project === undefined ? undefined : `/?project=${encodeURIComponent(String(project))}`
}

/** The pages that only a card names, as links; those the text leads to already are left out. */
export function pagesOf({ text, card }: Reply): readonly string[] {
  const links = card?.kind === 'answer' ? card.links : []
  return links.filter(({ path }) => !text.includes(`(${path})`)).map(({ title, path }) => `[${title}](${path})`)
}
