/**
 * Every place in the database where something is sealed, and how its associated data is made of the
 * row. What is not in this table would be lost with the key it was sealed under: a test compares it
 * with the columns of the database, and the foreign key of each holds the key in place meanwhile.
 */
import { sql, type RawBuilder } from 'kysely'
import { PRIVATE_KEY } from '../../../application/intake/create-intake.ts'
import { SENDER_FIELD } from '../../../application/intake/sender.ts'
import { WORDS_FIELD } from '../../../application/intake/words.ts'
import { EVIDENCE_FIELD } from '../../../application/review/ports.ts'
import { CHANNEL_FIELD } from '../../../application/notice/channel-secret.ts'
import { CLIENT_SECRET } from '../../../application/sign-in/own-provider.ts'
import { HubwardError } from '../../../domain/errors.ts'
import type { SealedRepository, SealedRow } from '../../../application/vault/ports.ts'
import type { Database } from '../pool.ts'

interface SealedPlace {
  /** Columns of the primary key. */
  readonly key: readonly string[]
  /** SQL over the row `s`: what it is bound to. */
  readonly rowId: string
  readonly field: string
  /** 0 for what is not kept as versions (`vault.ts`). */
  readonly version: string
}

export const SEALED_PLACES: Readonly<Record<string, SealedPlace>> = {
  secret_version: {
    key: ['connection_id', 'field', 'version'],
    rowId: 's.connection_id',
    field: 's.field',
    version: 's.version',
  },
  oauth_authorization_secret: {
    key: ['state_hash', 'field'],
    rowId: '(select a.id from oauth_authorization a where a.state_hash = s.state_hash)',
    field: 's.field',
    version: '0',
  },
  identity_provider: { key: ['id'], rowId: 's.id', field: `'${CLIENT_SECRET}'`, version: '0' },
  oidc_flow: { key: ['state_hash'], rowId: 's.id', field: `'codeVerifier'`, version: '0' },
  signing_key: { key: ['id'], rowId: 's.id', field: `'privateKey'`, version: '0' },
  evidence_key: { key: ['id'], rowId: 's.id', field: `'${EVIDENCE_FIELD}'`, version: '0' },
  notice_channel: { key: ['id'], rowId: 's.id', field: `'${CHANNEL_FIELD}'`, version: '0' },
  intake: { key: ['id'], rowId: 's.id', field: `'${PRIVATE_KEY}'`, version: '0' },
  intake_sender: {
    key: ['intake_id'],
    rowId: 's.intake_id',
    field: `'${SENDER_FIELD}'`,
    version: '0',
  },
  intake_words: {
    key: ['intake_id'],
    rowId: 's.intake_id',
    field: `'${WORDS_FIELD}'`,
    version: '0',
  },
}

/** The row's own key as one text, in an order of its own. */
const at = ({ key }: SealedPlace): RawBuilder<string> =>
  sql.raw(`jsonb_build_array(${key.map((column) => `s.${column}`).join(', ')})::text`)

function placeNamed(name: string): SealedPlace {
  const place = SEALED_PLACES[name]
  if (place) return place
  throw new HubwardError('internal', `Nothing is sealed in ${name}.`)
}

export function sealedRepository(db: Database): SealedRepository {
  return {
    places: Object.keys(SEALED_PLACES),
    async lock(name, version, after, limit) {
      const place = placeNamed(name)
      const { rows } = await sql<Row>`
        select ${at(place)} as at, ${sql.raw(place.rowId)} as "rowId",
               ${sql.raw(place.field)} as field, ${sql.raw(place.version)} as version,
               s.kek_id as "kekId", s.kek_version as "kekVersion",
               s.wrapped_key as "wrappedKey", s.ciphertext
          from ${sql.table(name)} s
         where s.kek_version <> ${version} and ${at(place)} collate "C" > ${after}
         order by ${at(place)} collate "C" limit ${limit}
           for update of s skip locked`.execute(db)
      return rows.map(({ kekId, kekVersion, wrappedKey, ciphertext, ...row }) => ({
        ...row,
        place: name,
        sealed: { kekId, kekVersion, wrappedKey, ciphertext },
      }))
    },
    async rewrap({ place: name, at: where, sealed: before }, { kekVersion, wrappedKey }) {
      const place = placeNamed(name)
      await sql`
        update ${sql.table(name)} s set kek_version = ${kekVersion}, wrapped_key = ${Buffer.from(wrappedKey)}
         where ${keyIs(place, where)} and s.kek_version = ${before.kekVersion}`.execute(db)
    },
  }
}

interface Row extends Pick<SealedRow, 'at' | 'rowId' | 'field' | 'version'> {
  kekId: string
  kekVersion: number
  wrappedKey: Uint8Array
  ciphertext: Uint8Array
}

/** By the primary key's own columns, so that its index finds the row. */
function keyIs({ key }: SealedPlace, where: string): RawBuilder<unknown> {
  const values = JSON.parse(where) as (string | number)[]
  return sql.join(
    key.map((column, index) => sql`s.${sql.ref(column)} = ${values[index]}`),
    sql` and `,
  )
}

/** How much is sealed under each version, over all places. */
export async function countSealed(db: Database): Promise<ReadonlyMap<number, number>> {
  const each = Object.keys(SEALED_PLACES).map(
    (name) => sql`select kek_version from ${sql.table(name)} where kek_version is not null`,
  )
  const { rows } = await sql<{ version: number; sealed: number }>`
    select kek_version as version, count(*) as sealed
      from (${sql.join(each, sql` union all `)}) everything group by kek_version`.execute(db)
  return new Map(rows.map(({ version, sealed }) => [version, sealed]))
}
