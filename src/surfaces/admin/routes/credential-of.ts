/** A credential as the contract has it, side by side as in forms, and as the verbs take it. */
import type { z } from 'zod'
import type { connectionEndpoints } from '../contract/connections.ts'

export function credentialOf(body: z.output<typeof connectionEndpoints.preview.body>) {
  const { kind, token, clientId, clientSecret, refreshToken, key, baseUrl, developer } = body
  const secrets = given({ token, clientId, clientSecret, refreshToken }) ?? {}
  return { kind, secrets, key, baseUrl, developer }
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Without the fields that were not given: for a verb, `undefined` would be a value. */
export function given<T extends object>(fields: T | undefined): Given<T> | undefined {
  if (!fields) return undefined
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Given<T>
}
