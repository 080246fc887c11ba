/** Promise: an address in the rules file that means nobody is told, not passed over in silence. */
import { expect, test } from 'vitest'
import {
  leaves,
  planInput,
  planned,
  portalOf,
  portalUser,
  wish,
} from '../../../../tests/support/portal-people.ts'
import { emailKey } from '../portal-user.ts'

const PORTAL = portalOf(10)
const [FIRST] = PORTAL
const misspelt = FIRST!.email.replace('@', 'x@')
const breakGlass = (email: string) => ({
  protected: { own: [], ownKnown: true, breakGlass: [emailKey(email)] },
})

test('a leaver whom nobody in the portal is, with who may be meant', () => {
  const { items, notes } = planned(planInput(PORTAL, [wish(misspelt, { present: false })]))
  expect(items).toEqual([])
  expect(notes).toMatchObject([{ email: misspelt, heard: null, passedOver: 'rules' }])
  expect(notes?.[0]?.sentence).toContain(`Nearest: ${emailKey(FIRST!.email)}`)
})

test('whoever is to be spared and is nobody', () => {
  const { notes } = planned(planInput(PORTAL, [], breakGlass(misspelt)))
  expect(notes?.[0]?.sentence).toContain('nobody is spared')
  expect(planned(planInput(PORTAL, [], breakGlass(FIRST!.email))).notes).toEqual([])
})

test('not who was in the portal and left, nor whom only a directory speaks of', () => {
  const left = portalUser('99')
  const gone = new Set([emailKey(left.email)])
  expect(planned(planInput(PORTAL, [leaves(left)], { gone })).notes).toEqual([])
  const byDirectory = { ...leaves(left), source: 'scim' as const }
  expect(planned(planInput(PORTAL, [byDirectory])).notes).toEqual([])
})
