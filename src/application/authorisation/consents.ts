/**
 * The question whether a client may act for a person: shown to whoever is signed in, in the browser
 * in which the client began and in no other, and answered once.
 *
 * The bond to the browser is what keeps an attacker from sending somebody the address of a
 * question that *they* began: the victim would say yes, and the attacker's client would get the
 * victim's access. And only a session can answer, no key: letting in is a person's decision.
 */
import { accessOf, type AccessOf } from '../../domain/access/access-of.ts'
import type { Principal } from '../../domain/access/entities.ts'
import {
  AUTHORISATION_DAYS,
  type Access,
  type Authorisation,
} from '../../domain/authorisation/authorisation.ts'
import { HubwardError } from '../../domain/errors.ts'
import { inChange, recordChange } from '../change.ts'
import { newId, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { demandFresh } from '../sign-in/demand-fresh.ts'
import { demandBrowser } from '../sign-in/demand-person.ts'
import type { ConsentQuestion, ConsentRequest } from './ports.ts'
import { authorisationRecord } from './record.ts'

/** A question as it comes from a browser. */
export interface Asked {
  /** From the page's address. */
  readonly uid: string
  /** The secret in the cookie that the browser got where the client began. */
  readonly browser: string | undefined
}

export interface Consent {
  readonly question: ConsentQuestion
  readonly expiresAt: Date
  /** Nobody here ever let this client in. */
  readonly isNew: boolean
  /** What the person holds today. */
  readonly access: AccessOf
}

/** @throws HubwardError `auth.*`, `consent.not_found`, `consent.other_browser` */
export async function showConsent(ctx: Context, asked: Asked): Promise<Consent> {
  const { principalId } = demandBrowser(ctx)
  const { read } = ctx.store
  const request = open(ctx, await read.consents.get(ctx.hashKey(asked.uid)), asked)
  const picture = await ctx.pictures.current()
  const principal = demandActive(picture.principal(principalId))
  return {
    question: request.question,
    expiresAt: request.expiresAt,
    isNew: !(await read.authorisations.isKnownClient(request.question.client.id)),
    access: accessOf(picture, principal, ctx.world.now()),
  }
}

export interface Answer extends Asked {
  /** `null`: no. */
  readonly access: Access | null
}

/**
 * Answers for good. A yes makes the authorisation; never one for more than was asked for. Letting a
 * client write outlives the session, so it wants a fresh proof as a key does.
 *
 * @throws HubwardError as {@link showConsent}; `request.invalid` for more than was asked for;
 *   `auth.step_up_required`
 */
export async function answerConsent(ctx: Context, input: Answer): Promise<void> {
  const { principalId } = demandBrowser(ctx)
  const uidHash = ctx.hashKey(input.uid)
  if (input.access === 'write') await demandFresh(ctx)
  await inChange(ctx, async (tx) => {
    const { question } = open(ctx, await tx.consents.getForUpdate(uidHash), input)
    const principal = demandActive(await tx.principals.get(principalId))
    const { access } = input
    if (access === 'write' && question.access === 'read')
      throw new HubwardError('request.invalid', 'The client asked to read only.', {
        fields: [{ path: 'access', message: 'The client asked for "read" only.' }],
      })
    const now = ctx.world.now()
    const made = access && (await letIn(tx, ctx, principal, question, access))
    await tx.consents.answer(uidHash, {
      at: now,
      principalId,
      authorisationId: made ? made.id : null,
    })
  })
}

async function letIn(
  tx: Repositories,
  ctx: Context,
  principal: Principal,
  { client, redirectUri, resource }: ConsentQuestion,
  access: Access,
): Promise<Authorisation> {
  const now = ctx.world.now()
  const authorisation: Authorisation = {
    id: newId(ctx.world, 'authorisation'),
    principalId: principal.id,
    client: { id: client.id, name: client.name, host: client.host },
    redirectUri,
    resource,
    access,
    createdAt: now,
    expiresAt: new Date(now.getTime() + AUTHORISATION_DAYS * 24 * 60 * 60_000),
    lastUsedAt: null,
    revokedAt: null,
    endedBecause: null,
  }
  await tx.authorisations.insert(authorisation)
  await recordChange(tx, ctx, {
    action: 'authorisation.create',
    targetKind: 'authorisation',
    targetId: authorisation.id,
    targetName: `${client.name} of ${principal.email ?? principal.name}`,
    before: null,
    after: authorisationRecord(authorisation),
  })
  return authorisation
}

function demandActive(principal: Principal | undefined): Principal {
  if (principal?.state === 'active') return principal
  throw new HubwardError('auth.missing', 'You are no longer a member of this organisation.')
}

function open(ctx: Context, found: ConsentRequest | undefined, asked: Asked): ConsentRequest {
  const now = ctx.world.now()
  if (!found || found.answer || found.expiresAt <= now)
    throw new HubwardError(
      'consent.not_found',
      'This question is no longer open. Go back to the client and connect again.',
    )
  if (asked.browser === undefined || ctx.hashKey(asked.browser) !== found.browserHash)
    throw new HubwardError(
      'consent.other_browser',
      'This question was asked in another browser. If somebody sent you this address, do not use it.',
    )
  return found
}
