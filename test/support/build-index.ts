import { sharedAssistant } from './assistant.ts'

export default async function setup(): Promise<void> {
  await sharedAssistant()
}
