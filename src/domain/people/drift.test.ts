/** Drift is told of whom a rule speaks of, by what is heard, and of nobody who differs on purpose. */
import { expect, test } from 'vitest'
import { portalUser, wish } from '../../../tests/support/portal-people.ts'
import { driftAlerts } from './drift.ts'

const ANA = portalUser('1', { permissionSetIds: ['sales'], seats: ['Core'] })
const BEN = portalUser('2', { permissionSetIds: ['least'] })
const NOBODY: ReadonlySet<string> = new Set()

test('says which fields are not as the rules in force want', () => {
  const desired = [
    wish(ANA.email, { permissionSetId: 'least', seats: ['Core'] }),
    wish(BEN.email, { permissionSetId: 'least' }),
  ]
  expect(driftAlerts([ANA, BEN], desired, NOBODY)).toEqual([
    { userId: '1', kind: 'drift', saw: 'Not as the rules in force want: permission set.' },
  ])
})

test('whoever has access for a while, leaves, or is spoken of by the directory alone has not drifted', () => {
  const ruled = [wish(ANA.email, { permissionSetId: 'least' })]
  expect(driftAlerts([ANA], ruled, new Set(['1']))).toEqual([])
  expect(driftAlerts([ANA], [wish(ANA.email, { present: false })], NOBODY)).toEqual([])
  const bySource = { source: 'scim', key: 'scu_1' } as const
  expect(driftAlerts([ANA], [{ ...ruled[0]!, ...bySource }], NOBODY)).toEqual([])
})

test('what the directory says is heard before the rule', () => {
  const directory = { source: 'scim', key: 'scu_1' } as const
  const desired = [
    wish(ANA.email, { permissionSetId: 'least' }),
    { ...wish(ANA.email, { permissionSetId: 'sales' }), ...directory },
  ]
  expect(driftAlerts([ANA], desired, NOBODY)).toEqual([])
})
