/** What a seed's source wants of a portal: joiners, movers, leavers, and a mistake now and then. */
import type { DirectPortal } from '../../../emulator/index.ts'
import type { DesiredUser } from '../../../src/domain/people/desired-user.ts'
import type { SourceDescriptor } from '../../../src/domain/people/plan/plan-input.ts'
import type { Draw } from './portal.ts'

export function wishesOf(portal: DirectPortal, draw: Draw): readonly DesiredUser[] {
  const members = portal.people.list().filter(({ state }) => state !== 'removed')
  const wishes = members.flatMap((user): DesiredUser[] => {
    const base = wish(draw(4) === 0 ? user.email.toUpperCase() : user.email)
    const directory: DesiredUser = {
      ...base,
      source: 'scim',
      key: `scu_${user.id}`,
      userId: draw(3) === 0 ? null : String(user.id),
    }
    const dice = draw(26)
    // What only the directory says, and what it says beside a rule.
    if (dice >= 20)
      return dice < 22
        ? [{ ...directory, present: false }]
        : dice < 24
          ? [{ ...directory, ...change(portal, draw) }]
          : [
              { ...directory, ...change(portal, draw), present: draw(3) > 0 },
              { ...base, ...change(portal, draw) },
            ]
    if (dice < 3) return [{ ...base, present: false }]
    if (dice < 7) return [{ ...base, ...change(portal, draw) }]
    if (dice === 7) return [base, { ...base, key: `${user.email} again`, present: false }]
    return dice < 13 ? [base] : []
  })
  const joiners = Array.from({ length: draw(4) }, (_, n) => ({
    ...wish(`Joiner-${n}@our-firm.example`),
    ...(draw(2) === 0 && { source: 'scim' as const, key: `scu_joiner_${n}` }),
    firstName: 'Ida',
    ...change(portal, draw),
  }))
  return [...wishes, ...joiners]
}

const wish = (email: string): DesiredUser => ({
  source: 'rules',
  key: email.toLowerCase(),
  userId: null,
  email,
  present: true,
})

function change(portal: DirectPortal, draw: Draw): Partial<DesiredUser> {
  const { permissionSets, teams, seats } = portal.portal.users
  const oneOf = <T>(list: readonly T[]): T | undefined => list[draw(list.length)]
  const set = oneOf([...permissionSets.values()])
  switch (draw(5)) {
    case 0:
      return { primaryTeamId: oneOf([...teams.keys()]) ?? null }
    case 1:
      return { permissionSetId: null, seats: [] }
    case 2:
      return { secondaryTeamIds: [...teams.keys()].slice(0, draw(3)) }
    case 3:
      return { seats: [...seats.keys()].slice(0, draw(2)) }
    default:
      return { permissionSetId: set?.id ?? null, seats: set?.seatName ? [set.seatName] : [] }
  }
}

/** The rules file and the directory as they are configured, now and when a plan was last carried out. */
export function sourcesOf(
  wishes: readonly DesiredUser[],
  draw: Draw,
): { readonly now: readonly SourceDescriptor[]; readonly before: readonly SourceDescriptor[] } {
  const keysOf = (source: DesiredUser['source']) =>
    wishes.flatMap((one) => (one.source === source ? [one.key] : []))
  const rules: SourceDescriptor = {
    source: 'rules',
    id: 'people.yaml',
    state: 'live',
    covers: ['everyone'],
    keys: keysOf('rules'),
  }
  const scim: SourceDescriptor = {
    source: 'scim',
    id: 'scim',
    state: 'live',
    covers: [],
    keys: keysOf('scim'),
  }
  return {
    now: [
      draw(12) === 0 ? { ...rules, state: 'expired' } : rules,
      draw(12) === 0 ? { ...scim, state: 'expired' } : scim,
    ],
    before: [draw(8) === 0 ? { ...rules, covers: ['everyone', 'north'] } : rules, scim],
  }
}
