/**
 * Intakes. Every way between states is one statement whose conditions are the state it starts from,
 * so of any number of racers one goes it; and the statements that end an intake wipe, in the same
 * row version, the key and what was sealed to it.
 */
import { sql, type Selectable, type UpdateObject } from 'kysely'
import type { Decision, IntakeRepository } from '../../../application/intake/ports.ts'
import type { Scope } from '../../../domain/access/scope.ts'
import type { Intake } from '../../../domain/intake/intake.ts'
import { WAYS, type IntakeAct } from '../../../domain/intake/states.ts'
import type { Database } from '../pool.ts'
import {
  bytes,
  noSealedColumns,
  SEALED_COLUMNS,
  sealedColumns,
  sealedValueIn,
} from '../sealed-columns.ts'
import type { IntakeSchema } from './schema.ts'
import { senderRepository } from './senders.ts'
import { wordsRepository } from './words.ts'

type Row = Selectable<IntakeSchema['intake']>

export function intakeRepository(db: Database): IntakeRepository {
  const all = () => db.selectFrom('intake').select(COLUMNS)
  /** The one statement of an act: from the states that it may start from, to where it leads. */
  const act = (name: IntakeAct, changes: UpdateObject<IntakeSchema, 'intake'>) =>
    db
      .updateTable('intake')
      .set({ ...changes, state: WAYS[name].to })
      .where('state', 'in', [...WAYS[name].from])
      .returning(COLUMNS)

  /** Where nothing came of it, the sender's own words go too; whose key it was stays for the record. */
  const wipeWords = async (ids: readonly string[]): Promise<void> => {
    if (ids.length === 0) return
    await db.deleteFrom('intake_words').where('intake_id', 'in', ids).execute()
  }

  return {
    async list(mostEnded) {
      const rows = await all()
        .where(({ or, eb, selectFrom }) =>
          or([
            eb('state', 'in', UNDER_WAY),
            eb(
              'id',
              'in',
              selectFrom('intake')
                .select('id')
                .where('state', 'not in', UNDER_WAY)
                .orderBy('created_at', 'desc')
                .orderBy('id')
                .limit(mostEnded),
            ),
          ]),
        )
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute()
      return rows.map(intakeOf)
    },
    get: async (id) => optional(await all().where('id', '=', id).executeTakeFirst()),
    getForUpdate: async (id) =>
      optional(await all().where('id', '=', id).forUpdate().executeTakeFirst()),

    async insert({ intake, keys, capability, secret }) {
      await db
        .insertInto('intake')
        .values({
          id: intake.id,
          state: intake.state,
          title: intake.title,
          context: intake.context,
          scopes: [...intake.scopes],
          wanted_links: JSON.stringify(intake.wantedLinks),
          expected_portal_id: intake.expectedPortalId,
          replaces: intake.replaces,
          second_person: intake.secondPerson,
          made_by: intake.madeBy,
          made_by_name: intake.madeByName,
          created_at: intake.createdAt,
          expires_at: intake.expiresAt,
          ends_at: intake.endsAt,
          capability_hash: bytes(capability),
          bad_capabilities: 0,
          public_key: Buffer.from(keys.hpke),
          age_recipient: keys.ageRecipient,
          fingerprint: bytes(intake.fingerprint),
          ...sealedColumns(secret),
        })
        .execute()
    },

    async keys(id) {
      const row = await db
        .selectFrom('intake')
        .select(['public_key', 'age_recipient'])
        .where('id', '=', id)
        .executeTakeFirst()
      return row && { hpke: row.public_key, ageRecipient: row.age_recipient }
    },

    findOpen: async (id, capability, now) =>
      optional(
        await all()
          .where('id', '=', id)
          .where('capability_hash', '=', bytes(capability))
          .where('state', '=', 'open')
          .where('expires_at', '>', now)
          .executeTakeFirst(),
      ),
    findSubmitted: async (id, capability, { hash, receipt }) =>
      optional(
        await all()
          .where('id', '=', id)
          .where('capability_hash', '=', bytes(capability))
          .where('submission_hash', '=', bytes(hash))
          .where('receipt_hash', '=', bytes(receipt))
          .executeTakeFirst(),
      ),
    findByReceipt: async (id, receipt) =>
      optional(
        await all()
          .where('id', '=', id)
          .where('receipt_hash', '=', bytes(receipt))
          .executeTakeFirst(),
      ),

    async view(id, at) {
      const seen = await db
        .updateTable('intake')
        .set({ viewed_at: at })
        .where('id', '=', id)
        .where('state', '=', 'open')
        .where('viewed_at', 'is', null)
        .returning('id')
        .executeTakeFirst()
      return seen !== undefined
    },

    countBadCapability: async (id, now) =>
      optional(
        await db
          .updateTable('intake')
          .set({ bad_capabilities: sql`bad_capabilities + 1` })
          .where('id', '=', id)
          .where('state', '=', 'open')
          .where('expires_at', '>', now)
          .returning(COLUMNS)
          .executeTakeFirst(),
      ),
    burn: async (id) => optional(await act('burn', WIPED).where('id', '=', id).executeTakeFirst()),

    submit: async (id, capability, { sealed, hash, receipt, from, at, endsAt }) =>
      optional(
        await act('submit', {
          submission: Buffer.from(sealed),
          submission_hash: bytes(hash),
          receipt_hash: bytes(receipt),
          submitted_at: at,
          submitted_from: from,
          ends_at: endsAt,
        })
          .where('id', '=', id)
          .where('capability_hash', '=', bytes(capability))
          .where('expires_at', '>', at)
          .executeTakeFirst(),
      ),

    async sealed(id) {
      const row = await db
        .selectFrom('intake')
        .select(['submission', ...SEALED_COLUMNS])
        .where('id', '=', id)
        .executeTakeFirst()
      const secret = sealedValueIn(row)
      return row?.submission && secret ? { sealed: row.submission, secret } : undefined
    },

    ofConnection: async (connectionId) =>
      optional(
        await all()
          .where('connection_id', '=', connectionId)
          .where('replaces', 'is', null)
          .executeTakeFirst(),
      ),
    hold: async (id, findings) =>
      optional(
        await act('hold', { findings: JSON.stringify(findings) })
          .where('id', '=', id)
          .executeTakeFirst(),
      ),
    renew: async (id, findings) =>
      optional(
        await db
          .updateTable('intake')
          .set({ findings: JSON.stringify(findings) })
          .where('id', '=', id)
          .where('state', '=', 'held')
          .returning(COLUMNS)
          .executeTakeFirst(),
      ),
    async listHeld() {
      const rows = await all().where('state', '=', 'held').orderBy('ends_at').execute()
      return rows.map(intakeOf)
    },
    async refuse(id, refusal, decision) {
      const row = await act('refuse', {
        ...WIPED,
        ...decided(decision),
        refusal: JSON.stringify(refusal),
      })
        .where('id', '=', id)
        .executeTakeFirst()
      if (row) await wipeWords([id])
      return optional(row)
    },
    reject: async (id, refusal, decision) =>
      optional(
        await act('reject', { ...WIPED, ...decided(decision), refusal: JSON.stringify(refusal) })
          .where('id', '=', id)
          .executeTakeFirst(),
      ),
    store: async (id, connectionId, decision) =>
      optional(
        await act('approve', { ...WIPED, ...decided(decision), connection_id: connectionId })
          .where('id', '=', id)
          .where('ends_at', '>', decision.at)
          .executeTakeFirst(),
      ),
    cancel: async (id, decision) =>
      optional(
        await act('cancel', { ...WIPED, ...decided(decision) })
          .where('id', '=', id)
          .executeTakeFirst(),
      ),
    async expire(now) {
      const due = await all()
        .where('state', 'in', [...WAYS.expire.from])
        .where('ends_at', '<=', now)
        .forUpdate()
        .execute()
      if (due.length === 0) return []
      const before = new Map(due.map((row) => [row.id, intakeOf(row)]))
      const rows = await act('expire', WIPED)
        .where('id', 'in', [...before.keys()])
        .execute()
      await wipeWords(rows.map(({ id }) => id))
      return rows.map((row) => {
        const after = intakeOf(row)
        return { before: before.get(after.id) ?? after, after }
      })
    },
    senders: senderRepository(db),
    words: wordsRepository(db),
  }
}

/** Whatever time can still end. */
const UNDER_WAY = [...WAYS.expire.from]

/** What no end of an intake keeps. */
const WIPED = { ...noSealedColumns, submission: null }

const decided = ({ at, by, byName }: Decision) => ({
  decided_at: at,
  decided_by: by,
  decided_by_name: byName,
})

/** Everything but hashes, keys and what was sealed. */
const COLUMNS = [
  'id',
  'state',
  'title',
  'context',
  'scopes',
  'wanted_links',
  'expected_portal_id',
  'replaces',
  'second_person',
  'made_by',
  'made_by_name',
  'created_at',
  'expires_at',
  'ends_at',
  'bad_capabilities',
  'viewed_at',
  'fingerprint',
  'submission_hash',
  'submitted_at',
  'submitted_from',
  'findings',
  'refusal',
  'decided_at',
  'decided_by',
  'decided_by_name',
  'connection_id',
] as const

type Shown = Pick<Row, (typeof COLUMNS)[number]>

const optional = (row: Shown | undefined): Intake | undefined => row && intakeOf(row)

const intakeOf = (row: Shown): Intake => ({
  id: row.id,
  state: row.state,
  title: row.title,
  context: row.context,
  scopes: row.scopes as Scope[],
  wantedLinks: row.wanted_links,
  expectedPortalId: row.expected_portal_id,
  replaces: row.replaces,
  secondPerson: row.second_person,
  madeBy: row.made_by,
  madeByName: row.made_by_name,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  endsAt: row.ends_at,
  badCapabilities: row.bad_capabilities,
  viewedAt: row.viewed_at,
  fingerprint: row.fingerprint.toString('hex'),
  submissionHash: row.submission_hash?.toString('hex') ?? null,
  submittedAt: row.submitted_at,
  submittedFrom: row.submitted_from,
  findings: row.findings,
  refusal: row.refusal,
  decidedAt: row.decided_at,
  decidedBy: row.decided_by,
  decidedByName: row.decided_by_name,
  connectionId: row.connection_id,
})
