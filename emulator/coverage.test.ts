// Which operations of the official SDK are answered. The exceptions are pinned, so that what is not
// emulated is known, and a route that disappears is noticed.
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { ROUTES } from './routes/index.ts'
import { createRouter } from './server/router.ts'

const SDK = dirname(
  createRequire(import.meta.url).resolve('@hubspot/api-client/lib/codegen/crm/contacts/index.js'),
)
const CODEGEN = join(SDK, '..', '..')

/** Every `METHOD /path/{template}` in the SDK's generated code. */
function operations(): string[] {
  const files = readdirSync(CODEGEN, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('Api.js'),
  )
  const found = files.flatMap((name) => {
    const code = readFileSync(join(CODEGEN, name), 'utf8')
    return [...code.matchAll(/localVarPath = '([^']+)'[\s\S]{0,900}?HttpMethod\.([A-Z]+)/g)].map(
      ([, path, method]) => `${method} ${path}`,
    )
  })
  return [...new Set(found)].sort()
}

const FAMILIES =
  /^\w+ (\/crm\/v3\/(objects|owners|pipelines|properties|associations)\/?|\/crm\/v4\/|\/crm-object-schemas\/|\/oauth\/|\/settings\/(users|v3\/users))/

const NOT_EMULATED = [
  'DELETE /crm-object-schemas/v3/schemas/{objectType}/associations/{associationIdentifier}',
  'GET /crm/v4/associations/definitions/configurations/all',
  'GET /crm/v4/associations/definitions/configurations/{fromObjectType}/{toObjectType}',
  'POST /crm/v3/objects/deals/splits/batch/read',
  'POST /crm/v3/objects/deals/splits/batch/upsert',
  'POST /crm/v4/associations/definitions/configurations/{fromObjectType}/{toObjectType}/batch/create',
  'POST /crm/v4/associations/definitions/configurations/{fromObjectType}/{toObjectType}/batch/purge',
  'POST /crm/v4/associations/definitions/configurations/{fromObjectType}/{toObjectType}/batch/update',
  'POST /crm/v4/associations/usage/high-usage-report/{userId}',
]

test('every CRM, users and OAuth operation of the SDK is routed, but for a known few', () => {
  const find = createRouter(ROUTES)
  const all = operations().filter((one) => FAMILIES.test(one))
  expect(all.length).toBeGreaterThan(290)
  const unrouted = all.filter((one) => {
    const [method = '', path = ''] = one.split(' ')
    return find(method, path.replaceAll(/\{[^}]+\}/g, 'x')).found !== 'route'
  })
  expect(unrouted).toEqual(NOT_EMULATED)
})
