/**
 * One call to the admin API, typed by the contract:
 * `await api('PATCH /api/v1/groups/{group}', { params: { group }, body: { title } })`.
 * The session travels as a cookie; this file never sees it. Two refusals are answered here, once,
 * by asking the person (`identity-check.ts`): a session that ended, and a step-up that is due.
 */
import type { Answer, Name, Sent, SentArgs } from './endpoints.ts'
import { identityWanted } from './identity-check.ts'
import { presence } from './presence.ts'
import { OFFLINE, readRefusal, type Refusal } from './refusal.ts'

/** HubSpot itself may be asked within one request, so this is generous. */
const PATIENCE_MS = 60_000

/** @throws Refusal */
export async function api<N extends Name>(name: N, ...[sent]: SentArgs<N>): Promise<Answer<N>> {
  let tried = await attempt(name, sent)
  // Another page of this browser has just stepped up: by now the browser has the newer cookie.
  if (tried.refusal?.code === 'auth.session_replayed') tried = await attempt(name, sent)
  if (tried.refusal && (await identityWanted(tried.refusal, name)))
    tried = await attempt(name, sent)
  if (tried.refusal) throw tried.refusal
  return answerOf(tried.response)
}

/**
 * The same, its answer unread, for one that goes on as long as something happens.
 *
 * @throws Refusal
 */
export async function openStream<N extends Name>(
  name: N,
  gone: AbortSignal,
  ...[sent]: SentArgs<N>
): Promise<Response> {
  let tried = await attempt(name, sent, gone)
  if (tried.refusal && (await identityWanted(tried.refusal, name)))
    tried = await attempt(name, sent, gone)
  if (tried.refusal) throw tried.refusal
  return tried.response
}

/** Sends it once; `refusal` is what stands against it. */
async function attempt(
  name: string,
  sent: Loose | undefined,
  signal?: AbortSignal,
): Promise<{ readonly response: Response; readonly refusal?: Refusal }> {
  const response = await send(name, sent, signal)
  return response.ok ? { response } : { response, refusal: await readRefusal(response) }
}

/**
 * Sends a request that the API itself proposed: the `fix` of an explanation, as it stands.
 *
 * @throws Refusal
 */
export async function carryOut(proposed: {
  readonly method: string
  readonly path: string
  readonly body: Readonly<Record<string, unknown>> | null
}): Promise<void> {
  if (!proposed.path.startsWith('/api/v1/')) throw new Error('Only the admin API is asked.')
  const name = `${proposed.method} ${proposed.path}` as Name
  await api(name, { body: proposed.body ?? undefined } as Sent<Name>)
}

/** Where an export or another download of the API lies, for a link. */
export const addressOf = <N extends Name>(name: N, ...[sent]: SentArgs<N>): string =>
  target(name, sent)

async function send(
  name: string,
  sent: Loose | undefined,
  signal = AbortSignal.timeout(PATIENCE_MS),
): Promise<Response> {
  const [method = 'GET'] = name.split(' ')
  const body = sent?.body
  try {
    return await fetch(target(name, sent), {
      method,
      credentials: 'same-origin',
      redirect: 'error',
      cache: 'no-store',
      signal,
      headers: {
        accept: 'application/json',
        ...presence(),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  } catch {
    throw OFFLINE()
  }
}

/** `Sent` without its types: what each part may hold was checked where it was given. */
type Loose = Partial<Record<keyof Sent<Name>, unknown>>

async function answerOf<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T
  try {
    return (await response.json()) as T
  } catch {
    throw OFFLINE()
  }
}

function target(name: string, sent: Loose | undefined): string {
  const params = (sent?.params ?? {}) as Record<string, unknown>
  const path = name
    .slice(name.indexOf(' ') + 1)
    .replaceAll(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(textOf(params[key])))
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(sent?.query ?? {}))
    if (value !== undefined && value !== null && value !== '') query.set(key, textOf(value))
  return query.size > 0 ? `${path}?${query}` : path
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)
