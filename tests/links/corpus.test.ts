import { expect, it } from 'vitest'
import type { HubSpotLink } from '../../src/domain/hubspot/links/link.ts'
import { parseLink } from '../../src/domain/hubspot/links/parse-link.ts'
import { LINK_REFUSALS } from '../../src/domain/hubspot/links/refusals.ts'
import { APP_PATHS } from './app-urls.ts'
import { OTHER_URLS } from './other-urls.ts'
import { REFUSED } from './refused-urls.ts'

const REGIONS = ['-', 'eu1', 'na2', 'na3', 'ap1'] as const
const PORTAL = '6700123'

const APP_URLS = REGIONS.flatMap((region) =>
  APP_PATHS.map(([path, kind, type, id]) => ({
    url: `https://app${region === '-' ? '' : `-${region}`}.hubspot.com${path.replace('P', PORTAL)}`,
    expected: [kind, path.includes('/P') ? PORTAL : '-', region, type, id],
  })),
)
const ALL = [...APP_URLS, ...OTHER_URLS.map(([url, ...expected]) => ({ url, expected }))]

it('every form in every region is read as the corpus says', () => {
  const wrong = ALL.flatMap(({ url, expected }) => {
    const link = parseLink(url)
    const got = link.ok ? told(link.value) : [link.error.reason]
    return got.join(' ') === expected.join(' ') ? [] : [{ url, expected, got }]
  })
  expect(wrong).toEqual([])
})

it('what follows an address (a slash, a fragment, tracking) changes nothing', () => {
  for (const { url, expected } of APP_URLS.filter((row) => !/[?#]/.test(row.url))) {
    const bare = url.replace(/\/$/, '')
    for (const more of ['/', '#tab', '?utm_source=mail', '/?eschref=%2Fcontacts%2F1#a?b=c']) {
      const link = parseLink(bare + more)
      expect(link.ok && told(link.value), bare + more).toEqual(expected)
    }
  }
})

it('what is no link is refused for the right reason', () => {
  const wrong = REFUSED.flatMap(([text, reason]) => {
    const link = parseLink(text)
    const got = link.ok ? told(link.value).join(' ') : link.error.reason
    return got === reason ? [] : [{ text, reason, got }]
  })
  expect(wrong).toEqual([])
})

it('every reason is met, and says what is needed', () => {
  const met = new Set(REFUSED.map(([, reason]) => reason))
  const long = parseLink(`https://app.hubspot.com/${'a'.repeat(5_000)}`)
  expect(long).toMatchObject({ ok: false, error: { reason: 'too_long' } })
  expect([...met, 'too_long'].toSorted()).toEqual(Object.keys(LINK_REFUSALS).toSorted())
})

it('the corpus holds 500 addresses or more, none twice', () => {
  const urls = [...ALL.map(({ url }) => url), ...REFUSED.map(([text]) => text)]
  expect(new Set(urls).size).toBe(urls.length)
  expect(urls.length).toBeGreaterThanOrEqual(500)
})

const told = (link: HubSpotLink) =>
  [
    link.kind,
    link.portalId,
    link.region,
    link.objectType?.objectTypeId ?? link.objectType?.name,
    link.id,
  ].map((part) => String(part ?? '-'))
