/** Rows and decisions as they are typed. */
import { CliFailure, EXIT } from './failure.ts'

export interface DecideOptions {
  readonly permissionSet?: string
  readonly team?: string
  readonly teams?: string
  readonly seats?: string
  /** False where `--no-super-admin` was given. */
  readonly superAdmin: boolean
  readonly recordsTo?: string
  readonly until?: string
  readonly reason?: string
}

const MOST = 1_000

/** `1,4-9` */
export function numbersOf(text: string): number[] {
  const numbers = text.split(',').flatMap((part) => {
    const [, from, to] = /^\s*(\d{1,7})(?:-(\d{1,7}))?\s*$/.exec(part) ?? []
    const first = Number(from)
    const last = Number(to ?? from)
    if (from === undefined || last < first || last - first >= MOST) throw noRows(text)
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
  if (numbers.length <= MOST) return numbers
  throw noRows(text)
}

const noRows = (text: string): CliFailure =>
  new CliFailure(
    EXIT.usage,
    `"${text}" names no rows. Write their numbers: 3, or 1,4-9; at most ${MOST} at once.`,
  )

const unlessNone = (text: string): string | null => (text === 'none' ? null : text)
const listed = (text: string): string[] =>
  text === 'none' ? [] : text.split(',').map((one) => one.trim())

export function decisionOf(
  kind: 'keep' | 'change' | 'remove' | 'exception',
  options: DecideOptions,
) {
  const { permissionSet, team, teams, seats, superAdmin, recordsTo, until } = options
  const reason = options.reason ?? ''
  demandOnly(kind, options)
  switch (kind) {
    case 'keep':
      return { kind, reason }
    case 'remove':
      return { kind, reason, recordsTo: recordsTo ?? null }
    case 'exception':
      if (until !== undefined) return { kind, reason, until }
      throw new CliFailure(EXIT.usage, 'An exception has an end: --until 2027-01-31.')
    case 'change':
      return {
        kind,
        reason,
        to: {
          ...(!superAdmin && { superAdmin: false as const }),
          ...(permissionSet !== undefined && { permissionSetId: unlessNone(permissionSet) }),
          ...(team !== undefined && { primaryTeamId: unlessNone(team) }),
          ...(teams !== undefined && { secondaryTeamIds: listed(teams) }),
          ...(seats !== undefined && { seats: listed(seats) }),
        },
      }
  }
}

/** An option that says nothing about the decision was meant for another one. */
function demandOnly(kind: string, options: DecideOptions): void {
  const { permissionSet, team, teams, seats, superAdmin, recordsTo, until } = options
  const of = {
    change: [permissionSet, team, teams, seats, superAdmin ? undefined : ''],
    remove: [recordsTo],
    exception: [until],
  }
  for (const [other, given] of Object.entries(of))
    if (other !== kind && given.some((one) => one !== undefined))
      throw new CliFailure(EXIT.usage, `Those options belong to "${other}", not to "${kind}".`)
}
