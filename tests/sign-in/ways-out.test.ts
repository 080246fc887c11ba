/** Who may leave: never the last admin who could let anybody back in. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createKey } from '../../src/application/access/create-key.ts'
import { createMember } from '../../src/application/access/create-member.ts'
import { previewMemberRemoval } from '../../src/application/access/preview-removal.ts'
import { removeMember } from '../../src/application/access/remove-member.ts'
import { updateMember } from '../../src/application/access/update-member.ts'
import type { Context } from '../../src/application/context.ts'
import { signInRig, type Person, type SignInRig } from '../support/sign-in-rig.ts'

let rig: SignInRig
let first: Person
let own: Context
beforeEach(async () => {
  rig = await signInRig()
  first = await rig.firstAdmin()
  own = await rig.as(first.started)
})
afterEach(() => rig.close())

const last = { code: 'auth.last_way_in' }

it('an admin who has never signed in and has no key is nobody to leave the organisation to', async () => {
  await createMember(own, { name: 'Second', email: 'second@example.com', role: 'admin' })
  const member = first.email
  await expect(updateMember(own, { member, role: 'member' })).rejects.toMatchObject(last)
  await expect(removeMember(own, { member })).rejects.toMatchObject(last)
  expect((await previewMemberRemoval(own, { member })).refused).toContain('cannot be removed')
  // Nothing of a refused change stands.
  expect((await rig.as(first.started)).actor).toMatchObject({ role: 'admin' })
})

it('one with a key that works is', async () => {
  await createMember(own, { name: 'Second', email: 'second@example.com', role: 'admin' })
  const soon = new Date(rig.org.clock.now.getTime() + 60_000)
  await createKey(own, { principal: 'second@example.com', name: 'laptop', expiresAt: soon })
  const member = first.email
  rig.org.clock.now = soon
  await expect(removeMember(own, { member })).rejects.toMatchObject(last)
  await createKey(own, { principal: 'second@example.com', name: 'laptop', expiresAt: null })
  expect((await previewMemberRemoval(own, { member })).refused).toBeNull()
  await removeMember(own, { member })
})

it('one with a passkey is, and who could never act may always go', async () => {
  await createMember(own, { name: 'Idle', email: 'idle@example.com', role: 'admin' })
  await removeMember(own, { member: 'idle@example.com' })
  await rig.invited('second@example.com', 'admin')
  await updateMember(own, { member: first.email, role: 'auditor' })
})
