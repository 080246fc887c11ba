/** Requests for access in people's words. */
import type { Tone } from '../parts/callout.tsx'
import type { AccessRequest, Piece } from './types.ts'

/** A sentence about each comes with the request itself. */
export const STATES: Readonly<
  Record<AccessRequest['state'], { readonly word: string; readonly tone: Tone }>
> = {
  asked: { word: 'Waits for an answer', tone: 'accent' },
  approved: { word: 'Is given next', tone: 'accent' },
  granting: { word: 'Is being given', tone: 'accent' },
  granted: { word: 'Given', tone: 'good' },
  ending: { word: 'Is given back next', tone: 'accent' },
  drifted: { word: 'Somebody changed it', tone: 'warn' },
  refused: { word: 'Refused', tone: 'plain' },
  withdrawn: { word: 'Withdrawn', tone: 'plain' },
  lapsed: { word: 'Lapsed', tone: 'plain' },
  kept: { word: 'Given for good', tone: 'good' },
  ended: { word: 'Over', tone: 'plain' },
}

const PIECES: Readonly<Record<Piece['kind'], string>> = {
  permission_set: 'Permission set',
  main_team: 'Main team',
  team: 'Further team',
  seat: 'Seat',
}

/** `Permission set Sales manager`; what the portal does not have any more goes by its id. */
export const pieceText = ({ kind, id, name }: Piece): string => `${PIECES[kind]} ${name ?? id}`

/** Beside it, before it is given: what goes for it, or that nothing changes. */
export const pieceNote = ({ had, replaces }: Piece): string | null =>
  replaces.length > 0 ? `in the place of ${replaces.join(' and ')}` : had ? 'there already' : null

export const pieceWithNote = (piece: Piece): string =>
  [pieceText(piece), pieceNote(piece)].filter((part) => part !== null).join(', ')

/** `for good`, `for 8 hours`, `for 3 days`: whole days as days. */
export function howLong(hours: number | null): string {
  if (hours === null) return 'for good'
  const [count, unit] = hours % 24 === 0 && hours > 24 ? [hours / 24, 'day'] : [hours, 'hour']
  return `for ${count} ${unit}${count === 1 ? '' : 's'}`
}
