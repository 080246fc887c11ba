/**
 * A source that sees less than before proves nothing about people. Who only dropped out of it is
 * left alone, and what it says of leavers waits until somebody has looked at its configuration.
 */
import { emailKey } from '../../portal-user.ts'
import { TAKES_AWAY } from '../plan.ts'
import type { PlanInput, SourceDescriptor } from '../plan-input.ts'
import { oneItem, onePerson, type Judge } from './facts.ts'

const nameOf = ({ source, id }: SourceDescriptor): string => `${source} ${id}`

export const shrunkenSource: Judge = ({ items, input, userById }) => {
  const faults = faultsOf(input)
  const ofItems = items.flatMap((item) => {
    const fault = faults.get(item.desire.source)
    const leaves = TAKES_AWAY.has(item.act) || item.act === 'flag' || item.act === 'reassign'
    return fault !== undefined && leaves ? [oneItem(item, fault)] : []
  })
  const known = new Set([...userById.values()].map(({ email }) => emailKey(email)))
  return [...ofItems, ...droppedOut(input).filter(({ email }) => known.has(emailKey(email ?? '')))]
}

function faultsOf({ sources, sourcesBefore }: PlanInput): ReadonlyMap<string, string> {
  const faults = new Map<string, string>()
  const now = new Map(sources.map((one) => [nameOf(one), one]))
  for (const one of sources)
    if (one.state !== 'live')
      faults.set(
        one.source,
        `The source "${one.id}" is ${one.state}, so nothing that it says of leavers is done. Mend it, and plan again.`,
      )
  for (const before of sourcesBefore) {
    const covers = now.get(nameOf(before))?.covers ?? []
    const lost = before.covers.filter((cover) => !covers.includes(cover))
    if (lost.length > 0)
      faults.set(
        before.source,
        `The source "${before.id}" no longer covers ${listed(lost)}: that is a change of configuration, and no reason to take access away. If leavers are meant, a second person has to release it.`,
      )
  }
  return faults
}

/** Keys are addresses in a rules file; of other sources the key says nothing to anybody, so it is passed over. */
function droppedOut({ sources, sourcesBefore, desired }: PlanInput) {
  const still = new Set([
    ...sources.flatMap((one) => one.keys.map((key) => `${one.source} ${key}`)),
    ...desired.map(({ source, key }) => `${source} ${key}`),
  ])
  const wantedElsewhere = new Set(desired.map(({ email }) => emailKey(email)))
  return sourcesBefore.flatMap((before) =>
    before.keys
      .filter((key) => !still.has(`${before.source} ${key}`) && !wantedElsewhere.has(emailKey(key)))
      .map((key) =>
        onePerson(
          key,
          `${key} dropped out of the source "${before.id}". That alone takes nothing away: say there that they leave, if they do.`,
        ),
      ),
  )
}

const listed = (words: readonly string[]): string =>
  words.length > 3
    ? `${words.slice(0, 3).join(', ')} and ${words.length - 3} more`
    : words.join(', ')
