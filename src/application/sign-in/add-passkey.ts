/**
 * Adding a passkey to one's own: in a browser only, and stepped up. A first passkey may also be
 * added within five minutes of the sign-in, for people whose provider cannot step them up.
 */
import type { Passkey } from '../../domain/sign-in/ways-in.ts'
import { HubwardError } from '../../domain/errors.ts'
import { recordChange } from '../change.ts'
import { newId, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { personOf } from './authenticate.ts'
import { creationOptions, type CreationOptions } from './ceremony-options.ts'
import { giveChallenge, takeChallenge } from './challenge.ts'
import { demandFresh } from './demand-fresh.ts'
import { demandBrowser } from './demand-person.ts'
import type { NewCredential, RegistrationAnswer } from './ports.ts'
import { passkeyRecord } from './record.ts'

/** @throws HubwardError `auth.browser_needed`, `auth.step_up_required` */
export async function beginAddPasskey(ctx: Context): Promise<CreationOptions> {
  const person = demandBrowser(ctx)
  const existing = await ctx.store.read.signIn.passkeys.list(person.principalId)
  await demandFresh(ctx)
  const challenge = await giveChallenge(ctx, 'add_passkey', person.means.id)
  const { principalId, principalName: name } = person
  const email = (await personOf(ctx, principalId))?.email ?? name
  return creationOptions(ctx, challenge, { principalId, name, email }, existing)
}

/** @throws HubwardError `auth.sign_in_refused`, `resource.conflict` */
export async function addPasskey(
  ctx: Context,
  { answer, name }: { answer: RegistrationAnswer; name: string },
): Promise<Passkey> {
  const person = demandBrowser(ctx)
  const taken = await takeChallenge(ctx, answer, 'add_passkey', person.means.id)
  const credential = taken && (await ctx.signIn.webAuthn.registered(answer, taken.challenge))
  if (!credential) throw notKept()
  return ctx.store.aside((tx) => insertPasskey(tx, ctx, person.principalId, name, credential))
}

/** Within a transaction; the caller has verified the credential. */
export async function insertPasskey(
  tx: Repositories,
  ctx: Context,
  principalId: string,
  name: string,
  credential: NewCredential,
): Promise<Passkey> {
  const passkey: Passkey = {
    ...credential,
    id: newId(ctx.world, 'passkey'),
    principalId,
    name,
    createdAt: ctx.world.now(),
    usedAt: null,
  }
  await tx.signIn.passkeys.insert(passkey)
  const owner = await tx.principals.get(principalId)
  await recordChange(tx, ctx, {
    action: 'passkey.create',
    targetKind: 'passkey',
    targetId: passkey.id,
    targetName: `${name} of ${owner?.email ?? principalId}`,
    before: null,
    after: passkeyRecord(passkey),
  })
  return passkey
}

export const notKept = (): HubwardError =>
  new HubwardError(
    'auth.sign_in_refused',
    'The passkey could not be verified, so it was not kept. Begin again.',
  )
