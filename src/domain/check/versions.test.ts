/** Which versions end when, and when that is worth a warning. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeVersions } from './judge-versions.ts'
import { SUNSETS, sunsetOf, versionInPath, type VersionUse } from './sunsets.ts'

const use = (
  family: string,
  version: string | null,
  more: Partial<VersionUse> = {},
): VersionUse => ({
  family,
  version,
  calls: 10,
  callers: 1,
  operations: ['crm.objects.search'],
  ...more,
})

describe('a version', () => {
  it.each([
    ['/crm/v3/objects/contacts', 'crm', 'v3'],
    ['/crm/objects/2026-09/contacts?limit=1', 'crm', '2026-09'],
    ['/oauth/v1/token', 'oauth', 'v1'],
    ['/marketing/emails/2026-09-beta', 'marketing', '2026-09-beta'],
    ['/crm/objects/2026-13/contacts', 'crm', null],
    ['/', '', null],
  ])('of %s', (path, family, version) => {
    expect(versionInPath(path)).toEqual({ family, version })
  })

  it('is read out of any path without a throw', () => {
    fc.assert(
      fc.property(fc.string(), (path) => {
        expect(typeof versionInPath(path).family).toBe('string')
      }),
    )
  })

  it.each([
    ['oauth', 'v1', '2027-02-16'],
    ['crm', 'v4', '2027-03-30'],
    ['oauth', 'v2', '2027-09-01'],
    ['crm', 'v1', '2027-09-01'],
    ['crm', 'v3', '2027-09-01'],
    // Released in March 2026 and supported for 18 months.
    ['crm', '2026-03', '2027-09-01'],
    ['crm', '2026-09', '2028-03-01'],
    ['crm', null, undefined],
  ])('%s %s ends on %s', (family, version, ends) => {
    expect(sunsetOf({ family, version })?.ends).toBe(ends)
  })

  it('has its source with it', () => {
    for (const { source, ends } of SUNSETS) {
      expect(source).toMatch(/^https:\/\/developers\.hubspot\.com\/changelog\/[a-z0-9-]+$/)
      expect(ends).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    }
  })
})

describe('what was used', () => {
  const judge = (uses: readonly VersionUse[], now: string, kind = 'service_key' as const) =>
    judgeVersions({
      connection: { name: 'main', kind },
      uses,
      looked: { calls: 10, whole: true, days: 30 },
      now: new Date(now),
    })

  it('warns half a year before it ends, and fails when it has', () => {
    expect(judge([use('crm', 'v4')], '2026-08-01T00:00:00Z').outcome).toBe('ok')
    expect(judge([use('crm', 'v4')], '2026-11-29T00:00:00Z').outcome).toBe('warning')
    expect(judge([use('crm', 'v4')], '2027-03-30T00:00:00Z').outcome).toBe('failed')
    expect(judge([use('crm', '2026-09')], '2026-11-29T00:00:00Z').outcome).toBe('ok')
  })

  it('says who used it, what to call instead, and whose word it is', () => {
    const [finding] = judge(
      [use('crm', 'v4', { calls: 7, callers: 3 }), use('cms', 'v4', { calls: 5 })],
      '2026-11-29T00:00:00Z',
    ).findings
    expect(finding?.text).toBe(
      'APIs of version v4 end on 2027-03-30, in 121 days. At least 3 callers made 12 calls there (crm.objects.search).',
    )
    expect(finding?.remedy).toContain('changelog/deprecating-support-for-hubspot-v4-apis')
  })

  it('that ends far from now is in the facts alone', () => {
    const judged = judge([use('crm', '2026-09')], '2026-11-29T00:00:00Z')
    expect(judged.findings.some(({ text }) => text.includes('2026-09'))).toBe(false)
    expect(judged.facts['used']).toEqual([expect.objectContaining({ ends: '2028-03-01' })])
    const year = judge([use('crm', '2026-09', { calls: 1 })], '2027-03-01T00:00:00Z')
    expect(year.findings[0]?.text).toBe(
      'The API release 2026-09 ends in 2028-03, in 366 days. One caller made a call there (crm.objects.search).',
    )
  })

  it('tells a legacy private app of its end', () => {
    const { findings } = judgeVersions({
      connection: { name: 'main', kind: 'private_app' },
      uses: [],
      looked: { calls: 0, whole: true, days: 30 },
      now: new Date('2027-06-01T00:00:00Z'),
    })
    expect(findings.find(({ outcome }) => outcome === 'warning')?.remedy).toContain(
      'hubward rotate main --kind service_key',
    )
  })
})
