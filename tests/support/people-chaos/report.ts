/** What a seed's story came to. */

export interface BadDayReport {
  readonly seed: number
  readonly wronglyRemoved: readonly string[]
  readonly breaches: readonly string[]
  readonly doubleCreates: number
  readonly secondInvitations: number
  /** Users who are not as wanted, and of whom the next plan says nothing. */
  readonly unnoticed: readonly string[]
  readonly counts: Readonly<Record<CountName, number>>
}

export const COUNT_NAMES = [
  'plans',
  'refused',
  'unsealed',
  'writes',
  'removals',
  'done',
  'notDone',
  'kills',
  'stops',
  'overtaken',
  'elevations',
] as const
export type CountName = (typeof COUNT_NAMES)[number]

/** In words; none where every promise was kept. */
export const brokenPromises = (report: BadDayReport): readonly string[] => [
  ...report.wronglyRemoved.map((what) => `removed: ${what}`),
  ...report.breaches,
  ...report.unnoticed.map((email) => `unnoticed: ${email}`),
  ...(report.doubleCreates > 0 ? ['created twice'] : []),
  ...(report.secondInvitations > 0 ? ['invited twice'] : []),
]
