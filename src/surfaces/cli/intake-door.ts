/** Posts to the door of one-time requests, as a sender: no key of this machine's goes along. */
import type { IntakeProblem } from '../intake/contract/messages.ts'
import { CliFailure, EXIT } from './failure.ts'

export type Fetch = typeof globalThis.fetch

export type DoorAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false
      readonly failure: CliFailure
      /** The door's own code; nothing where it was not the door that answered. */
      readonly code: string | null
      /** Nobody said no: it may have been done all the same. */
      readonly lost: boolean
    }

const PATIENCE_MS = 60_000

/** Never throws; no redirect is followed. */
export async function askDoor<T>(
  fetch: Fetch,
  { origin, id }: { readonly origin: string; readonly id: string },
  action: 'open' | 'submit' | 'outcome',
  body: object,
): Promise<DoorAnswer<T>> {
  let response: Response
  let said: unknown
  try {
    response = await fetch(`${origin}/i/${id}/${action}`, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    said = await response.json().catch(() => undefined)
  } catch (cause) {
    const failure = new CliFailure(EXIT.unreachable, `${origin} cannot be reached.`, { cause })
    return { ok: false, failure, code: null, lost: true }
  }
  if (response.ok && said !== undefined) return { ok: true, value: said as T }
  const problem = (said as Partial<IntakeProblem> | undefined)?.error
  const message =
    problem?.message ?? `What answers at ${origin} is not Hubward (HTTP ${response.status}).`
  const details = problem ? [`(${problem.code})`] : []
  return {
    ok: false,
    failure: new CliFailure(EXIT.failed, message, { details }),
    code: problem?.code ?? null,
    lost: problem === undefined || response.status >= 500,
  }
}
