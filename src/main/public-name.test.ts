import { expect, it } from 'vitest'
import { unfitForBrowsers } from './public-name.ts'

it.each([
  'http://localhost:4110',
  'http://hubward.localhost',
  'https://hubward.example.com',
  'https://hubward:8443',
])('people can sign in at %s', (address) => expect(unfitForBrowsers(address)).toBeUndefined())

it.each([
  ['http://hubward.example.com', 'need HTTPS'],
  ['http://localhost.example.com', 'need HTTPS'],
  ['http://127.0.0.1:4110', 'not to an IP address'],
  ['https://10.0.0.5', 'not to an IP address'],
  ['http://[fd00::7]:4110', 'not to an IP address'],
])('at %s they cannot, and whoever starts it is told', (address, why) =>
  expect(unfitForBrowsers(address)).toContain(why),
)
