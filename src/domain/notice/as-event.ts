/**
 * A message as a program gets it, in the form of Standard Webhooks: `type`, `timestamp`, `data`.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
import { saidNotices, type Message } from './message.ts'

export const asEvent = (message: Message, at: Date) => ({
  type: 'hubward.notices',
  timestamp: at.toISOString(),
  data: { notices: saidNotices(message) },
})

/** What is signed: the id and the second are in it, so that neither can be exchanged. */
export const signedContent = (id: string, timestamp: string, body: string): string =>
  `${id}.${timestamp}.${body}`
