/** What decisions want of a portal, as any other source would say it to a plan. */
import type { DesiredUser } from '../people/desired-user.ts'
import { isRevocation } from './decision.ts'
import type { DecidedRow } from './gaps.ts'

/** `rvw_…:17`: how a plan names the row that wants it. */
const wishKey = (reviewId: string, no: number): string => `${reviewId}:${no}`

export const wishesOf = (reviewId: string, rows: readonly DecidedRow[]): readonly DesiredUser[] =>
  rows.flatMap(({ row, decided }): DesiredUser[] => {
    if (!decided || !isRevocation(decided.decision)) return []
    const { decision } = decided
    const whom = {
      source: 'review',
      key: wishKey(reviewId, row.no),
      userId: row.userId,
      email: row.email,
    } as const
    if (decision.kind !== 'change') return [{ ...whom, present: false }]
    const { superAdmin, permissionSetId, primaryTeamId, secondaryTeamIds, seats } = decision.to
    return [
      {
        ...whom,
        present: true,
        ...(superAdmin === undefined ? {} : { superAdmin }),
        ...(permissionSetId === undefined ? {} : { permissionSetId }),
        ...(primaryTeamId === undefined ? {} : { primaryTeamId }),
        ...(secondaryTeamIds === undefined ? {} : { secondaryTeamIds }),
        ...(seats === undefined ? {} : { seats }),
      },
    ]
  })
