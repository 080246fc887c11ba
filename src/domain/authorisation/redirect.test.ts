import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  belongsTo,
  isAppScheme,
  isLoopback,
  isPlainRedirect,
  redirectHost,
  redirectMatches,
} from './redirect.ts'

describe('a redirect address matches', () => {
  test('the registered one, letter for letter', () => {
    const registered = ['https://claude.ai/api/mcp/auth_callback']
    expect(redirectMatches('https://claude.ai/api/mcp/auth_callback', registered)).toBe(true)
    for (const near of [
      'https://claude.ai/api/mcp/auth_callback/',
      'https://claude.ai/api/mcp/auth_callback?x=1',
      'https://claude.ai:443/api/mcp/auth_callback',
      'https://CLAUDE.ai/api/mcp/auth_callback',
      'http://claude.ai/api/mcp/auth_callback',
    ])
      expect(redirectMatches(near, registered), near).toBe(false)
  })

  test('a loopback one at any port, and nothing else of it may differ (RFC 8252 §7.3)', () => {
    const registered = ['http://localhost/callback', 'http://127.0.0.1:8080/cb']
    for (const good of [
      'http://localhost:1/callback',
      'http://localhost/callback',
      'http://127.0.0.1:65535/cb',
      'http://127.0.0.1/cb',
    ])
      expect(redirectMatches(good, registered), good).toBe(true)
    for (const bad of [
      'http://localhost:1/cb',
      'http://[::1]:1/callback',
      'http://127.0.0.1:1/callback',
      'https://localhost:1/callback',
      'http://localhost:1@evil.example/callback',
      'http://localhost:1#/callback',
      'http://localhost.evil.example:1/callback',
      'http://localhost:123456/callback',
      'http://localhost:99999/callback',
      'http://localhost:1/callback?next=x',
    ])
      expect(redirectMatches(bad, registered), bad).toBe(false)
  })

  test('never one on another host than the registered ones have', () => {
    const registered = ['http://localhost/callback', 'https://claude.ai/cb']
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
        if (!redirectMatches(url, registered)) return
        expect(['localhost', 'claude.ai']).toContain(new URL(url).hostname)
      }),
    )
  })
})

test('what a person is shown of it is the host, or the scheme of an app', () => {
  expect(redirectHost('https://Claude.ai/api')).toBe('claude.ai')
  expect(redirectHost('http://localhost:33418/cb')).toBe('localhost:33418')
  expect(redirectHost('cursor://anysphere.cursor/callback')).toBe('cursor')
  expect(isAppScheme('cursor://anysphere.cursor/callback')).toBe(true)
  for (const uri of ['https://claude.ai/cb', 'http://localhost:33418/cb', 'no address'])
    expect(isAppScheme(uri), uri).toBe(false)
  expect(isLoopback('http://127.0.0.1:1/x')).toBe(true)
  expect(isLoopback('https://localhost.evil.example/')).toBe(false)
})

describe('an address that leads elsewhere than it seems', () => {
  const TRICKS = [
    'https://claude.ai@evil.example/cb',
    'https://claude.ai:x@evil.example/cb',
    'https://evil.example\\@claude.ai/cb',
    'https:\\\\evil.example/cb',
    'https://claude.ai.evil.exa\tmple/cb',
    ' https://evil.example/cb',
    'https://аpple.com/cb',
    'https://evil.example/\u202ecb',
    'https://[evil/cb',
    '',
  ]
  test.each(TRICKS)('is not plain: %j', (uri) => expect(isPlainRedirect(uri)).toBe(false))

  test.each([
    'https://claude.ai/api/mcp/auth_callback',
    'http://127.0.0.1:33418/',
    'http://[::1]/cb?x=1',
    'cursor://anysphere.cursor-mcp/oauth/callback',
    'com.example.app:/cb',
  ])('while those of honest clients are: %j', (uri) => expect(isPlainRedirect(uri)).toBe(true))

  test('is shown by the host to which a browser would go', () => {
    expect(redirectHost('https://claude.ai@evil.example/cb')).toBe('evil.example')
    expect(redirectHost('https://evil.example\\@claude.ai/cb')).toBe('evil.example')
    expect(redirectHost('https://аpple.com/cb')).toBe('xn--pple-43d.com')
  })

  test('is never shown by another host than the one that is reached, however it is written', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const uri = `https://${before}evil.example${after}`
        const reached = URL.parse(uri)
        expect(redirectHost(uri)).toBe(reached === null ? '' : reached.host)
        if (isPlainRedirect(uri)) expect(uri.toLowerCase()).toContain(`//${reached?.hostname}`)
      }),
      {
        examples: [
          ['@', ''],
          ['%65', ''],
          ['/', ''],
          [':@', ':1/cb'],
        ],
      },
    )
  })
})

test('a host belongs to itself and to those above it, by whole labels', () => {
  expect(belongsTo('api.claude.ai', 'claude.ai')).toBe(true)
  expect(belongsTo('claude.ai', 'claude.ai')).toBe(true)
  expect(belongsTo('claude.ai', 'api.claude.ai')).toBe(false)
  expect(belongsTo('notclaude.ai', 'claude.ai')).toBe(false)
})
