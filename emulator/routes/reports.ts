// Numbers about the portal: legacy analytics, marketing e-mail statistics, campaign metrics, event
// occurrences, form submissions. All are made from the seed; nothing that a caller does changes them.
import { isoInstant } from '../clock.ts'
import { mix } from '../random.ts'
import { gated, invalid, notFound } from '../server/errors.ts'
import { nextPage, readLimit } from '../server/paging.ts'
import { dated, mount, ok, type Answer, type Call, type Route } from '../server/route.ts'
import { needDate, isoDay } from '../server/dates.ts'
import { findType } from './params.ts'

const ANALYTICS = { any: ['business-intelligence'] }
const EMAIL_STATS = { any: ['content', 'marketing-email', 'marketing.email.read'] }
const CAMPAIGNS = { any: ['marketing.campaigns.read'] }
const EVENTS = { any: ['oauth'] }

export const reportRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/analytics/v2/reports/:breakdown/:period',
    needs: ANALYTICS,
    handle: analytics,
  },
  ...mount(dated('/marketing/emails', '/statistics', '/marketing/v3/emails/statistics'), [
    { method: 'GET', path: '/list', needs: EMAIL_STATS, handle: emailStatistics },
    { method: 'GET', path: '/histogram', needs: EMAIL_STATS, handle: emailHistogram },
  ]),
  ...mount(dated('/marketing/campaigns', '', '/marketing/v3/campaigns'), [
    { method: 'GET', path: '/:doc/reports/metrics', needs: CAMPAIGNS, handle: campaignMetrics },
  ]),
  ...mount(dated('/events/event-occurrences', '', '/events/v3/events'), [
    { method: 'GET', path: '', needs: EVENTS, handle: occurrences },
    { method: 'GET', path: '/event-types', needs: EVENTS, handle: eventTypes },
  ]),
  {
    method: 'GET',
    path: '/form-integrations/v1/submissions/forms/:form',
    needs: { any: ['forms'] },
    handle: submissions,
  },
]

const BREAKDOWNS: Record<string, readonly string[]> = {
  totals: ['totals'],
  sessions: ['sessions'],
  sources: ['organic', 'direct', 'referrals', 'social', 'email', 'paid', 'other'],
  geolocation: ['de', 'us', 'fr', 'gb', 'jp', 'br'],
  'utm-campaigns': ['spring-launch', 'trade-fair', 'renewal-push'],
  'utm-sources': ['newsletter', 'linkedin', 'search'],
  'utm-mediums': ['email', 'social', 'cpc'],
  pages: ['/', '/pricing', '/about-us', '/contact'],
  'landing-pages': ['/buyer-s-guide', '/free-trial'],
  'blog-posts': ['/five-questions-before-you-buy', '/our-new-office'],
  'event-completions': ['demo-booked', 'guide-downloaded'],
  forms: ['contact-us', 'newsletter-sign-up'],
}
const PERIOD_DAYS: Record<string, number> = { daily: 1, weekly: 7, monthly: 30 }
const DAY = 86_400_000

/** `total` and `summarize/*` answer with totals and breakdowns; the others with one list per date. */
function analytics(call: Call): Answer {
  const { breakdown, period } = call.params as { breakdown: string; period: string }
  const names = BREAKDOWNS[breakdown]
  if (!names) throw invalid(`Unknown breakdown or type: ${breakdown}`)
  const start = needDate(call.query, 'start')
  const end = needDate(call.query, 'end')
  if (end < start) throw invalid('start must not be after end')
  const { seed } = call.world.portal.identity
  const count = (name: string, from: number, days: number) =>
    figures(mix(seed, name.length * 131 + name.charCodeAt(0), Math.floor(from / DAY)), days)
  const days = Math.round((end - start) / DAY) + 1
  if (period === 'total') {
    const offset = Number(call.query.get('offset') ?? 0)
    const limit = readLimit(call.query, names.length, 300)
    const breakdowns = names.map((name) => ({ breakdown: name, ...count(name, start, days) }))
    return ok({
      offset: Math.min(offset + limit, names.length),
      total: names.length,
      totals: sum(breakdowns),
      breakdowns: breakdowns.slice(offset, offset + limit),
    })
  }
  const step = PERIOD_DAYS[period]
  if (!step) throw invalid(`Unknown time period: ${period}`)
  const byDate: Record<string, unknown> = {}
  for (let day = start; day <= end; day += step * DAY) {
    byDate[isoDay(day)] = names.map((name) => ({ breakdown: name, ...count(name, day, step) }))
  }
  return ok(byDate)
}

type Figures = Record<
  'rawViews' | 'visits' | 'visitors' | 'leads' | 'contacts' | 'customers' | 'opportunities',
  number
>

function figures(hash: number, days: number): Figures {
  const visits = (40 + (hash % 160)) * days
  return {
    rawViews: visits * 3,
    visits,
    visitors: Math.floor(visits * 0.7),
    leads: Math.floor(visits * 0.04),
    contacts: Math.floor(visits * 0.05),
    customers: Math.floor(visits * 0.004),
    opportunities: Math.floor(visits * 0.01),
  }
}

const sum = (rows: readonly Figures[]): Figures =>
  rows.reduce(
    (total, row) => {
      const added = { ...total }
      for (const name of Object.keys(added) as (keyof Figures)[]) added[name] += row[name]
      return added
    },
    figures(0, 0),
  )

const counters = (hash: number) => {
  const sent = 500 + (hash % 4000)
  const delivered = Math.floor(sent * 0.98)
  const open = Math.floor(delivered * 0.31)
  const click = Math.floor(open * 0.12)
  return {
    sent,
    delivered,
    open,
    click,
    bounce: sent - delivered,
    unsubscribed: Math.floor(open * 0.01),
    spamreport: 0,
    reply: Math.floor(open * 0.02),
    notsent: 0,
    dropped: 0,
    hardbounced: 0,
    softbounced: sent - delivered,
    pending: 0,
    contactslost: 0,
    selected: sent,
    suppressed: 0,
  }
}

const ratios = ({
  sent,
  delivered,
  open,
  click,
  bounce,
  unsubscribed,
}: ReturnType<typeof counters>) => ({
  deliveredratio: percent(delivered, sent),
  openratio: percent(open, delivered),
  clickratio: percent(click, delivered),
  clickthroughratio: percent(click, open),
  bounceratio: percent(bounce, sent),
  unsubscribedratio: percent(unsubscribed, delivered),
})

const percent = (part: number, whole: number) =>
  whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 100

function statisticsOf(call: Call) {
  const hash = mix(
    call.world.portal.identity.seed,
    701,
    call.world.portal.shelves['marketing-emails'].all().length,
  )
  const all = counters(hash)
  return { counters: all, ratios: ratios(all), deviceBreakdown: {}, qualifierStats: {} }
}

function emailStatistics(call: Call): Answer {
  const emails = call.world.portal.shelves['marketing-emails'].all().map((doc) => Number(doc.id))
  return ok({ aggregate: statisticsOf(call), campaignAggregations: {}, emails })
}

function emailHistogram(call: Call): Answer {
  const results = [0, 1, 2].map((back) => {
    const startTimestamp = isoInstant(call.now - (back + 1) * 30 * DAY)
    return {
      interval: { start: startTimestamp, end: isoInstant(call.now - back * 30 * DAY) },
      aggregations: statisticsOf(call),
    }
  })
  return ok({ total: results.length, results })
}

function campaignMetrics(call: Call): Answer {
  if (!call.world.portal.shelves.campaigns.get(call.params['doc']!)) throw notFound()
  const hash = mix(call.world.portal.identity.seed, 702, call.params['doc']!.charCodeAt(0))
  return ok({
    sessions: hash % 4000,
    newContactsFirstTouch: hash % 90,
    newContactsLastTouch: hash % 70,
    influencedContacts: hash % 300,
  })
}

const EVENT_TYPES = [
  'e_visited_page',
  'e_submitted_form',
  'e_opened_email_v2',
  'e_clicked_link_in_email_v2',
]

/** Enterprise only. Each record has a handful of events, after its creation. */
function occurrences(call: Call): Answer {
  const { world, query } = call
  const { identity } = world.portal
  if (world.switches.enterpriseGates && identity.tier !== 'enterprise')
    throw gated('Event occurrences')
  const type = findType(call, query.get('objectType') ?? 'contact')
  const objectId = query.get('objectId')
  const store = world.portal.store(type)
  const from = Number(query.get('after') ?? 0)
  const limit = readLimit(query, 20, 1000)
  const found =
    objectId === null ? store.page(0, 200, false).records : [store.get(Number(objectId))]
  const events = found
    .flatMap((record) => (record ? [record] : []))
    .flatMap((record) =>
      Array.from({ length: 1 + (record.id % 4) }, (_, n) => ({
        id: `${record.id}-${n}`,
        eventType: EVENT_TYPES[(record.id + n) % EVENT_TYPES.length]!,
        objectType: type.name.toUpperCase(),
        objectId: String(record.id),
        occurredAt: isoInstant(record.createdAt + (n + 1) * DAY),
        properties: { hs_page_url: 'https://www.our-firm.example/pricing' },
      })),
    )
    .filter((event) => (query.get('eventType') ?? event.eventType) === event.eventType)
    .filter(
      (event) =>
        event.occurredAt >= (query.get('occurredAfter') ?? '') &&
        event.occurredAt <= (query.get('occurredBefore') ?? '9'),
    )
  const next = from + limit
  return ok({
    results: events.slice(from, next),
    ...(next < events.length
      ? { paging: nextPage(world.url, call.path, query, String(next)) }
      : {}),
  })
}

function eventTypes(): Answer {
  return ok({ eventTypes: EVENT_TYPES })
}

function submissions(call: Call): Answer {
  const { portal, url } = call.world
  const form = portal.shelves.forms.get(call.params['form']!)
  if (!form) throw notFound()
  const contact = portal.types.find('0-1')!
  const limit = readLimit(call.query, 20, 50)
  const page = portal.store(contact).page(Number(call.query.get('after') ?? 0), limit, false)
  const results = page.records.map((record) => ({
    submittedAt: record.createdAt,
    values: ['email', 'firstname', 'lastname'].map((name) => ({
      name,
      value: record.properties[name] ?? '',
      objectTypeId: '0-1',
    })),
    pageUrl: 'https://www.our-firm.example/contact',
  }))
  return ok({
    results,
    ...(page.next === undefined
      ? {}
      : { paging: nextPage(url, call.path, call.query, String(page.next)) }),
  })
}
