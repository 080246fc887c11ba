/** What a sender's program and the server say to each other: the page's and the terminal's API. */
import { z } from 'zod'
import { base64url, bytesOfBase64url } from '../../../domain/base64url.ts'
import type { KeyStanding } from '../../../domain/intake/outcome-words.ts'
import type { IntakeState } from '../../../domain/intake/states.ts'

/** 32 bytes, in the one text that there is for them. */
const secret = z.string().refine((text) => {
  const bytes = bytesOfBase64url(text)
  return bytes?.length === 32 && base64url(bytes) === text
}, 'This is no secret of 32 bytes in base64url.')

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'This is no SHA-256 in lower-case hex.')

export const openRequest = z.strictObject({ capability: secret })

export const submitRequest = z.strictObject({
  capability: secret,
  sealed: z.string().transform((text, ctx) => {
    const bytes = bytesOfBase64url(text)
    if (bytes && bytes.length > 0) return bytes
    ctx.addIssue({ code: 'custom', message: 'This is not base64url.' })
    return z.NEVER
  }),
  /** SHA-256 of the sender's own secret, hex. */
  receipt: sha256,
})

export const outcomeRequest = z.strictObject({ receiptKey: secret })

/** What the page shows, and what it needs to seal. */
export interface OpenedView {
  readonly id: string
  readonly organisation: string
  readonly madeByName: string
  readonly title: string
  readonly context: string
  readonly scopes: readonly { readonly scope: string; readonly description: string }[]
  /** The HubSpot scopes to tick: no more than needed. */
  readonly hubspotScopes: readonly string[]
  readonly wantedLinks: readonly string[]
  readonly expectedPortalId: number | null
  /** Whether it is to take the place of a key that they have. */
  readonly replaces: boolean
  /** ISO 8601. */
  readonly expiresAt: string
  /** Base64url. */
  readonly publicKey: string
  readonly ageRecipient: string
}

export interface ReceiptView {
  readonly intakeId: string
  readonly sha256: string
  readonly bytes: number
  readonly submittedAt: string
}

export interface OutcomeView {
  readonly id: string
  readonly state: IntakeState
  /** Of what was submitted: whether HubSpot is still asked about it. */
  readonly checking: boolean
  readonly title: string
  readonly submittedAt: string | null
  readonly sha256: string | null
  readonly portalId: number | null
  /** HubSpot scopes that it lacked when HubSpot was asked, for what was asked for. */
  readonly missing: readonly string[]
  /** Of what was approved, once it is. */
  readonly key: KeyStanding | null
  readonly refusal: { readonly reason: string; readonly message: string } | null
  readonly decidedAt: string | null
}

export interface IntakeProblem {
  readonly error: { readonly code: string; readonly message: string }
}
