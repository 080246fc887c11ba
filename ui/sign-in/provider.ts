/** By an identity provider: the browser goes there and comes back to `/sign-in/callback`. */
import { api } from '../api/api.ts'
import type { Body } from '../api/endpoints.ts'

type Begin = Body<'POST /api/v1/sign-in/oidc/begin'>

/** Leaves the page. @throws Refusal */
export async function goToProvider(begin: Begin): Promise<void> {
  const { url } = await api('POST /api/v1/sign-in/oidc/begin', { body: begin })
  location.assign(url)
}

/** A page of ours to come back to; whatever else an address may hold, home. */
export const ownPath = (path: string | undefined): string =>
  path !== undefined && /^\/(?![/\\])/.test(path) ? path : '/'
