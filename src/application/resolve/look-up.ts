/** Looks one thing up, by the right that its kind asks for. */
import type { Connection } from '../../domain/connection/connection.ts'
import { classifyAnswer } from '../../domain/hubspot/errors.ts'
import { parseLink } from '../../domain/hubspot/links/parse-link.ts'
import type { HubSpotLink } from '../../domain/hubspot/links/link.ts'
import { LINK_KINDS } from '../../domain/hubspot/links/link.ts'
import {
  lookUpOf,
  nameIn,
  namePropertiesOf,
  type LookUp,
} from '../../domain/hubspot/links/look-ups.ts'
import { textAt } from '../../domain/mcp/read-json.ts'
import type { Context } from '../context.ts'
import { callOnce } from '../gateway/call-once.ts'
import { askDefinition } from './ask-definitions.ts'
import { callerOf, inactive } from './asker.ts'
import { pickList } from './pick-list.ts'
import type { Rights } from './rights.ts'
import { notTold, toldBy, type Told } from './told.ts'

export interface LookedUp {
  /** `unknown`: HubSpot was asked and could not say. */
  readonly state: 'found' | 'missing' | 'refused' | 'unknown' | 'not_looked_up'
  /** What HubSpot calls it. */
  readonly name: string | null
  /** The id that the API takes, where it is another than the link’s. */
  readonly apiId: string | null
  /** One sentence; empty where it was found. */
  readonly why: string
}

export async function lookUp(
  ctx: Context,
  connection: Connection,
  link: HubSpotLink,
  rights: Rights | null,
): Promise<LookedUp> {
  const how = lookUpOf(link)
  if (how === 'no_id' || link.kind === 'portal')
    return not('The link leads to no single thing, so there is nothing to look up.')
  if (how === 'not_offered')
    return not(
      `HubSpot’s API, as far as Hubward offers it, does not tell of a ${LINK_KINDS[link.kind].title}.`,
    )
  const paused = inactive(connection)
  if (paused) return not(`It was not looked up. ${paused.message}`)
  if (how === 'by_list') return meetingLink(ctx, connection, link)
  if (how.right === 'credential') return byCredential(ctx, connection, link, how)
  return byGrants(ctx, connection, link, how, rights)
}

const not = (why: string): LookedUp => ({ state: 'not_looked_up', name: null, apiId: null, why })

function outcome(told: Told, link: HubSpotLink, how: LookUp, apiId: string | null): LookedUp {
  switch (told.state) {
    case 'found':
      return { state: 'found', name: nameIn(link, how, told.body), apiId, why: '' }
    case 'missing':
      return {
        state: 'missing',
        name: null,
        apiId: null,
        why: `HubSpot has no such ${LINK_KINDS[link.kind].title} in this portal.`,
      }
    case 'refused':
      return { state: 'refused', name: null, apiId: null, why: told.why }
    case 'unanswered':
      return { state: 'unknown', name: null, apiId: null, why: told.why }
  }
}

async function byCredential(
  ctx: Context,
  connection: Connection,
  link: HubSpotLink,
  how: LookUp,
): Promise<LookedUp> {
  const older = await olderList(ctx, connection, link)
  if (older.state === 'told') return outcome(older.told, link, how, null)
  const target =
    older.id === null ? how.targets[0]! : `/crm/lists/2026-09/${encodeURIComponent(older.id)}`
  return outcome(await askDefinition(ctx, connection, { target }), link, how, older.id)
}

type Older =
  | { readonly state: 'id'; readonly id: string | null }
  | { readonly state: 'told'; readonly told: Told }

/**
 * Older list pages count lists on their own; `idmapping` tells the id that the API takes. Where
 * HubSpot has no mapping the list is not there: its number would be another list’s id.
 */
async function olderList(
  ctx: Context,
  connection: Connection,
  { kind, id, form }: HubSpotLink,
): Promise<Older> {
  if (kind !== 'list' || !form.startsWith('/contacts/{portal}/lists/{id}'))
    return { state: 'id', id: null }
  const target = `/crm/lists/2026-09/idmapping?legacyListId=${encodeURIComponent(id ?? '')}`
  const told = await askDefinition(ctx, connection, { target })
  const mapped = told.state === 'found' ? textAt(told.body, 'listId') : undefined
  if (mapped !== undefined) return { state: 'id', id: mapped }
  return { state: 'told', told: told.state === 'found' ? { state: 'missing' } : told }
}

/**
 * By the slug; and where the link and HubSpot’s own link of the page are on hosts that cannot be the
 * same (two regions, a domain of somebody’s own), it is another portal’s page of the same name.
 */
async function meetingLink(
  ctx: Context,
  connection: Connection,
  link: HubSpotLink,
): Promise<LookedUp> {
  const { items, complete, missingScopes, notices } = await pickList(ctx, {
    connection: connection.id,
    list: 'meetings',
  })
  const slug = decoded(link.id ?? '').toLowerCase()
  const found = items.find((item) => item.id.toLowerCase() === slug)
  const at = found?.facts.find(({ name }) => name === 'link')?.value
  if (found && mayBeAt(link, at))
    return {
      state: 'found',
      name: found.name,
      apiId: found.id === link.id ? null : found.id,
      why: '',
    }
  const state = missingScopes.length > 0 ? 'refused' : complete ? 'missing' : 'unknown'
  const why = found
    ? `This portal has a scheduling page with the slug “${slug}”, but at ${at}: the link is of another portal.`
    : (notices[0] ?? `HubSpot has no scheduling page with the slug “${slug}” in this portal.`)
  return { state, name: null, apiId: null, why }
}

/** Whether a page whose link HubSpot tells as `at` may be reached by this link too. */
function mayBeAt(link: HubSpotLink, at: string | undefined): boolean {
  const told = at === undefined ? null : parseLink(at)
  if (!told?.ok) return link.host !== 'custom'
  if (link.host === 'custom') return told.value.domain === link.domain
  return (
    told.value.host === 'custom' || link.host !== 'meetings' || told.value.region === link.region
  )
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

async function byGrants(
  ctx: Context,
  connection: Connection,
  link: HubSpotLink,
  how: LookUp,
  rights: Rights | null,
): Promise<LookedUp> {
  const caller = callerOf(ctx.actor, await ctx.pictures.current())
  if (!caller || rights?.you === false)
    return not(
      `It was not looked up: what is in it is read only by a grant${rights ? ` of ${rights.scope}` : ''}, and none of yours on ${connection.name} has that.`,
    )
  let told: Told = { state: 'missing' }
  for (const target of how.targets) {
    const answer = await callOnce(ctx, {
      caller,
      connectionName: connection.name,
      method: 'GET',
      target: withName(target, link),
      tool: 'look-up',
      door: 'system',
      patienceMs: PATIENCE_MS,
    })
    told = answer.ok
      ? toldBy(
          answer.value.status,
          answer.value.body,
          classifyAnswer(answer.value.status, {}, answer.value.body),
        )
      : notTold(answer.error)
    if (told.state !== 'missing') break
  }
  return outcome(told, link, how, null)
}

/** A person waits. */
const PATIENCE_MS = 10_000

const withName = (target: string, { kind, objectType }: HubSpotLink): string =>
  kind === 'record'
    ? `${target}?properties=${namePropertiesOf(objectType?.objectTypeId ?? null).join(',')}`
    : target
