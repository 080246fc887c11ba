/** By an identity provider: the browser goes there and comes back to `/sign-in/callback/…`, another page for each. */
import { api } from '../api/api.ts'
import type { Body } from '../api/endpoints.ts'
import { leaveKnowingly } from '../parts/leaving.ts'
import { keepInvitation } from './invitation-kept.ts'

export type Begin = Body<'POST /api/v1/sign-in/oidc/begin'>

/** Leaves the page, and asks for nothing that was typed on it. @throws Refusal */
export async function goToProvider(begin: Begin): Promise<void> {
  const { url } = await api('POST /api/v1/sign-in/oidc/begin', { body: begin })
  keepInvitation(begin.token)
  leaveKnowingly()
  location.assign(url)
  // The button stays busy until the browser is gone.
  await new Promise(() => undefined)
}

/** A page of ours to come back to; for whatever else an address may hold, home. */
export const ownPath = (path: string | null | undefined): string =>
  path !== null && path !== undefined && /^\/(?![/\\])\P{Cc}*$/u.test(path) ? path : '/'
