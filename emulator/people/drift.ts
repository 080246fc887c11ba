// Somebody else at work: one change of one user, as a seed has it. The last super admin stays, and
// so does who made a token, or the run would end for another reason.
import { createRandom, pick } from '../random.ts'
import type { World } from '../world.ts'
import {
  addMember,
  changeMember,
  deactivate,
  logIn,
  reactivate,
  removeMember,
  setSuperAdmin,
} from './changes.ts'
import { actorAtScreen, type Actor } from './trace.ts'
import type { User } from './user.ts'

export function drift(world: World, seed: number): void {
  const random = createRandom(seed + world.requests.total)
  const draw = (below: number) => Math.floor(random() * below)
  const book = world.portal.users
  const makers = new Set(world.tokens.list().map(({ userId }) => userId))
  const members = book.members().filter((user) => !makers.has(user.id))
  if (members.length === 0) return
  const user = members[draw(members.length)]!
  const by = actorAtScreen(world, { ipAddress: `192.0.2.${1 + draw(250)}` })
  const isLast = user.superAdmin && book.superAdmins().length === 1
  const team = pick([...book.teams.keys(), null], draw(book.teams.size + 1))
  const set = pick([...book.permissionSets.keys()], draw(book.permissionSets.size))
  CHANGES[draw(CHANGES.length)]!({ world, by, user, isLast, team, set })
}

type Scene = {
  world: World
  by: Actor
  user: User
  isLast: boolean
  team: string | null
  set: string | undefined
}

const CHANGES: readonly ((scene: Scene) => void)[] = [
  ({ world, by, user, isLast }) => isLast || removeMember(world, by, user),
  ({ world, by, user, isLast }) =>
    user.state === 'deactivated'
      ? reactivate(world, by, user)
      : isLast || deactivate(world, by, user),
  ({ world, by, user, isLast }) => isLast || setSuperAdmin(world, by, user, !user.superAdmin),
  ({ world, by, user, team }) => void changeMember(world, by, user, { primaryTeamId: team }),
  ({ world, by, user, team }) =>
    team === null ||
    void changeMember(world, by, user, { secondaryTeamIds: [...user.secondaryTeamIds, team] }),
  ({ world, by, user, set }) =>
    void changeMember(world, by, user, { roleIds: set === undefined ? [] : [set] }),
  ({ world, by, user, set }) =>
    set === undefined || void changeMember(world, by, user, { roleIds: [...user.roleIds, set] }),
  ({ world, by }) =>
    void addMember(world, by, {
      email: `newcomer-${world.portal.users.version}@our-firm.example`,
      sendWelcomeEmail: true,
    }),
  ({ world, user }) => logIn(world, user, true),
]
