import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import { ASSOCIATION_TYPE_IDS, endsOfAssociation } from './association-types.ts'
import { standardType } from './object-types.ts'

const require = createRequire(import.meta.url)
const { AssociationTypes } = require('@hubspot/api-client') as {
  AssociationTypes: Record<string, string | number>
}

/** `primaryCompanyToContact` and `contactToCompany` by name; three names do not follow. */
const IRREGULAR: Record<string, readonly [string, string]> = {
  parentToChildCompany: ['companies', 'companies'],
  childToParentCompany: ['companies', 'companies'],
  contactSigner: ['quotes', 'contacts'],
}

function endsByName(name: string): readonly (string | undefined)[] {
  const irregular = IRREGULAR[name]
  if (irregular) return irregular
  const [from = '', to = ''] = name.replace(/^primary/, '').split('To')
  const snake = (word: string) =>
    word.replace(/^./, (c) => c.toLowerCase()).replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)
  return [from, to].map((word) => standardType(snake(word))?.name)
}

it('agrees with the official client on every association type id, and holds no other', () => {
  const official = Object.entries(AssociationTypes).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  )
  expect(official.length).toBeGreaterThan(80)
  for (const [name, id] of official) expect(endsOfAssociation(id), name).toEqual(endsByName(name))
  expect(ASSOCIATION_TYPE_IDS).toEqual(official.map(([, id]) => id).sort((a, b) => a - b))
})

it('knows nothing of an id that is not in the table, so that it is refused', () => {
  expect(endsOfAssociation(99_999)).toBeUndefined()
  expect(endsOfAssociation(Number.NaN)).toBeUndefined()
})
