/** Any card of ours → the card a channel draws. */
import type { Card } from '#dialogs/conversation.ts'
import { type Attachment, renderAnswerCard } from './adaptive-card.ts'
import { renderChecklistCard, renderReviewCard } from './form-card.ts'

/** @param origin our own address, for the links of an answer */
export function renderCard(card: Card, summary: string, origin: string): Attachment {
  switch (card.kind) {
    case 'answer':
      return renderAnswerCard(card, summary, origin)
    case 'review':
      return renderReviewCard(card, summary)
    case 'checklist':
      return renderChecklistCard(card, summary)
  }
}
