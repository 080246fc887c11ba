/** A sender without a browser: takes a link apart, seals as the page does, and submits by the verbs. */
import { randomBytes } from 'node:crypto'
import type { Context, Services } from '../../src/application/context.ts'
import {
  createIntake,
  type CreateIntake,
  type CreatedIntake,
} from '../../src/application/intake/create-intake.ts'
import { openIntake } from '../../src/application/intake/open-intake.ts'
import { submitIntake } from '../../src/application/intake/submit-intake.ts'
import { parseIntakeLink, type WholeLink } from '../../src/domain/intake/link.ts'
import { writePayload, type PayloadText } from '../../src/domain/intake/payload.ts'
import { sealPayload } from '../../src/surfaces/intake/contract/seal.ts'

export const REQUEST: CreateIntake = {
  title: 'Deals pipeline',
  context: 'For the website.',
  scopes: ['contacts:read'],
  wantedLinks: [],
  expectedPortalId: null,
  secondPerson: false,
  lifetimeHours: 72,
}

export interface MadeLink extends CreatedIntake {
  readonly link: WholeLink
}

export async function makeLink(ctx: Context, input: Partial<CreateIntake> = {}): Promise<MadeLink> {
  const made = await createIntake(ctx, { ...REQUEST, ...input })
  const link = parseIntakeLink(made.address.reveal())
  if (!link.ok) throw new Error(link.error)
  return { ...made, link: link.value }
}

export const anonymous = (services: Services): Context => ({
  ...services,
  actor: { kind: 'anonymous' },
  door: 'intake',
})

/** A submission of its own, ready to be sent: each has another ciphertext and receipt. */
export async function sealFor(
  ctx: Context,
  { link, intake }: MadeLink,
  payload: PayloadText,
  address = '192.0.2.7',
) {
  const { id, fingerprint } = link
  const capability = ctx.hashKey(link.capability)
  const { keys } = await openIntake(ctx, { id, capability, address })
  const binding = { id, fingerprint, expiresAt: intake.expiresAt }
  const sealed = await sealPayload(keys.hpke, writePayload(payload), binding)
  const receiptKey = randomBytes(32).toString('base64url')
  return { id, capability, address, sealed, receipt: ctx.hashKey(receiptKey), receiptKey }
}

export async function handOver(
  services: Services,
  made: MadeLink,
  payload: PayloadText,
  address?: string,
) {
  const ctx = anonymous(services)
  const submission = await sealFor(ctx, made, payload, address)
  return { ...submission, receipt: await submitIntake(ctx, submission), hash: submission.receipt }
}
