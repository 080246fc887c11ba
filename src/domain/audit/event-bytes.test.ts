import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './canonical.ts'
import { eventText } from './event-bytes.ts'
import type { CallEvent } from './event.ts'

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const text = fc.string({ unit: 'binary' })
/** Ids, codes and operations are of our own making. */
const own = fc.stringMatching(/^[a-z0-9_.:-]{0,30}$/)

const call: fc.Arbitrary<CallEvent> = fc.record({
  type: fc.constant('call'),
  version: fc.constant(1),
  id: own,
  at: fc.constant('2026-11-21T08:00:00.000Z'),
  door: fc.constantFrom('rest', 'mcp'),
  principalId: maybe(own),
  principalName: maybe(text),
  authenticatedBy: maybe(own),
  groupId: maybe(own),
  groupName: maybe(text),
  connectionId: maybe(own),
  connectionName: maybe(text),
  portalId: maybe(fc.nat()),
  operation: maybe(own),
  method: text,
  path: text,
  tool: maybe(text),
  scopes: fc.array(text),
  decision: fc.constantFrom('permitted', 'refused'),
  reason: maybe(own),
  status: fc.nat(599),
  upstreamStatus: maybe(fc.nat(599)),
  correlationId: maybe(text),
  attempts: fc.nat(9),
  durationMs: fc.double({ noNaN: true, min: 0, max: 1e7 }),
  waitedMs: fc.nat(),
  bytesIn: fc.nat(),
  bytesOut: fc.nat(),
})

describe('the bytes of an audit event', () => {
  it('are canonical JSON for every call, though its members are named by hand: a signed log hashes them', () => {
    fc.assert(
      fc.property(call, (event) => {
        expect(eventText(event)).toBe(canonicalJson(event))
      }),
    )
  })

  it('sort members by code unit and drop white space, as RFC 8785 §3.2.3 shows', () => {
    const example = {
      '\u20ac': 'Euro',
      '\r': 'Return',
      '1': 'One',
      '\ud83d\ude00': 'Emoji',
      '\ufb33': 'Dalet',
    }
    expect(canonicalJson(example)).toBe(
      '{"\\r":"Return","1":"One","€":"Euro","😀":"Emoji","\ufb33":"Dalet"}',
    )
  })

  it('refuse what JSON cannot hold instead of writing null in its place', () => {
    expect(() => canonicalJson({ at: Number.NaN })).toThrow(TypeError)
    expect(() => canonicalJson({ run: () => 1 })).toThrow(TypeError)
  })
})
