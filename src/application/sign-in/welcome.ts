/**
 * The first passkey through a one-time link. Using a link, making the person where they are the
 * first admin, keeping the passkey and signing in are one transaction: of any number of browsers
 * that hold the link one gets all of it, the others nothing.
 */
import type { Principal } from '../../domain/access/entities.ts'
import { HubwardError } from '../../domain/errors.ts'
import { linkIsOpen, type OneTimeLink } from '../../domain/sign-in/one-time-link.ts'
import { principalRecord } from '../access/record.ts'
import { inChange, recordChange } from '../change.ts'
import { newId, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { insertPasskey } from './add-passkey.ts'
import { demandFewBegun, demandFewFailures, failed } from './attempts.ts'
import { actorOf } from './authenticate.ts'
import { creationOptions, type CreationOptions, type Newcomer } from './ceremony-options.ts'
import { giveChallenge, takeChallenge } from './challenge.ts'
import { linkInvalid } from './link-invalid.ts'
import { activePerson } from './passkey-sign-in.ts'
import type { RegistrationAnswer } from './ports.ts'
import { readRemembered, type Remembered } from './remembered.ts'
import { firstAdminWanted } from './show-session.ts'
import { startSession, type StartedSession } from './start-session.ts'
import type { Visit } from './visit.ts'

export interface OpenedLink {
  readonly link: OneTimeLink
  /** Who is invited; `undefined` for the first admin's. */
  readonly person: Principal | undefined
}

/** Uses nothing up. @throws HubwardError `auth.link_invalid`, `auth.too_many_attempts` */
export async function openLink(
  ctx: Context,
  { visit, token }: { visit: Visit; token: string },
): Promise<OpenedLink> {
  const attempt = { visit, as: ctx.hashKey(token), by: 'link' }
  demandFewFailures(ctx, attempt)
  const link = await ctx.store.read.signIn.links.find(attempt.as)
  const person = link?.principalId ? await activePerson(ctx, link.principalId) : undefined
  const good =
    link &&
    linkIsOpen(link, ctx.world.now()) &&
    (link.purpose === 'invitation' ? person !== undefined : await firstAdminWanted(ctx))
  if (good) return { link, person }
  await failed(ctx, attempt)
  throw linkInvalid()
}

export interface BeginWelcome {
  readonly visit: Visit
  readonly token: string
  /** For the first admin only. */
  readonly person?: { readonly name: string; readonly email: string } | undefined
  readonly organisation?: string | undefined
}

/** @throws HubwardError `auth.link_invalid`; `request.invalid` where the first admin says not who */
export async function beginWelcome(ctx: Context, input: BeginWelcome): Promise<CreationOptions> {
  demandFewBegun(ctx, input.visit)
  const { person } = await openLink(ctx, input)
  const newcomer = person
    ? { principalId: person.id, name: person.name, email: person.email ?? '' }
    : newcomerOf(ctx, input)
  const remembered: Remembered = { ...newcomer, organisation: input.organisation ?? null }
  const challenge = await giveChallenge(ctx, 'welcome', ctx.hashKey(input.token), { ...remembered })
  const existing = await ctx.store.read.signIn.passkeys.list(newcomer.principalId)
  return creationOptions(ctx, challenge, newcomer, existing)
}

function newcomerOf(ctx: Context, { person }: BeginWelcome): Newcomer {
  if (person) return { ...person, principalId: newId(ctx.world, 'member') }
  const message = 'Say who the first admin is: a name and an e-mail address.'
  throw new HubwardError('request.invalid', message, { fields: [{ path: 'person', message }] })
}

export interface CompleteWelcome {
  readonly visit: Visit
  readonly token: string
  readonly answer: RegistrationAnswer
  /** Of the passkey. */
  readonly name: string
}

/** @throws HubwardError `auth.link_invalid`, `auth.sign_in_refused`, `auth.too_many_attempts` */
export async function completeWelcome(
  ctx: Context,
  { visit, token, answer, name }: CompleteWelcome,
): Promise<StartedSession> {
  const linkHash = ctx.hashKey(token)
  const attempt = { visit, as: linkHash, by: 'link' }
  demandFewFailures(ctx, attempt)
  const taken = await takeChallenge(ctx, answer, 'welcome', linkHash)
  const remembered = taken && readRemembered(taken.remembered)
  const credential = taken && (await ctx.signIn.webAuthn.registered(answer, taken.challenge))
  if (!remembered || !credential) throw await failed(ctx, attempt)
  return inChange(ctx, async (tx) => {
    const link = await tx.signIn.links.claim(linkHash, ctx.world.now())
    if (!link) throw linkInvalid()
    const principal = await whoIsWelcome(tx, link, remembered, ctx)
    const started = await startSession(tx, ctx, {
      visit,
      principal,
      way: { kind: 'link', name: link.purpose === 'first_admin' ? 'first admin' : 'invitation' },
      steppedUpAt: ctx.world.now(),
    })
    const own: Context = { ...ctx, actor: actorOf(started, ctx.world.now()) }
    if (link.purpose === 'first_admin') await recordFirstAdmin(tx, own, principal, remembered)
    await insertPasskey(tx, own, principal.id, name, credential)
    return started
  })
}

async function whoIsWelcome(
  tx: Repositories,
  link: OneTimeLink,
  { principalId, name, email }: Remembered,
  ctx: Context,
): Promise<Principal> {
  if (link.purpose === 'invitation') {
    const invited = await tx.principals.get(link.principalId ?? '')
    if (invited?.state !== 'active' || invited.id !== principalId) throw linkInvalid()
    return invited
  }
  // Once there is an admin no link makes a first one: whoever comes second finds it used, or this.
  if ((await tx.principals.lockActiveAdmins()).length > 0) throw linkInvalid()
  const admin: Principal = {
    id: principalId,
    kind: 'member',
    name,
    email: email.toLowerCase(),
    role: 'admin',
    state: 'active',
    createdAt: ctx.world.now(),
  }
  await tx.principals.insert(admin)
  return admin
}

async function recordFirstAdmin(
  tx: Repositories,
  ctx: Context,
  admin: Principal,
  { organisation }: Remembered,
): Promise<void> {
  await recordChange(tx, ctx, {
    action: 'member.create',
    targetKind: 'member',
    targetId: admin.id,
    targetName: admin.email ?? admin.name,
    before: null,
    after: principalRecord(admin),
  })
  const before = await tx.organisation.get()
  if (!before || organisation === null || organisation === before.name) return
  await tx.organisation.save({ ...before, name: organisation })
  await recordChange(tx, ctx, {
    action: 'organisation.update',
    targetKind: 'organisation',
    targetId: before.id,
    targetName: organisation,
    before: { name: before.name },
    after: { name: organisation },
  })
}
