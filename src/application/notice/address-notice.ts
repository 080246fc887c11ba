/**
 * Who gets a notice, by which way and how soon: by role, unless the person chose otherwise, and what
 * the channels that many read are routed. Part of raising it, in the same transaction.
 */
import type { Principal } from '../../domain/access/entities.ts'
import type { NoticeKindSpec } from '../../domain/notice/kinds.ts'
import type { Notice } from '../../domain/notice/notice.ts'
import { digestAt, EMAIL_PACE, type Pace } from '../../domain/notice/pace.ts'
import { MAY, newId, type Services } from '../context.ts'
import type { Repositories } from '../ports.ts'
import type { Choice, Delivery } from './ports.ts'

type Way = Omit<Choice, 'kind'>

const NOTHING: Way = { inApp: false, email: 'off' }

/** What a person gets of a kind when nobody has chosen anything. */
export const byRole = (spec: NoticeKindSpec, role: Principal['role']): Way =>
  spec.audience.includes(role) ? { inApp: true, email: EMAIL_PACE[spec.severity] } : NOTHING

/** Whoever may read the organisation may choose of everything; others only how they get their own. */
export const mayChoose = (spec: NoticeKindSpec, role: Principal['role']): boolean =>
  MAY[role].includes('read') || spec.audience.includes(role)

export async function addressNotice(
  tx: Repositories,
  { world }: Pick<Services, 'world'>,
  { notice, spec, alsoTo }: { notice: Notice; spec: NoticeKindSpec; alsoTo: readonly string[] },
): Promise<void> {
  const [people, choices, channels, routes] = [
    await tx.principals.list(),
    await tx.notices.choices.ofKind(notice.kind),
    (await tx.notices.channels.list()).filter(({ enabled }) => enabled),
    await tx.notices.channels.routes(),
  ]
  const ways = people
    .filter(({ kind, state }) => kind === 'member' && state === 'active')
    .map((person) => ({ person, way: wayOf(spec, person, choices.get(person.id), alsoTo) }))
  await tx.notices.put(
    notice,
    ways.filter(({ way }) => way.inApp).map(({ person }) => person.id),
  )
  const email = channels.find(({ kind }) => kind === 'email')
  if (email)
    for (const { person, way } of ways)
      await send(tx, world, notice, { channelId: email.id, principalId: person.id }, way.email)
  const told = routes.filter(({ kind }) => kind === notice.kind)
  for (const { channelId, pace } of told)
    if (channels.some(({ id }) => id === channelId))
      await send(tx, world, notice, { channelId, principalId: null }, pace)
}

function wayOf(
  spec: NoticeKindSpec,
  { id, role }: Principal,
  choice: Choice | undefined,
  alsoTo: readonly string[],
): Way {
  const asked = alsoTo.includes(id)
  if (choice && (asked || mayChoose(spec, role))) return choice
  return asked ? { inApp: true, email: EMAIL_PACE[spec.severity] } : byRole(spec, role)
}

async function send(
  tx: Repositories,
  world: Services['world'],
  notice: Notice,
  to: Pick<Delivery, 'channelId' | 'principalId'>,
  pace: Pace,
): Promise<void> {
  if (pace === 'off') return
  const delivery: Delivery = {
    ...to,
    id: newId(world, 'notice_delivery'),
    state: 'waiting',
    digestAt: null,
    attempts: 0,
    nextAt: notice.raisedAt,
    failure: null,
    createdAt: notice.raisedAt,
    settledAt: null,
  }
  if (pace === 'immediately') {
    await tx.notices.deliveries.insert(delivery, notice.id)
    await tx.jobs.send('notice.deliver', { deliveryId: delivery.id })
    return
  }
  // One that has just gone out takes no more: then it is the next.
  for (let from = notice.raisedAt; ;) {
    const at = digestAt(pace, from)
    const digest = { ...delivery, digestAt: at, nextAt: at }
    const into = await tx.notices.deliveries.intoDigest(digest, notice.id)
    if (into?.begun)
      await tx.jobs.send('notice.deliver', { deliveryId: into.id }, { startAfter: at })
    if (into) return
    from = at
  }
}
