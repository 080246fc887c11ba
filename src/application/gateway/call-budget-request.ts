/** What a call asks of the budget, once it was admitted. */
import type { Permit } from '../../domain/access/decide.ts'
import type { BudgetName } from '../../domain/budget/buckets.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import type { BudgetRequest, Lane } from '../ports.ts'
import type { NamedCall } from './admit.ts'
import type { ReadBody } from './body.ts'
import type { CallRequest } from './call.ts'

/** What stays the same over all attempts of a call. */
export interface Admitted {
  readonly named: NamedCall
  readonly body: ReadBody
  readonly permit: Permit
}

/** Its signal is asked for, and so made, only where the call has to wait. */
export class CallBudgetRequest implements BudgetRequest {
  readonly connection: Connection
  readonly buckets: readonly BudgetName[]
  readonly lane: Lane
  readonly groupId: string
  readonly patienceMs: number
  readonly #run: { readonly signal: AbortSignal }

  constructor(
    run: { readonly signal: AbortSignal },
    { lane }: CallRequest,
    { named, permit }: Admitted,
    patienceMs: number,
  ) {
    this.#run = run
    this.connection = permit.connection
    this.buckets = [named.operation.bucket, 'daily']
    this.lane = lane
    this.groupId = permit.group.id
    this.patienceMs = patienceMs
  }

  get signal(): AbortSignal {
    return this.#run.signal
  }
}
