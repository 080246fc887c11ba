/** The product with an identity provider's service account, asked over HTTP as a provider asks. */
import { addToGroup } from '../../src/application/access/add-to-group.ts'
import { createGroup } from '../../src/application/access/create-group.ts'
import { createKey } from '../../src/application/access/create-key.ts'
import { createServiceAccount } from '../../src/application/access/create-service-account.ts'
import { setGrant } from '../../src/application/access/set-grant.ts'
import type { ChangeEvent } from '../../src/domain/audit/event.ts'
import { product, type Product } from './product.ts'

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
export const PORTAL = 'urn:hubward:params:scim:schemas:extension:portal:1.0:User'
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
export const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
export const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error'

/** As it came: a body that is no JSON object is `{}`. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  // What stands in it is the matter of each test.
  readonly body: Record<string, never> & Record<string, unknown>
}

export interface Provider {
  readonly key: string
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>
}

export interface ScimWorld extends Product {
  /** `http://…/scim/v2/main` */
  readonly base: string
  /** May read and write. */
  readonly provider: Provider
  /** A service account of that name with these scopes on `main`. */
  account(name: string, scopes: readonly string[]): Promise<Provider & { accountId: string }>
  /** Changes that came by SCIM, oldest first. */
  changes(): Promise<ChangeEvent[]>
}

export async function scimWorld(options: Parameters<typeof product>[0] = {}): Promise<ScimWorld> {
  const made = await product(options)
  const base = `${made.urls[0] ?? ''}/scim/v2/main`
  const account = async (
    name: string,
    scopes: readonly string[],
  ): Promise<Provider & { accountId: string }> => {
    const { id } = await createServiceAccount(made.admin, { name })
    const group = `idp-${name}`
    await createGroup(made.admin, { name: group, title: name, description: '', context: '' })
    await addToGroup(made.admin, { group, principal: id })
    if (scopes.length > 0)
      await setGrant(made.admin, {
        group,
        connection: 'main',
        scopes: [...scopes],
        expiresAt: null,
      })
    const { text } = await createKey(made.admin, { principal: id, name: 'scim', expiresAt: null })
    return { ...providerWith(base, text.reveal()), accountId: id }
  }
  return {
    ...made,
    base,
    account,
    provider: await account('okta', ['users:read', 'users:write']),
    async changes() {
      const events = await made.admin.store.read.audit.list({ type: 'change' }, { limit: 1_000 })
      return events
        .toReversed()
        .flatMap(({ event }) => (event.type === 'change' && event.door === 'scim' ? [event] : []))
    },
  }
}

export const providerWith = (base: string, key: string): Provider => ({
  key,
  async ask(method, path, body, headers = {}) {
    const response = await fetch(path.startsWith('http') ? path : `${base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        accept: 'application/scim+json',
        ...(body !== undefined && { 'content-type': 'application/scim+json; charset=utf-8' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const parsed: unknown = text === '' ? {} : JSON.parse(text)
    return {
      status: response.status,
      headers: response.headers,
      body: (typeof parsed === 'object' ? parsed : {}) as Answer['body'],
    }
  },
})

/** A user as Okta makes one. */
export const person = (userName: string, more: object = {}) => ({
  schemas: [USER],
  userName,
  name: { givenName: 'Nora', familyName: 'Quay' },
  emails: [{ primary: true, value: userName, type: 'work' }],
  displayName: 'Nora Quay',
  active: true,
  ...more,
})

export const patch = (...operations: readonly object[]) => ({
  schemas: [PATCH_OP],
  Operations: operations,
})
