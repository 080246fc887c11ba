/** What an admin needs before a portal is connected: which credential, which scopes, is it whole. */
import { z } from 'zod'
import { redacted } from '../../../domain/redacted.ts'
import { endpoint } from './endpoint.ts'
import { line } from './fields.ts'
import { listOf, none, nothing } from './forms.ts'

const tag = 'Connections'

const kindView = z.object({
  /** `service_key`, `static_app`, `oauth`, `private_app`, `developer_key`. */
  kind: z.string(),
  title: z.string(),
  /** When to choose it, one sentence. */
  forWhom: z.string(),
  /** What to know before: how long it lives, what it cannot do. */
  notice: z.string().nullable(),
  /** The one to offer first. */
  recommended: z.boolean(),
  /** In HubSpot's own menus, in order. `scopes`: here the chosen HubSpot scopes are ticked. */
  steps: z.array(z.object({ text: z.string(), scopes: z.boolean() })),
  /** What is pasted here, in the order of the form. */
  fields: z.array(
    z.object({
      name: z.enum(['token', 'clientId', 'clientSecret', 'refreshToken', 'portalId', 'appId']),
      label: z.string(),
      hint: z.string(),
      /** How it looks, with made-up characters. */
      example: z.string(),
      secret: z.boolean(),
      required: z.boolean(),
    }),
  ),
})
export type CredentialKindView = z.output<typeof kindView>

const secret = z
  .string()
  .max(10_000)
  .transform((text) => redacted(text))

const checkedField = z.object({
  field: z.enum(['token', 'clientId', 'clientSecret', 'refreshToken']),
  ok: z.boolean(),
  /** What is wrong, by its name in docs/credentials.md; `null` where it looks right. */
  mistake: z.string().nullable(),
  message: z.string().nullable(),
  /** Slips that will be repaired, in words. */
  repairs: z.array(z.string()),
  /** The kinds it can be by its form, most likely first. */
  kinds: z.array(z.string()),
})
export type CheckedFieldView = z.output<typeof checkedField>

export const credentialEndpoints = {
  kinds: endpoint({
    method: 'GET',
    path: '/api/v1/credential-kinds',
    act: 'read',
    tag,
    summary: 'The kinds of credential, with the steps in HubSpot and the fields of each',
    params: none,
    query: none,
    body: nothing,
    answer: listOf(kindView),
    status: 200,
  }),
  check: endpoint({
    method: 'POST',
    path: '/api/v1/credential-checks',
    act: 'secure',
    tag,
    summary: 'Whether what was pasted looks like what it should be; asks nobody, stores nothing',
    params: none,
    query: none,
    body: z.strictObject({
      /** Not an enumeration: the ended `hapikey` deserves a better answer. */
      kind: line.min(1).max(50),
      token: secret.optional(),
      clientId: secret.optional(),
      clientSecret: secret.optional(),
      refreshToken: secret.optional(),
    }),
    answer: z.object({
      /** One per field that was sent. */
      fields: z.array(checkedField),
    }),
    status: 200,
  }),
  hubspotScopes: endpoint({
    method: 'GET',
    path: '/api/v1/hubspot-scopes',
    act: 'read',
    tag,
    summary: 'The HubSpot scopes to tick for a chosen set of Hubward scopes: no more than needed',
    params: none,
    query: z.strictObject({
      /** Separated by commas: `contacts:read,deals:write`. Empty: none. */
      scopes: z.string().max(8_000).default(''),
    }),
    body: nothing,
    answer: z.object({
      /** Each of these. */
      required: z.array(z.object({ hubspotScope: z.string(), forScopes: z.array(z.string()) })),
      /** One of each of these; `suggested` is the one in `toTick`. */
      oneOf: z.array(
        z.object({
          choices: z.array(z.string()),
          suggested: z.string(),
          forScopes: z.array(z.string()),
        }),
      ),
      /** Not needed, but a part stays shut without. */
      optional: z.array(
        z.object({
          hubspotScope: z.string(),
          /** What it opens: `HubDB tables`. */
          opens: z.string(),
          forScopes: z.array(z.string()),
        }),
      ),
      /** `required` and the suggestions, sorted: the list to copy. */
      toTick: z.array(z.string()),
    }),
    status: 200,
  }),
}
