// A running portal for a test, and a small client for its raw answers.
import { startEmulator, type Emulator, type EmulatorOptions } from '../index.ts'

/** A record, or another item of a list, as tests look at it. */
export type WireItem = {
  id: string
  properties: Record<string, string | null>
  associations: Record<string, { results: { id: string; type: string }[] }>
  [field: string]: unknown
}

/** An answer's JSON. It names what tests reach into; what is really there, they check. */
export type Wire = {
  results: WireItem[]
  total: number
  paging?: { next: { after: string } }
  id: string
  properties: Record<string, string | null>
  message: string
  correlationId: string
  status: string
  errors: { code: string }[]
  access_token: string
  refresh_token: string
  token: string
  levers: string[]
  now: string
  error: string
  [field: string]: unknown
}

export type RawAnswer = { status: number; headers: Headers; text: string; json: Wire }

export type Ask = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<RawAnswer>

/** Calls with a token and a JSON `Accept`, and answers with everything, whatever the status. */
export function asker(emulator: Emulator, token: string | null = emulator.tokens[0]!.secret): Ask {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(emulator.url + path, {
      method,
      redirect: 'manual',
      headers: {
        accept: 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined || typeof body === 'string'
          ? {}
          : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: (isJson && text ? JSON.parse(text) : undefined) as Wire,
    }
  }
}

/** A small portal without limits, unless the test says otherwise. */
export const startPortal = (options: EmulatorOptions = {}): Promise<Emulator> =>
  startEmulator({ contacts: 60, enforceLimits: false, ...options })
