/**
 * What a sender wrote beside the key, and the addresses that they gave: sealed as soon as the
 * submission was opened, shown to who may look at the request, wiped where nothing came of it.
 */
import type { Findings, Intake } from '../../domain/intake/intake.ts'
import { redacted } from '../../domain/redacted.ts'
import type { SealedValue } from '../connection/ports.ts'
import type { Services } from '../context.ts'

export const WORDS_FIELD = 'senderWords'

type Words = Pick<Findings, 'context' | 'links'>

export const sealWords = (
  { vault, store }: Pick<Services, 'vault' | 'store'>,
  intakeId: string,
  { context, links }: Words,
): Promise<SealedValue> =>
  vault.wrap(
    store.read,
    { rowId: intakeId, field: WORDS_FIELD },
    redacted(JSON.stringify({ context, links })),
  )

/** As they are kept in the row of the request. */
export const withoutWords = (findings: Findings): Findings => ({
  ...findings,
  context: '',
  links: [],
})

/** For who looks at it; without them where they were wiped, or cannot be opened. */
export async function withWords(
  services: Pick<Services, 'vault' | 'store' | 'log'>,
  intake: Intake,
): Promise<Intake> {
  const { id, findings } = intake
  const { vault, store, log } = services
  const sealed = findings && (await store.read.intakes.words.get(id))
  if (!sealed) return intake
  try {
    const text = await vault.unwrap(store.read, { rowId: id, field: WORDS_FIELD }, sealed)
    // Written by `sealWords` and by nobody else: the vault opens nothing that was altered.
    const { context, links } = JSON.parse(text.reveal()) as Words
    return { ...intake, findings: { ...findings, context, links } }
  } catch (err) {
    log.error({ err, intake: id }, 'intake: what a sender wrote could not be opened')
    return intake
  }
}
