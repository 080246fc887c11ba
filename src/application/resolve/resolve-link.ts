/**
 * What a pasted link means in a portal that is connected: whether it is that portal’s, whether the
 * thing is there, what it is called, and who may read it. The link is parsed, never followed; what
 * is asked is asked of HubSpot’s API, metered and recorded. Definitions are read with the
 * connection’s credential, records and content only as far as the asker’s groups grant.
 */
import type { Connection } from '../../domain/connection/connection.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { HubSpotLink } from '../../domain/hubspot/links/link.ts'
import { parseLink } from '../../domain/hubspot/links/parse-link.ts'
import { findConnection } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import { lookUp, type LookedUp } from './look-up.ts'
import { rightsOn, type Rights } from './rights.ts'

export interface ResolveInput {
  /** As pasted: an address, an object type id, a custom object’s qualified name. */
  readonly link: string
  /** Id or name; else the connection of the portal that the link names. */
  readonly connection?: string | undefined
}

export interface Resolution {
  readonly link: HubSpotLink
  /** `null` where none was named and none, or more than one, is of the link’s portal. */
  readonly connection: Connection | null
  /** Whether the link is of the connection’s portal; `unsaid` where the link names none. */
  readonly portal: 'same' | 'other' | 'unsaid'
  readonly found: LookedUp
  /** Which Hubward scope reads it, and who has that; `null` where no scope does. */
  readonly rights: Rights | null
  /** What the reader should know or do, in sentences. */
  readonly notes: readonly string[]
}

/** @throws HubwardError `link.unreadable` with what was seen and what is needed */
export async function resolveLink(ctx: Context, input: ResolveInput): Promise<Resolution> {
  authorise(ctx, 'operate', 'resolve')
  const parsed = parseLink(input.link)
  if (!parsed.ok) {
    const { reason, saw, needs } = parsed.error
    throw new HubwardError('link.unreadable', saw === '' ? needs : `Seen: ${saw}. ${needs}`, {
      facts: { reason, saw },
    })
  }
  const link = parsed.value
  const { connection, note } = await connectionFor(ctx, link, input.connection)
  if (!connection)
    return {
      link,
      connection,
      portal: 'unsaid',
      found: UNKNOWN,
      rights: null,
      notes: [...link.notes, note],
    }
  const portal =
    link.portalId === null ? 'unsaid' : link.portalId === connection.portalId ? 'same' : 'other'
  const rights = await rightsOn(ctx, connection, link)
  if (portal === 'other')
    return {
      link,
      connection,
      portal,
      found: { ...UNKNOWN, why: 'It was not looked up, because it is of another portal.' },
      rights: null,
      notes: [...link.notes, otherPortal(link, connection)],
    }
  const found = await lookUp(ctx, connection, link, rights)
  return {
    link,
    connection,
    portal,
    found,
    rights,
    notes: [...link.notes, ...doubts(link, connection)],
  }
}

const UNKNOWN: LookedUp = {
  state: 'not_looked_up',
  name: null,
  apiId: null,
  why: 'It was not looked up, because no connection was asked.',
}

interface Chosen {
  readonly connection: Connection | null
  readonly note: string
}

/** The one that was named, or the only one of the link’s portal. Never a guess. */
async function connectionFor(
  ctx: Context,
  { portalId }: HubSpotLink,
  named: string | undefined,
): Promise<Chosen> {
  if (named !== undefined)
    return { connection: await findConnection(ctx.store.read, named), note: '' }
  const live = (await ctx.store.read.connections.list()).filter(
    ({ state }) => state !== 'disconnected',
  )
  const names = (of: readonly Connection[]) => of.map(({ name }) => name).join(', ')
  if (portalId === null)
    return {
      connection: null,
      note: `The link names no portal. Say which connection it belongs to${live.length > 0 ? ` (${names(live)})` : ''}.`,
    }
  const [only, ...others] = live.filter((one) => one.portalId === portalId)
  if (!only) return { connection: null, note: `No connection here is of portal ${portalId}.` }
  if (others.length === 0) return { connection: only, note: '' }
  return {
    connection: null,
    note: `Several connections are of portal ${portalId}: say which (${names([only, ...others])}).`,
  }
}

const otherPortal = ({ portalId }: HubSpotLink, { name, portalId: own }: Connection): string =>
  `The link is of portal ${portalId}, but ${name} is connected to portal ${own}. Ids of one portal mean nothing in another: open the thing in portal ${own} and copy its address, or use the connection of portal ${portalId}.`

/** Where the link and what is known of the connection leave room for doubt. */
function doubts(
  { portalId, kind, region }: HubSpotLink,
  { name, portalId: own, hublet }: Connection,
): string[] {
  const unsaid =
    portalId === null && kind !== 'meeting_link'
      ? `The link does not say which portal it is of; it was read as one of ${name} (portal ${own}).`
      : null
  const elsewhere =
    region !== null && region !== hublet
      ? `The link’s host is of region ${region}, and portal ${own} is in ${hublet}. Was its number typed?`
      : null
  return [unsaid, elsewhere].filter((doubt) => doubt !== null)
}
