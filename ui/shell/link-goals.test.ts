import { expect, it } from 'vitest'
import { linkGoals } from './link-goals.ts'

const CONNECTIONS = [
  { name: 'main', title: 'Harbour Tea', portalId: 123 },
  { name: 'emea', title: 'EMEA', portalId: 456 },
]

it('a link leads to the connection of its portal, and takes itself along', () => {
  const link = 'https://app.hubspot.com/contacts/456/deal/7?token=x'
  expect(linkGoals(link, CONNECTIONS)?.goals).toMatchObject([
    { value: '/connections/emea?tab=ids', pastedLink: link },
  ])
})

it('a link without a portal may be of any connection', () => {
  const goals = linkGoals('meetings.hubspot.com/seller/intro', CONNECTIONS)?.goals
  expect(goals?.map(({ value }) => value)).toEqual([
    '/connections/main?tab=ids',
    '/connections/emea?tab=ids',
  ])
})

it('says why a link leads nowhere', () => {
  expect(linkGoals('https://app.hubspot.com/contacts/9/deal/7', CONNECTIONS)).toMatchObject({
    goals: [],
    none: expect.stringContaining('portal 9'),
  })
  expect(linkGoals('https://app.hubspot.com.evil.example/a', CONNECTIONS)?.none).toContain(
    'Do not sign in',
  )
})

it('what is no address is a name to find, and so is all for those who may not look up', () => {
  expect(linkGoals('hubspot', CONNECTIONS)).toBeNull()
  expect(linkGoals('451', CONNECTIONS)).toBeNull()
  expect(linkGoals('https://app.hubspot.com/contacts/456/deal/7', undefined)).toBeNull()
})
