/**
 * When the API wants to know who sits there: `auth.step_up_required` before a weighty act, any 401
 * when the session ended under an open page. One dialog answers for all requests that wait, and
 * they are repeated; whoever closes it gets the refusal.
 */
import type { Refusal } from './refusal.ts'

export type Reason = 'step_up' | 'signed_out'

/** Shows the dialog; true once the person has shown who they are. */
type Ask = (reason: Reason) => Promise<boolean>

let ask: Ask | undefined
let underWay: Promise<boolean> | undefined
const waiting = new Set<(ask: Ask) => void>()

/** Called by the dialog when it stands ready; the answer takes it away again. */
export function answerIdentityChecks(by: Ask): () => void {
  ask = by
  for (const resolve of waiting) resolve(by)
  waiting.clear()
  return () => {
    if (ask === by) ask = undefined
  }
}

/** The dialog is fetched after the first paint: an early question waits for it, not for ever. */
const PATIENCE_MS = 10_000

function dialog(): Promise<Ask> {
  if (ask) return Promise.resolve(ask)
  return new Promise((resolve) => {
    waiting.add(resolve)
    setTimeout(() => resolve(async () => false), PATIENCE_MS)
  })
}

/** What sign-in itself asks is not interrupted by a question to sign in; whoever is in may have to prove it again. */
const SIGN_IN = /\/api\/v1\/(session$|sign-in\/|welcome\/|step-up\/)/

/** Whether the refused request should be sent once more. */
export async function identityWanted(refusal: Refusal, name: string): Promise<boolean> {
  const reason = reasonOf(refusal)
  if (reason === undefined || (reason === 'signed_out' && SIGN_IN.test(name))) return false
  return askWhoSitsThere(reason)
}

/** Whether they showed it. */
export function askWhoSitsThere(reason: Reason): Promise<boolean> {
  underWay ??= dialog()
    .then((by) => by(reason))
    .finally(() => (underWay = undefined))
  return underWay
}

function reasonOf({ code, status }: Refusal): Reason | undefined {
  if (code === 'auth.step_up_required') return 'step_up'
  return status === 401 ? 'signed_out' : undefined
}
