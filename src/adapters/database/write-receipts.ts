/**
 * Write receipts in the database. One statement per step, so that each is atomic by itself and
 * durable when it returns; two claims of one key queue on its row.
 */
import type pg from 'pg'
import type {
  Receipt,
  ReceiptClaim,
  ReceiptKey,
  WriteReceipts,
} from '../../application/mcp/ports.ts'

/** Longer than every window in which a receipt is asked for. */
const KEPT_MS = 7 * 24 * 60 * 60_000
/** Old receipts that one claim clears away: more than one claim makes. */
const CLEARED = 20

/**
 * Inserts, or takes over what is past its time. A row that is neither inserted nor updated is
 * somebody's: `other` reads it, in the same snapshot or (a claim at the same instant) not at all.
 */
const CLAIM = {
  name: 'write_receipt_claim',
  text: `
    with cleared as (
      delete from write_receipt where ctid = any (array(
        select ctid from write_receipt
        where begun_at < $8 and (principal_id, connection_id, key) <> ($1, $2, $3)
        limit ${CLEARED} for update skip locked))
    ), claimed as (
      insert into write_receipt as r
        (principal_id, connection_id, key, digest, state, attempt, first_attempt, first_at, begun_at)
      values ($1, $2, $3, $4, 'begun', 1, 1, $5, $5)
      on conflict (principal_id, connection_id, key) do update set
        state = 'begun',
        attempt = r.attempt + 1,
        digest = excluded.digest,
        -- What is in doubt stays so since its first claim; what is over begins anew.
        first_at = case when r.state = 'finished' then excluded.first_at else r.first_at end,
        first_attempt = case when r.state = 'finished' then r.attempt + 1 else r.first_attempt end,
        begun_at = excluded.begun_at,
        doubt_at = case r.state when 'finished' then null when 'doubtful' then r.doubt_at
          else r.begun_at end,
        finished_at = null,
        result = null
      where (r.state = 'finished' and r.finished_at < $6)
        or (r.digest = excluded.digest
          and (r.state = 'doubtful' or (r.state = 'begun' and r.begun_at < $7)))
      returning r.*
    )
    select true as mine, claimed.* from claimed
    union all
    select false, write_receipt.* from write_receipt
    where principal_id = $1 and connection_id = $2 and key = $3
      and not exists (select from claimed)`,
}

interface Row {
  readonly mine: boolean
  readonly attempt: number
  readonly first_attempt: number
  readonly first_at: Date
  readonly state: 'begun' | 'doubtful' | 'finished'
  readonly digest: string
  readonly begun_at: Date
  readonly doubt_at: Date | null
  readonly finished_at: Date
  readonly result: unknown
}

export function createWriteReceipts(pool: pg.Pool): WriteReceipts {
  /** One statement on the receipt, if it is still this attempt's. Answers whether it was. */
  const step = async (
    { principalId, connectionId, key }: ReceiptKey,
    attempt: number,
    [statement, ...values]: readonly [statement: string, ...values: unknown[]],
    also = '',
  ): Promise<boolean> => {
    const { rowCount } = await pool.query(
      `${statement} where principal_id = $1 and connection_id = $2 and key = $3 and attempt = $4 ${also}`,
      [principalId, connectionId, key, attempt, ...values],
    )
    return rowCount === 1
  }
  return {
    async claim(claim) {
      const { rows } = await pool.query<Row>({ ...CLAIM, values: claimValues(claim) })
      return receiptOf(rows[0], claim)
    },
    async finish(key, attempt, result, at) {
      const finished = `update write_receipt set state = 'finished', finished_at = $5, result = $6`
      await step(key, attempt, [finished, at, JSON.stringify(result)])
    },
    async doubt(key, attempt, at) {
      await step(key, attempt, [`update write_receipt set state = 'doubtful', doubt_at = $5`, at])
    },
    async abandon(key, attempt) {
      const gone = await step(key, attempt, [DELETE], 'and attempt = first_attempt')
      // What an earlier attempt may have done is not undone by this one's doing nothing.
      if (!gone) await step(key, attempt, [`update write_receipt set state = 'doubtful'`])
    },
  }
}

const DELETE = 'delete from write_receipt'

const claimValues = (claim: ReceiptClaim): unknown[] => [
  claim.principalId,
  claim.connectionId,
  claim.key,
  claim.digest,
  claim.now,
  claim.finishedAfter,
  claim.begunAfter,
  new Date(claim.now.getTime() - KEPT_MS),
]

function receiptOf(row: Row | undefined, claim: ReceiptClaim): Receipt {
  // Inserted by another claim after this one's snapshot was taken: it has only just begun.
  if (!row) return { state: 'running', since: claim.now }
  if (row.mine)
    return row.attempt === row.first_attempt
      ? { state: 'begun', attempt: row.attempt }
      : {
          state: 'resumed',
          attempt: row.attempt,
          firstAt: row.first_at,
          doubtAt: row.doubt_at ?? row.begun_at,
        }
  if (row.digest !== claim.digest) return { state: 'other_request' }
  return row.state === 'finished'
    ? { state: 'finished', at: row.finished_at, result: row.result }
    : { state: 'running', since: row.begun_at }
}
