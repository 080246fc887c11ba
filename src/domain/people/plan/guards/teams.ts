/**
 * A team that more than half of its people would leave at once, for no other: a Group that was unlinked
 * or lost its members on the way looks just like that, and in HubSpot a team decides what people see.
 */
import { idSet } from '../../portal-user.ts'
import type { AccessState } from '../access-state.ts'
import type { PlanItem } from '../plan.ts'
import { oneItem, type Judge } from './facts.ts'

/** So many always pass: a small team changes as a whole. */
const FEW = 3

type TeamsOf = Pick<AccessState, 'primaryTeamId' | 'secondaryTeamIds'>

const teamsOf = ({ primaryTeamId, secondaryTeamIds }: TeamsOf): readonly string[] =>
  idSet([...(primaryTeamId === null ? [] : [primaryTeamId]), ...secondaryTeamIds])

export const emptiedTeam: Judge = ({ items, snapshot, input, userById }) => {
  const left = Map.groupBy(
    items.flatMap((item) => leftTeams(item).map((team) => ({ item, team }))),
    ({ team }) => team,
  )
  const members = new Map<string, number>()
  for (const user of userById.values())
    for (const team of teamsOf(user)) members.set(team, (members.get(team) ?? 0) + 1)
  const byItself = input.byItself ? ' By itself that is not done.' : ''
  const found = new Map<string, ReturnType<typeof oneItem>>()
  for (const [team, leaving] of left) {
    const had = members.get(team) ?? 0
    if (leaving.length <= FEW || leaving.length * 2 <= had) continue
    const name = snapshot?.teams.find(({ id }) => id === team)?.name ?? team
    const sentence = `${leaving.length} of ${had} people of the team "${name}" would leave it, for no other team.${byItself} If its Group was deleted or emptied by mistake, mend it there; if it is meant, a second person has to release it.`
    for (const { item } of leaving) found.set(item.id, oneItem(item, sentence))
  }
  return [...found.values()]
}

/** Of who changes: who leaves the portal is counted elsewhere, and what goes back was there before. */
function leftTeams({ act, before, after }: PlanItem): readonly string[] {
  if (act !== 'change' || !before || !after) return []
  const [had, has] = [teamsOf(before), teamsOf(after)]
  if (has.some((team) => !had.includes(team))) return []
  return had.filter((team) => !has.includes(team))
}
