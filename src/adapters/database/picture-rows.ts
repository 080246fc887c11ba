/** Reads all that the access picture is made of, in one snapshot of the database. */
import type pg from 'pg'
import type { PictureRows } from '../../domain/access/picture.ts'
import type {
  ClientKey,
  Grant,
  Group,
  Organisation,
  Principal,
} from '../../domain/access/entities.ts'
import type { Authorisation } from '../../domain/authorisation/authorisation.ts'
import { connectionOf, type ConnectionRow } from './connection-row.ts'

/**
 * One statement is one snapshot (PostgreSQL docs, "Read Committed Isolation Level"), so version
 * and rows belong together without a transaction. Dates come as text in JSON and are parsed here.
 */
const READ = `select
  (select version from picture_version) as version,
  (select json_build_object('id', id, 'name', name) from organisation) as organisation,
  (select coalesce(json_agg(json_build_object('id', id, 'kind', kind, 'name', name, 'email', email,
     'role', role, 'state', state, 'createdAt', created_at) order by id), '[]') from principal) as principals,
  (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'title', title,
     'description', description, 'context', context, 'revision', revision, 'memberIds',
     (select coalesce(json_agg(principal_id order by principal_id), '[]')
        from group_member where group_id = access_group.id)) order by name), '[]') from access_group) as groups,
  (select coalesce(json_agg(json_build_object('id', id, 'groupId', group_id, 'connectionId', connection_id,
     'scopes', scopes, 'expiresAt', expires_at) order by id), '[]') from access_grant) as grants,
  (select coalesce(json_agg(to_json(connection) order by name), '[]') from connection) as connections,
  (select coalesce(json_agg(json_build_object('id', id, 'principalId', principal_id, 'name', name,
     'createdAt', created_at, 'expiresAt', expires_at, 'revokedAt', revoked_at,
     'hash', encode(hash, 'hex')) order by id), '[]') from client_key) as keys,
  (select coalesce(json_agg(json_build_object('id', id, 'principalId', principal_id,
     'client', json_build_object('id', client_id, 'name', client_name, 'host', client_host),
     'redirectUri', redirect_uri, 'resource', resource, 'access', access, 'createdAt', created_at,
     'expiresAt', expires_at, 'lastUsedAt', last_used_at, 'revokedAt', revoked_at,
     'endedBecause', ended_because) order by id), '[]') from authorisation
   where coalesce(revoked_at, expires_at) > now() - interval '1 hour') as authorisations`

/** Long for some thousand rows; a silent database must not hold up every call. */
const READ_TIMEOUT_MS = 5_000

type Json<T> = {
  [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K]
}

interface Row {
  version: number
  organisation: Organisation | null
  principals: Json<Principal>[]
  groups: Group[]
  grants: Json<Grant>[]
  connections: ConnectionRow[]
  keys: (Json<ClientKey> & { hash: string })[]
  authorisations: Json<Authorisation>[]
}

export async function readPictureRows(pool: pg.Pool): Promise<PictureRows> {
  const question: pg.QueryConfig & { query_timeout: number } = {
    text: READ,
    query_timeout: READ_TIMEOUT_MS,
  }
  const { rows } = await pool.query<Row>(question)
  const row = rows[0]
  if (!row) throw new Error('a select without a from clause always has one row')
  return {
    version: row.version,
    organisation: row.organisation,
    principals: row.principals.map((one) => ({ ...one, createdAt: new Date(one.createdAt) })),
    groups: row.groups,
    grants: row.grants.map((one) => ({ ...one, expiresAt: date(one.expiresAt) })),
    connections: row.connections.map(connectionOf),
    keys: row.keys.map((one) => ({
      ...one,
      createdAt: new Date(one.createdAt),
      expiresAt: date(one.expiresAt),
      revokedAt: date(one.revokedAt),
    })),
    authorisations: row.authorisations.map((one) => ({
      ...one,
      createdAt: new Date(one.createdAt),
      expiresAt: new Date(one.expiresAt),
      lastUsedAt: date(one.lastUsedAt),
      revokedAt: date(one.revokedAt),
    })),
  }
}

const date = (text: string | null): Date | null => (text === null ? null : new Date(text))
