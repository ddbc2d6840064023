/** «残联想建个服务平台» is answered as a question of policy; that it may be declared at once is offered beside. */
import type { Step, UserMessage } from '../conversation.ts'
import type { Ports } from '../ports.ts'
import { projectZh as zh } from '../wording/project-zh.ts'
import { option, plain } from './ask.ts'
import { mayWishToDeclare } from './asking.ts'

/** The step as it is where nothing of the kind was said, or no projects are kept. */
export function withDeclarationOffered(step: Step, { text }: UserMessage, { projects }: Ports): Step {
  if (projects === undefined || !mayWishToDeclare(text)) return step
  const offer = plain(zh.mayDeclare, [option(zh.declareThis, 'declare', { words: text })])
  return { ...step, replies: [...step.replies, offer] }
}
