/** What the admin API answers instead of success, and what to call it when nothing answered at all. */
import type { Problem } from '../../src/surfaces/admin/contract/forms.ts'

export type Code = Problem['error']['code'] | 'offline' | 'unreadable' | 'passkey'

export interface FieldRefusal {
  /** Dotted path in what was sent; empty for the whole. */
  readonly path: string
  readonly message: string
}

/** Thrown by every call that did not succeed; `message` is for people. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: Code
  /** 0 when nothing answered. */
  readonly status: number
  readonly fields: readonly FieldRefusal[]
  readonly correlationId: string | undefined
  /** The answer's whole body: a conflict brings the current state along. */
  readonly body: unknown

  constructor(
    told: Pick<Refusal, 'code' | 'message' | 'status'> &
      Partial<Pick<Refusal, 'fields' | 'correlationId' | 'body'>>,
  ) {
    super(told.message)
    this.code = told.code
    this.status = told.status
    this.fields = told.fields ?? []
    this.correlationId = told.correlationId
    this.body = told.body
  }
}

export const refusalOf = (thrown: unknown): Refusal =>
  thrown instanceof Refusal
    ? thrown
    : new Refusal({
        code: 'internal',
        status: 0,
        message: thrown instanceof Error ? thrown.message : String(thrown),
      })

/** Nothing answered: the same request may work in a moment. */
export const OFFLINE = (): Refusal =>
  new Refusal({
    code: 'offline',
    status: 0,
    message: 'Hubward cannot be reached. Nothing was lost: try again when the connection is back.',
  })

/** Reads the answer of a request that failed; whatever it holds, there are words for it. */
export async function readRefusal(response: Response): Promise<Refusal> {
  const body: unknown = await response.json().catch(() => undefined)
  const told = isProblem(body) ? body.error : undefined
  return told
    ? new Refusal({ ...told, status: response.status, body })
    : new Refusal({
        code: 'unreadable',
        status: response.status,
        message: `Hubward answered in an unexpected form (HTTP ${response.status}). Is a proxy in between?`,
      })
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' &&
  body !== null &&
  'error' in body &&
  typeof (body as Problem).error?.code === 'string'
