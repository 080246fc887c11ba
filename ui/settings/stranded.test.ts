import { describe, expect, it } from 'vitest'
import { strandedWithout, type Ways } from './stranded.ts'

const person = (name: string) => ({
  id: `mem_${name}`,
  kind: 'member' as const,
  name,
  email: `${name}@example.com`,
})
const identity = (name: string, provider: string) => ({
  principal: person(name),
  provider: { id: provider, name: provider },
})

const ways: Ways = {
  providers: [
    { id: 'google', enabled: true },
    { id: 'okta', enabled: true },
    { id: 'old', enabled: false },
  ],
  identities: [
    identity('ada', 'google'),
    identity('ben', 'google'),
    identity('ben', 'okta'),
    identity('cleo', 'google'),
    identity('cleo', 'old'),
    identity('dan', 'google'),
    identity('eve', 'okta'),
  ],
  passkeys: [{ principal: person('dan') }],
}

describe('who is locked out when a provider goes', () => {
  it('is whoever has no passkey and no other provider that lets people in', () => {
    expect(strandedWithout('google', ways)).toEqual(['ada', 'cleo'])
    expect(strandedWithout('okta', ways)).toEqual(['eve'])
  })

  it('is nobody where nobody came by it', () => {
    expect(strandedWithout('old', { ...ways, identities: [] })).toEqual([])
  })
})
