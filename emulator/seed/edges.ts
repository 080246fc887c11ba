// The seeded associations, as arithmetic: record `i` of one type belongs to record `i mod m` of
// another. Both directions can be read off without a list.
import type { Counts } from '../options.ts'

export type SeedEdge = {
  from: string
  to: string
  /** Not more than the records of `to`; 0 for no edge. */
  mod: number
  /** The records of `from`. */
  count: number
}

export function seedEdges(counts: Counts, carTypeId: string): SeedEdge[] {
  const firms = counts.companies
  // The contacts numbered below this are the first of each firm; they own its deals and activities.
  const leads = firms > 0 ? Math.min(firms, counts.contacts) : counts.contacts
  const edge = (from: string, count: number, to: string, mod: number): SeedEdge => ({
    from,
    to,
    mod,
    count,
  })
  const belongsToFirm: [string, number][] = [
    ['0-3', counts.deals],
    ['0-5', counts.tickets],
    ['0-46', counts.notes],
    ['0-48', counts.calls],
    ['0-47', counts.meetings],
    ['0-27', counts.tasks],
    ['0-49', counts.emails],
  ]
  return [
    edge('0-1', counts.contacts, '0-2', firms),
    ...belongsToFirm.flatMap(([from, count]) => [
      edge(from, count, '0-2', firms),
      edge(from, count, '0-1', leads),
    ]),
    edge('0-27', counts.tasks, '0-3', counts.deals),
    edge('0-8', counts.lineItems, '0-3', counts.deals),
    edge('0-14', counts.quotes, '0-3', counts.deals),
    edge(carTypeId, counts.cars, '0-1', counts.contacts),
  ]
}
