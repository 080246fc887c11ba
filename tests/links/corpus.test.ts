import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { HubSpotLink } from '../../src/domain/hubspot/links/link.ts'
import { APP_FORMS } from '../../src/domain/hubspot/links/app-forms.ts'
import { OTHER_FORMS } from '../../src/domain/hubspot/links/other-forms.ts'
import { parseLink } from '../../src/domain/hubspot/links/parse-link.ts'
import { LINK_REFUSALS } from '../../src/domain/hubspot/links/refusals.ts'
import { API_URLS } from './api-urls.ts'
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
/** Hosts that have a twin in every region, told by a suffix of their first part. */
const TWINNED = /^https:\/\/(api|meetings|share|forms|js)\.(?=hub|hs)/
const OTHERS = [...OTHER_URLS, ...API_URLS].flatMap(([url, kind, portal, region, type, id]) =>
  (TWINNED.test(url) ? REGIONS : [region]).map((one) => ({
    url: one === '-' ? url : url.replace(TWINNED, `https://$1-${one}.`),
    expected: [kind, portal, one, type, id],
  })),
)
/** Written out for one region and twinned for another, an address stands here twice. */
const ALL = [...new Map([...APP_URLS, ...OTHERS].map((row) => [row.url, row])).values()]

it('every form in every region is read as the corpus says', () => {
  const wrong = ALL.flatMap(({ url, expected }) => {
    const link = parseLink(url)
    const got = link.ok ? told(link.value) : [link.error.reason]
    return got.join(' ') === expected.join(' ') ? [] : [{ url, expected, got }]
  })
  expect(wrong).toEqual([])
})

it('no form of address stands without an address that proves it', () => {
  const proved = new Set(
    ALL.flatMap(({ url }) => {
      const link = parseLink(url)
      return link.ok ? `${link.value.host} ${link.value.form}` : []
    }),
  )
  const forms = Object.entries({ app: APP_FORMS, ...OTHER_FORMS }).flatMap(([host, rows]) =>
    rows.map(({ at }) => `${host} ${at}`),
  )
  expect(forms.filter((form) => !proved.has(form))).toEqual([])
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
  // What docs/assurance.md says was measured.
  const assurance = readFileSync(join(import.meta.dirname, '../../docs/assurance.md'), 'utf8')
  expect(assurance).toContain(`all of ${ALL.length} and ${REFUSED.length}`)
})

const told = (link: HubSpotLink) =>
  [
    link.kind,
    link.portalId,
    link.region,
    link.objectType?.objectTypeId ?? link.objectType?.name,
    link.id,
  ].map((part) => String(part ?? '-'))
