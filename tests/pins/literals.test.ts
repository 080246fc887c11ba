import { expect, it } from 'vitest'
import { readArguments } from '../../emulator/cli-arguments.ts'
import { CLIENT_KEY_PATTERN } from '../../src/domain/access/client-key.ts'
import { ROLES } from '../../src/domain/access/entities.ts'
import { SCOPES } from '../../src/domain/access/scope.ts'
import { BUDGET_NAMES } from '../../src/domain/budget/buckets.ts'
import { CREDENTIAL_KINDS } from '../../src/domain/credential/kind.ts'
import { ERRORS } from '../../src/domain/errors.ts'
import { ID_PREFIXES } from '../../src/domain/ids.ts'
import { PORTAL_GROUP, PORTAL_USER } from '../../src/domain/scim/schemas/urns.ts'
import { readConfig } from '../../src/main/config.ts'
import { PINNED } from './pinned.ts'

type Pin = keyof typeof PINNED

const CURRENT: Record<Pin, unknown> = {
  scopes: SCOPES.map(({ scope }) => scope),
  idPrefixes: ID_PREFIXES,
  clientKey: [CLIENT_KEY_PATTERN],
  credentialKinds: Object.keys(CREDENTIAL_KINDS),
  roles: Object.keys(ROLES),
  budgets: BUDGET_NAMES,
  scimSchemas: [PORTAL_USER, PORTAL_GROUP],
  ports: { hubward: readConfig({}).port, emulator: readArguments([]).options.port },
  errors: Object.fromEntries(
    Object.entries(ERRORS).map(([code, { status, retry }]) => [code, `${status} ${retry}`]),
  ),
}

it.each(Object.entries(PINNED))('%s stay as they are: $because', (name, { because, literals }) => {
  const said = `${because}; if the change is meant, change tests/pins/pinned.ts and the changelog`
  expect(CURRENT[name as Pin], said).toEqual(literals)
})
