/** Reviews and decisions in people's words. */
import type { Tone } from '../parts/callout.tsx'
import type { DecisionKind, Kept, Review, ReviewRow } from './types.ts'

export interface Word {
  readonly word: string
  readonly tone: Tone
}

export const STATES: Readonly<Record<Review['state'], Word & { readonly text: string }>> = {
  draft: { word: 'Draft', tone: 'plain', text: 'Nobody is asked yet.' },
  open: { word: 'Open', tone: 'accent', text: 'Reviewers decide, and may decide anew.' },
  closing: {
    word: 'Carrying out',
    tone: 'warn',
    text: 'Decisions are frozen. What they want is planned, applied, and proven by a later reading.',
  },
  closed: { word: 'Closed', tone: 'good', text: 'Every row is covered, every revocation proven.' },
  cancelled: { word: 'Cancelled', tone: 'plain', text: 'It ended without a result.' },
}

export const DECISIONS: Readonly<Record<DecisionKind, Word & { readonly text: string }>> = {
  keep: { word: 'Keep', tone: 'good', text: 'The access is right as it is.' },
  change: { word: 'Change', tone: 'warn', text: 'Stays, with less.' },
  remove: { word: 'Remove', tone: 'bad', text: 'Is to leave the portal.' },
  exception: {
    word: 'Exception',
    tone: 'accent',
    text: 'Stays although it should not, until a day and for a reason.',
  },
}

export const DECISION_NAMES = Object.keys(DECISIONS) as readonly DecisionKind[]

/** How a reviewer came to a row. */
export const ASSIGNED: Readonly<Record<ReviewRow['assignedAs'], string>> = {
  manager: 'as their manager',
  owner: 'as the owner of the connection',
  named: 'as the review names them',
  fallback: 'standing in',
  reassigned: 'to whom it was given',
}

export const reviewerOf = ({ reviewer: { by, person } }: Pick<Review, 'reviewer'>): string =>
  by === 'manager'
    ? 'the manager of each'
    : by === 'owner'
      ? 'the owner of each connection'
      : (person?.name ?? 'one person')

type Parts = Pick<
  ReviewRow,
  'superAdmin' | 'permissionSets' | 'primaryTeam' | 'secondaryTeams' | 'seats'
>

/** What somebody has, piece by piece, and how a decision takes it away. */
export interface Piece {
  readonly key: string
  readonly label: string
}

export function piecesOf({
  superAdmin,
  permissionSets,
  primaryTeam,
  secondaryTeams,
  seats,
}: Parts): readonly Piece[] {
  return [
    ...(superAdmin ? [{ key: 'super_admin', label: 'Super admin' }] : []),
    ...permissionSets.map(({ id, name }) => ({
      key: `set ${id}`,
      label: `Permission set ${name}`,
    })),
    ...(primaryTeam ? [{ key: 'team', label: `Main team ${primaryTeam.name}` }] : []),
    ...secondaryTeams.map(({ id, name }) => ({ key: `team ${id}`, label: `Further team ${name}` })),
    ...seats.map((seat) => ({ key: `seat ${seat}`, label: `Seat ${seat}` })),
  ]
}

/** What is to be instead, of which only the pieces in `kept` stay; what is whole is not named. */
export function changeTo(row: Parts, kept: ReadonlySet<string>) {
  const teams = row.secondaryTeams.filter(({ id }) => kept.has(`team ${id}`))
  const seats = row.seats.filter((seat) => kept.has(`seat ${seat}`))
  const sets = row.permissionSets.filter(({ id }) => kept.has(`set ${id}`))
  return {
    ...(row.superAdmin && !kept.has('super_admin') && { superAdmin: false as const }),
    ...(sets.length < row.permissionSets.length && { permissionSetId: sets[0]?.id ?? null }),
    ...(row.primaryTeam && !kept.has('team') && { primaryTeamId: null }),
    ...(teams.length < row.secondaryTeams.length && {
      secondaryTeamIds: teams.map(({ id }) => id),
    }),
    ...(seats.length < row.seats.length && { seats }),
  }
}

/** HubSpot's API writes one permission set: of several all but one may go. */
export const leavesSeveralSets = (row: Parts, kept: ReadonlySet<string>): boolean => {
  const left = row.permissionSets.filter(({ id }) => kept.has(`set ${id}`)).length
  return left > 1 && left < row.permissionSets.length
}

/** `1 user`, `1,200 users`. */
export const counted = (count: number, one: string): string =>
  `${NUMBER.format(count)} ${one}${count === 1 ? '' : 's'}`
const NUMBER = new Intl.NumberFormat('en')

/** `12 s`, `3 min`; how long a row was open is a sign of how well it was looked at. */
export const secondsText = (seconds: number): string =>
  seconds < 100 ? `${seconds} s` : `${Math.round(seconds / 60)} min`

export const howDecided = ({ bulk, seconds }: Pick<Kept, 'bulk' | 'seconds'>): string =>
  [
    ...(bulk === null ? [] : [`with ${bulk - 1} others by one word`]),
    ...(seconds === null ? [] : [`after ${secondsText(seconds)}`]),
  ].join(', ')
