/** What the tools need of the world beside what every verb does: receipts of writes. */

/** What a write is known by: two with the same key in one window are one write. */
export interface ReceiptKey {
  readonly principalId: string
  readonly connectionId: string
  /** SHA-256 in hex, of the caller's own key or of the arguments. */
  readonly key: string
}

export interface ReceiptClaim extends ReceiptKey {
  /** SHA-256 in hex of what is to be written: the same key with another digest is a mistake. */
  readonly digest: string
  readonly now: Date
  /** A finished receipt older than this is none. */
  readonly finishedAfter: Date
  /** A begun one older than this was left behind by a process that died or gave up. */
  readonly begunAfter: Date
}

/** What became of a claim. Only with `begun` and `resumed` may the caller write. */
export type Receipt =
  | { readonly state: 'begun'; readonly attempt: number }
  /**
   * An earlier attempt may have been carried out: look first. It began at `firstAt`, and cannot
   * have ended later than `doubtAt` as far as we know.
   */
  | {
      readonly state: 'resumed'
      readonly attempt: number
      readonly firstAt: Date
      readonly doubtAt: Date
    }
  | { readonly state: 'running'; readonly since: Date }
  | { readonly state: 'finished'; readonly at: Date; readonly result: unknown }
  | { readonly state: 'other_request' }

/**
 * Durable receipts of writes: one is there before the call to HubSpot leaves, so that a lost answer
 * is known as such after any crash. `attempt` fences: who was overtaken writes nothing any more.
 */
export interface WriteReceipts {
  claim(claim: ReceiptClaim): Promise<Receipt>
  /** `result` as the caller got it: statuses and ids, no values. */
  finish(key: ReceiptKey, attempt: number, result: unknown, at: Date): Promise<void>
  /** The answer was lost, at that time at the latest: the next claim resumes at once. */
  doubt(key: ReceiptKey, attempt: number, at: Date): Promise<void>
  /** This attempt did nothing: as if it had not been claimed. An earlier doubt stays as it was. */
  abandon(key: ReceiptKey, attempt: number): Promise<void>
}
