/** Tells providers, at each wish of theirs, what a plan holds it up by. What is done a reading says. */
import type { Block, Plan } from '../../../domain/people/plan/plan.ts'
import { emailKey } from '../../../domain/people/portal-user.ts'
import type { Context } from '../../context.ts'
import type { Repositories } from '../../ports.ts'
import type { ScimWishes } from '../../scim/desired-users.ts'
import { noteEffects, type NotedEffect } from '../../scim/settle-effects.ts'

/** Part of keeping a plan. */
export async function tellWishes(
  tx: Repositories,
  { world }: Pick<Context, 'world'>,
  plan: Plan,
  { desired, unclear, written }: ScimWishes,
): Promise<void> {
  if (written.size === 0) return
  await tx.scim.lock(plan.connectionId)
  const held: NotedEffect[] = unclear.map(({ id, reason }) => ({ id, state: 'blocked', reason }))
  const whole = plan.blocks.find(({ on }) => on === 'plan')
  const ofPerson = new Map(
    plan.blocks.flatMap((block): [string, Block][] =>
      block.on === 'person' && block.email !== null ? [[emailKey(block.email), block]] : [],
    ),
  )
  const ofItem = new Map(plan.blocks.map((block) => [block.itemId, block]))
  const items = Map.groupBy(
    plan.items.filter(({ desire }) => desire.source === 'scim'),
    ({ desire }) => desire.key,
  )
  for (const { key: id, email } of desired) {
    const own = items.get(id) ?? []
    const block =
      own.map((item) => ofItem.get(item.id)).find((found) => found !== undefined) ??
      [email, ...own.map((item) => item.email)]
        .map((one) => ofPerson.get(emailKey(one)))
        .find((found) => found !== undefined) ??
      (own.length > 0 ? whole : undefined)
    if (block) held.push({ id, state: 'blocked', reason: block.sentence })
    else {
      const task = own.find(({ act }) => act === 'task')
      const was = written.get(id)?.effect.state
      if (own.length > 0 || was === 'blocked')
        held.push({ id, state: 'pending', reason: task?.reason ?? null })
    }
  }
  await noteEffects(tx, written, held, world.now())
}
