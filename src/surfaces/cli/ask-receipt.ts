/** The sender's way to the receipt and the outcome, where an answer was lost or days have passed. */
import { LINK_FAULTS, parseOutcomeLink } from '../../domain/intake/link.ts'
import { outcomeWords, type OutcomeWords } from '../../domain/intake/outcome-words.ts'
import type { OutcomeView } from '../intake/contract/messages.ts'
import { CliFailure, EXIT } from './failure.ts'
import { askDoor } from './intake-door.ts'

export interface AskedReceipt {
  readonly outcome: OutcomeView
  readonly words: OutcomeWords
}

/** @param fetch only tests give another @throws CliFailure */
export async function askReceipt(address: string, fetch = globalThis.fetch): Promise<AskedReceipt> {
  const link = parseOutcomeLink(address)
  if (!link.ok) throw new CliFailure(EXIT.usage, LINK_FAULTS[link.error])
  const { receiptKey } = link.value
  const said = await askDoor<OutcomeView>(fetch, link.value, 'outcome', { receiptKey })
  if (said.ok) return { outcome: said.value, words: outcomeWords(said.value) }
  if (said.code !== 'intake.not_available') throw said.failure
  throw new CliFailure(
    EXIT.failed,
    'Nothing arrived under this address. The link that you were sent works as before, unless its time ran out or somebody else used it: submit again.',
    { details: [`(${said.code})`] },
  )
}
