import { expect, it } from 'vitest'
import type { HttpBindings } from '@hono/node-server'
import { peerOf } from './peer.ts'

const PROXIES = ['10.0.0.1', '10.0.0.2']

const from = (remoteAddress: string) =>
  ({ socket: { remoteAddress } }) as unknown as HttpBindings['incoming']

it.each([
  ['nobody but a trusted proxy is believed', '198.51.100.7', '203.0.113.9', [], '198.51.100.7'],
  [
    'the nearest that is no proxy of ours',
    '10.0.0.1',
    '6.6.6.6, 203.0.113.9, 10.0.0.2',
    PROXIES,
    '203.0.113.9',
  ],
  ['a port is no part of an address', '10.0.0.1', '203.0.113.9:50312', PROXIES, '203.0.113.9'],
  ['nor are brackets', '10.0.0.1', '[2001:db8::7]:50312', PROXIES, '2001:db8::7'],
  [
    'a proxy on an IPv6 socket is the same proxy',
    '::ffff:10.0.0.1',
    '203.0.113.9',
    PROXIES,
    '203.0.113.9',
  ],
  ['a proxy that says nothing speaks for itself', '10.0.0.1', undefined, PROXIES, '10.0.0.1'],
] as const)('%s', (_, peer, forwardedFor, trusted, expected) =>
  expect(peerOf(from(peer), forwardedFor, trusted)).toBe(expected),
)
