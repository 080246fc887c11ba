/**
 * Who asks, and whether they may at all: by client key, or by the session cookie of a browser whose
 * page is ours. Decided from the head of a request, before anything else of it is read.
 */
import { authorise, type Actor, type Context, type Services } from '../../application/context.ts'
import { identify } from '../../application/gateway/identify.ts'
import { actorOf, authenticate, sessionRefused } from '../../application/sign-in/authenticate.ts'
import { demandStepUp } from '../../application/sign-in/demand-step-up.ts'
import type { Visit } from '../../application/sign-in/visit.ts'
import { HubwardError } from '../../domain/errors.ts'
import { isOwnRequest } from '../../domain/sign-in/same-origin.ts'
import type { Endpoint } from './contract/endpoint.ts'

/**
 * @throws HubwardError `auth.missing`, `auth.invalid`, `auth.forbidden`, `auth.session_ended`,
 *   `auth.session_replayed`, `auth.step_up_required`, `request.origin_refused`
 */
export async function admit(
  services: Services,
  endpoint: Endpoint,
  request: Request,
  visit: Visit,
): Promise<Context> {
  const byKey = request.headers.has('authorization')
  // No page of another site can send that header; a cookie any page can make a browser send.
  if (!byKey && (visit.session !== null || endpoint.act === 'anyone'))
    demandOwnRequest(services, request)
  if (endpoint.act === 'anyone') return { ...services, actor: { kind: 'anonymous' }, door: 'admin' }
  const actor =
    visit.session === null
      ? await byAuthorization(services, request)
      : await bySession(services, visit)
  const ctx: Context = { ...services, actor, door: 'admin' }
  if (endpoint.act !== 'self') authorise(ctx, endpoint.act, `${endpoint.method} ${endpoint.path}`)
  if (endpoint.stepUp) demandStepUp(ctx)
  return ctx
}

function demandOwnRequest({ signIn }: Services, request: Request): void {
  const { publicUrl } = signIn.site
  const from = {
    method: request.method,
    site: request.headers.get('sec-fetch-site'),
    origin: request.headers.get('origin'),
  }
  if (isOwnRequest(from, publicUrl)) return
  throw new HubwardError(
    'request.origin_refused',
    `Only pages of ${new URL(publicUrl).origin} may do this in a browser. Open Hubward there; an operator sets that address with HUBWARD_PUBLIC_URL.`,
  )
}

async function bySession(services: Services, visit: Visit): Promise<Actor> {
  const signedIn = await authenticate(services, visit)
  if (!signedIn.ok) throw sessionRefused(signedIn.error)
  return actorOf(signedIn.value, services.world.now())
}

async function byAuthorization(services: Services, request: Request): Promise<Actor> {
  const caller = await identify(services, request.headers.get('authorization') ?? undefined)
  if (!caller.ok) throw new HubwardError(caller.error.code, caller.error.message)
  const { principal, means } = caller.value
  return {
    kind: 'principal',
    principalId: principal.id,
    principalName: principal.name,
    role: principal.role,
    means,
  }
}
