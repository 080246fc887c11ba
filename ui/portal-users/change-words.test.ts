/** A timeline that accuses somebody must not say more than HubSpot told. */
import { describe, expect, it } from 'vitest'
import { whatOf, whoOf as whoDid } from './change-words.ts'
import type { UserChange } from './types.ts'

const event = (actorId: string | null, actor: string | null) => ({
  at: '2026-11-01T00:00:00.000Z',
  type: 'ADD_ADMIN_USER',
  actorId,
  actor,
  ownCredential: false,
})
const whoOf = (change: Pick<UserChange, 'certainty' | 'by'> & Partial<UserChange>) =>
  whoDid({ plan: null, ...change })
const ANA = event('1', 'ana@harbour-tea.example')
const BEN = event('2', 'ben@harbour-tea.example')

describe('who did it', () => {
  it('is a fact only where HubSpot told of one person', () => {
    expect(whoOf({ certainty: 'told', by: [ANA, ANA] })).toBe(
      'By ana@harbour-tea.example, as HubSpot’s security activity says',
    )
  })

  it('is not the person as whom Hubward works: what it writes is told of them', () => {
    const own = { ...ANA, ownCredential: true }
    const said = whoOf({ certainty: 'told', by: [own] })
    expect(said).toContain('as whom Hubward itself works')
    expect(said).not.toMatch(/^By/)
    expect(whoOf({ certainty: 'several', by: [own, BEN] })).toContain('By one of')
  })

  it('is a plan of Hubward’s where one did just that, and whom HubSpot names beside it', () => {
    const plan = { id: 'pln_1', appliedBy: 'Grace Hart' }
    const own = { ...ANA, ownCredential: true }
    const done = 'By a plan of Hubward’s, applied by Grace Hart'
    expect(whoOf({ certainty: 'untold', by: [], plan })).toBe(done)
    expect(whoOf({ certainty: 'told', by: [own], plan })).toBe(done)
    const beside = whoOf({ certainty: 'told', by: [BEN], plan })
    expect(beside).toMatch(/^By ben@.*; a plan of Hubward’s, applied by Grace Hart, did the same$/)
    const alone = { id: 'pln_2', appliedBy: null }
    expect(whoOf({ certainty: 'silent', by: [], plan: alone })).toContain('carried out by itself')
  })

  it('is one of several, or perhaps one, where it may have been another', () => {
    expect(whoOf({ certainty: 'several', by: [ANA, BEN] })).toContain('By one of ana@')
    expect(whoOf({ certainty: 'several', by: [ANA] })).toContain('Perhaps by ana@')
  })

  it('is nobody where HubSpot is silent, has no word for it, or may not be read', () => {
    const said = (['silent', 'untold', 'unread'] as const).map((certainty) =>
      whoOf({ certainty, by: [] }),
    )
    expect(new Set(said).size).toBe(3)
    for (const text of said) expect(text).not.toMatch(/\bBy\b/)
  })

  it('names somebody who is not known by the id, and nobody where there is none', () => {
    expect(whoOf({ certainty: 'told', by: [event('99', null)] })).toContain('user 99')
    expect(whoOf({ certainty: 'told', by: [event(null, null)] })).toContain('does not name')
  })
})

describe('what changed', () => {
  it.each([
    [{ kind: 'super_admin', before: 'false', after: 'true' }, 'Became super admin'],
    [{ kind: 'super_admin', before: 'true', after: 'false' }, 'Is no longer super admin'],
    [{ kind: 'permission_set', before: null, after: 'Sales' }, 'Got the permission set Sales'],
    [{ kind: 'seat', before: 'Core', after: null }, 'Lost the seat Core'],
    [{ kind: 'primary_team', before: null, after: 'EMEA' }, 'Main team changed from none to EMEA'],
    [{ kind: 'deactivated', before: 'true', after: 'false' }, 'Was activated again'],
    [{ kind: 'missing', before: 'a@b.example', after: null }, 'Is no longer in the list of users'],
  ] as const)('%j reads: %s', (change, text) => expect(whatOf(change)).toBe(text))
})
