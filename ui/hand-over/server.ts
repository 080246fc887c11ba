/** The three questions that this page posts to the server it came from. */
import type {
  IntakeProblem,
  OpenedView,
  OutcomeView,
  ReceiptView,
} from '../../src/surfaces/intake/contract/messages.ts'

interface Answers {
  readonly open: OpenedView
  readonly submit: ReceiptView
  readonly outcome: OutcomeView
}

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly message: string }

const AWAY = 'The server did not answer. Look at your connection and try again.'

/** Never throws; no cookie goes along, no redirect is followed. */
export async function ask<A extends keyof Answers>(
  id: string,
  action: A,
  body: object,
): Promise<Answer<Answers[A]>> {
  try {
    const response = await fetch(`/i/${id}/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
    })
    const said = (await response.json()) as unknown
    if (response.ok) return { ok: true, value: said as Answers[A] }
    return { ok: false, ...(said as IntakeProblem).error }
  } catch {
    return { ok: false, code: 'away', message: AWAY }
  }
}
