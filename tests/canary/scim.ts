/** An identity provider at the SCIM door: what it sends that is secret, and what it is given. */
import { addToGroup } from '../../src/application/access/add-to-group.ts'
import { createKey } from '../../src/application/access/create-key.ts'
import { createGroup } from '../../src/application/access/create-group.ts'
import { createServiceAccount } from '../../src/application/access/create-service-account.ts'
import { setGrant } from '../../src/application/access/set-grant.ts'
import { patch, person, providerWith } from '../support/scim-world.ts'
import type { Doors } from './doors.ts'
import { mispasted } from './seed.ts'

/** Also a password, which Okta sends where somebody asked it to, and a key where it does not belong. */
export async function throughScim({ app, hay, canaries }: Doors): Promise<void> {
  const { id } = await createServiceAccount(app.operator, { name: 'identity provider' })
  await createGroup(app.operator, {
    name: 'identity-provider',
    title: 'Identity provider',
    description: '',
    context: '',
  })
  await addToGroup(app.operator, { group: 'identity-provider', principal: id })
  await setGrant(app.operator, {
    group: 'identity-provider',
    connection: 'main',
    scopes: ['users:read', 'users:write'],
    expiresAt: null,
  })
  const { text } = await createKey(app.operator, { principal: id, name: 'scim', expiresAt: null })
  const key = text.reveal()
  const fetched = await fetch(`${app.url}/oauth/scim/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: id,
      client_secret: key,
    }),
  })
  const { access_token: token } = (await fetched.json()) as { access_token: string }
  const password = canaries['a password that an identity provider sent'] ?? ''
  Object.assign(canaries, {
    'the client key of an identity provider': key,
    'the access token of an identity provider': token,
  })
  const base = `${app.url}/scim/v2/main`
  for (const bearer of [key, token, mispasted()]) {
    const { ask } = providerWith(base, bearer)
    const user = person(`canary-${bearer.length}@harbour-tea.example`, { password })
    const made = await ask('POST', '/Users', user)
    const path = `/Users/${String(made.body['id'])}`
    for (const [method, at, body] of [
      ['POST', '/Users', user],
      ['POST', '/Users', `{"password":"${password}"`],
      ['POST', '/Users', { ...user, userName: { password } }],
      ['PUT', path, user],
      ['PATCH', path, patch({ op: 'replace', path: 'password', value: password })],
      ['PATCH', path, patch({ op: 'add', path: 'active', value: password })],
      ['PATCH', path, patch({ op: 'add', value: { password } })],
      ['GET', path, undefined],
      ['GET', '/Users?count=1&cursor=', undefined],
      ['GET', '/Schemas', undefined],
      ['GET', `${app.url}/scim/v2/nowhere/Users`, undefined],
    ] as const) {
      const answer = await ask(method, at, body)
      hay.add(`answer: ${method} ${at}`, `${answer.status} ${JSON.stringify([...answer.headers])}`)
      hay.add(`answer: ${method} ${at}`, JSON.stringify(answer.body))
    }
  }
}
