/** What can be posted to a one-time request: three actions, and none that gives back what was sent. */
import type { z } from 'zod'
import type { Context } from '../../application/context.ts'
import { openIntake } from '../../application/intake/open-intake.ts'
import { showOutcome } from '../../application/intake/show-outcome.ts'
import { submitIntake } from '../../application/intake/submit-intake.ts'
import { describeScope } from '../../domain/access/scope.ts'
import { base64url } from '../../domain/base64url.ts'
import { scopesToTick } from '../../domain/hubspot/scopes-to-tick.ts'
import {
  openRequest,
  outcomeRequest,
  submitRequest,
  type OpenedView,
  type OutcomeView,
  type ReceiptView,
} from './contract/messages.ts'

export interface IntakeAction<S extends z.ZodType> {
  readonly takes: S
  readonly status: 200 | 201
  does(
    ctx: Context,
    from: { readonly id: string; readonly address: string },
    input: z.output<S>,
  ): Promise<unknown>
}

const action = <S extends z.ZodType>(described: IntakeAction<S>): IntakeAction<S> => described

export const ACTIONS = {
  open: action({
    takes: openRequest,
    status: 200,
    async does(ctx, from, { capability }): Promise<OpenedView> {
      const opened = await openIntake(ctx, { ...from, capability: ctx.hashKey(capability) })
      const { intake, keys, organisation } = opened
      return {
        id: intake.id,
        organisation,
        madeByName: intake.madeByName,
        title: intake.title,
        context: intake.context,
        scopes: intake.scopes.map((scope) => ({ scope, description: describeScope(scope) })),
        hubspotScopes: scopesToTick(intake.scopes).toTick,
        wantedLinks: intake.wantedLinks.map(({ label }) => label),
        expectedPortalId: intake.expectedPortalId,
        replaces: intake.replaces !== null,
        expiresAt: intake.expiresAt.toISOString(),
        publicKey: base64url(keys.hpke),
        ageRecipient: keys.ageRecipient,
      }
    },
  }),

  submit: action({
    takes: submitRequest,
    status: 201,
    async does(ctx, from, { capability, sealed, receipt }): Promise<ReceiptView> {
      const hash = ctx.hashKey(capability)
      const made = await submitIntake(ctx, { ...from, capability: hash, sealed, receipt })
      return { ...made, submittedAt: made.submittedAt.toISOString() }
    },
  }),

  outcome: action({
    takes: outcomeRequest,
    status: 200,
    async does(ctx, from, { receiptKey }): Promise<OutcomeView> {
      const outcome = await showOutcome(ctx, { ...from, receipt: ctx.hashKey(receiptKey) })
      return {
        id: outcome.id,
        state: outcome.state,
        checking: outcome.checking,
        title: outcome.title,
        submittedAt: outcome.submittedAt?.toISOString() ?? null,
        sha256: outcome.submissionHash,
        portalId: outcome.portalId,
        missing: outcome.missing,
        key: outcome.key,
        refusal: outcome.refusal,
        decidedAt: outcome.decidedAt?.toISOString() ?? null,
      }
    },
  }),
}
