// The seeded records of every object type, as tables of columns. A column is a function of the
// record's number; nothing is made until it is read.
import { isoInstant } from '../clock.ts'
import type { Counts } from '../options.ts'
import { dealFacts } from '../portal/stages.ts'
import type { Seed } from '../portal/record-store.ts'
import { mix, pick } from '../random.ts'
import { createCalendar } from './calendar.ts'
import { createPeople } from './people.ts'
import { DEAL_STAGES, TICKET_STAGES } from './pipelines.ts'
import { DEAL_KINDS, JOB_TITLES, NOTE_BODIES, PRODUCT_NAMES, TICKET_SUBJECTS } from './words.ts'

type Columns = Record<string, (n: number) => string | null>

const INDUSTRIES = [
  'COMPUTER_SOFTWARE',
  'FINANCIAL_SERVICES',
  'MACHINERY',
  'RETAIL',
  'HOSPITAL_HEALTH_CARE',
  'CONSTRUCTION',
  'LOGISTICS_AND_SUPPLY_CHAIN',
  'FOOD_BEVERAGES',
] as const
const STAGES = ['subscriber', 'lead', 'marketingqualifiedlead', 'opportunity', 'customer'] as const

/** `ownerId` and `idOf` are handed in, because ids belong to the stores. */
export function createSeeds(seed: number, counts: Counts, ownerIds: readonly string[]) {
  const people = createPeople(seed, counts.contacts, counts.companies)
  const chance = (kind: number, n: number, percent: number) => mix(seed, kind, n) % 100 < percent
  const owner = (kind: number) => (n: number) =>
    chance(kind + 1, n, 8) ? null : pick(ownerIds, mix(seed, kind, n))

  const table = (
    kind: number,
    count: number,
    created: string,
    modified: string,
    columns: (calendar: ReturnType<typeof createCalendar>) => Columns,
    lookup?: Seed['lookup'],
  ): Seed => {
    const calendar = createCalendar(seed, kind, count)
    return {
      count,
      createdAt: calendar.createdAt,
      updatedAt: calendar.updatedAt,
      columns: {
        ...columns(calendar),
        hubspot_owner_id: owner(kind + 50),
        [created]: (n) => isoInstant(calendar.createdAt(n)),
        [modified]: (n) => isoInstant(calendar.updatedAt(n)),
      },
      ...(lookup ? { lookup } : {}),
    }
  }
  const firmOfContact = (n: number) => (counts.companies > 0 ? n % counts.companies : 0)
  const firmName = (d: number) =>
    counts.companies > 0 ? people.firm(d % counts.companies).name : 'Unnamed'
  const city = (n: number) => people.firm(firmOfContact(n)).city
  const stageOf = (d: number) => pick(DEAL_STAGES, mix(seed, 304, d))
  const stageFacts = (d: number) => dealFacts(stageOf(d).metadata['probability'])
  const activity = (
    kind: number,
    count: number,
    columns: (c: ReturnType<typeof createCalendar>) => Columns,
  ) =>
    table(kind, count, 'hs_createdate', 'hs_lastmodifieddate', (calendar) => ({
      hs_timestamp: (n) => isoInstant(calendar.createdAt(n)),
      ...columns(calendar),
    }))

  return {
    people,
    seeds: {
      '0-1': table(
        100,
        counts.contacts,
        'createdate',
        'lastmodifieddate',
        () => ({
          email: (n) => people.person(n).email,
          firstname: (n) => people.person(n).first,
          lastname: (n) => people.person(n).last,
          phone: (n) =>
            chance(101, n, 12)
              ? null
              : `${city(n)[4]} ${String((mix(seed, 102, n) % 9_000_000) + 1_000_000)}`,
          jobtitle: (n) => (chance(103, n, 10) ? null : pick(JOB_TITLES, mix(seed, 104, n))),
          company: (n) => (counts.companies > 0 ? firmName(n) : null),
          city: (n) => city(n)[0],
          state: (n) => city(n)[1] || null,
          country: (n) => city(n)[2],
          zip: (n) => city(n)[3],
          lifecyclestage: (n) => pick(STAGES, mix(seed, 105, n)),
          hs_lead_status: (n) =>
            chance(106, n, 40)
              ? null
              : pick(['NEW', 'OPEN', 'IN_PROGRESS', 'CONNECTED'], mix(seed, 107, n)),
          website: (n) =>
            counts.companies > 0 ? `https://${people.firm(firmOfContact(n)).domain}` : null,
          account_manager: (n) => (chance(109, n, 15) ? pick(ownerIds, mix(seed, 110, n)) : null),
          hs_analytics_source: (n) =>
            pick(
              ['ORGANIC_SEARCH', 'DIRECT_TRAFFIC', 'REFERRALS', 'OFFLINE', 'PAID_SEARCH'],
              mix(seed, 108, n),
            ),
        }),
        { email: people.personOf },
      ),
      '0-2': table(
        200,
        counts.companies,
        'createdate',
        'hs_lastmodifieddate',
        () => ({
          name: (c) => people.firm(c).name,
          domain: (c) => people.firm(c).domain,
          website: (c) => `https://${people.firm(c).domain}`,
          phone: (c) =>
            `${people.firm(c).city[4]} ${String((mix(seed, 201, c) % 9_000_000) + 1_000_000)}`,
          city: (c) => people.firm(c).city[0],
          state: (c) => people.firm(c).city[1] || null,
          country: (c) => people.firm(c).city[2],
          zip: (c) => people.firm(c).city[3],
          industry: (c) => pick(INDUSTRIES, mix(seed, 202, c)),
          numberofemployees: (c) => String(5 + (mix(seed, 203, c) % 40) ** 2),
          annualrevenue: (c) =>
            chance(204, c, 30) ? null : String(((mix(seed, 205, c) % 900) + 10) * 50_000),
          lifecyclestage: (c) => pick(STAGES, mix(seed, 206, c)),
          type: (c) =>
            pick(['PROSPECT', 'PARTNER', 'RESELLER', 'VENDOR', 'OTHER'], mix(seed, 207, c)),
          founded_year: (c) => String(1950 + (mix(seed, 208, c) % 75)),
        }),
        { domain: people.firmOf },
      ),
      '0-3': table(300, counts.deals, 'createdate', 'hs_lastmodifieddate', (calendar) => ({
        dealname: (d) => `${firmName(d)}: ${pick(DEAL_KINDS, mix(seed, 301, d))}`,
        amount: (d) => (chance(302, d, 5) ? null : String(((mix(seed, 303, d) % 400) + 1) * 250)),
        pipeline: () => 'default',
        dealstage: (d) => stageOf(d).id,
        hs_deal_stage_probability: (d) => stageFacts(d)['hs_deal_stage_probability'] ?? null,
        hs_is_closed: (d) => stageFacts(d)['hs_is_closed'] ?? null,
        hs_is_closed_won: (d) => stageFacts(d)['hs_is_closed_won'] ?? null,
        closedate: (d) => isoInstant(calendar.laterThan(d, 120)),
        dealtype: (d) => pick(['newbusiness', 'existingbusiness'], mix(seed, 305, d)),
        hs_priority: (d) =>
          chance(306, d, 40) ? null : pick(['low', 'medium', 'high'], mix(seed, 307, d)),
        deal_currency_code: () => 'EUR',
        solution_engineer: (d) => (chance(308, d, 15) ? pick(ownerIds, mix(seed, 309, d)) : null),
      })),
      '0-5': table(500, counts.tickets, 'createdate', 'hs_lastmodifieddate', () => ({
        subject: (t) => pick(TICKET_SUBJECTS, mix(seed, 501, t)),
        content: (t) =>
          `${pick(TICKET_SUBJECTS, mix(seed, 501, t))}. Reported by ${counts.contacts > 0 ? people.person(t % counts.contacts).first : 'a customer'}.`,
        hs_pipeline: () => '0',
        hs_pipeline_stage: (t) => pick(TICKET_STAGES, mix(seed, 502, t)).id,
        hs_ticket_priority: (t) => pick(['LOW', 'MEDIUM', 'HIGH', 'URGENT'], mix(seed, 503, t)),
        hs_ticket_category: (t) =>
          pick(
            ['PRODUCT_ISSUE', 'BILLING_ISSUE', 'FEATURE_REQUEST', 'GENERAL_INQUIRY'],
            mix(seed, 504, t),
          ),
        source_type: (t) => pick(['CHAT', 'EMAIL', 'FORM', 'PHONE'], mix(seed, 505, t)),
      })),
      '0-7': table(700, counts.products, 'createdate', 'hs_lastmodifieddate', () => ({
        name: (p) =>
          `${PRODUCT_NAMES[p % PRODUCT_NAMES.length]}${p < PRODUCT_NAMES.length ? '' : ` ${Math.floor(p / PRODUCT_NAMES.length) + 1}`}`,
        hs_sku: (p) => `SKU-${String(p + 1).padStart(5, '0')}`,
        price: (p) => String(((mix(seed, 701, p) % 80) + 1) * 25),
        description: (p) => `${PRODUCT_NAMES[p % PRODUCT_NAMES.length]}, billed in euro.`,
      })),
      '0-8': table(800, counts.lineItems, 'createdate', 'hs_lastmodifieddate', () => ({
        name: (l) => PRODUCT_NAMES[mix(seed, 801, l) % PRODUCT_NAMES.length]!,
        price: (l) => String(((mix(seed, 802, l) % 80) + 1) * 25),
        quantity: (l) => String((mix(seed, 803, l) % 9) + 1),
        amount: (l) => String(((mix(seed, 802, l) % 80) + 1) * 25 * ((mix(seed, 803, l) % 9) + 1)),
      })),
      '0-14': table(1400, counts.quotes, 'hs_createdate', 'hs_lastmodifieddate', (calendar) => ({
        hs_title: (q) => `Quote for ${firmName(q)}`,
        hs_expiration_date: (q) => isoInstant(calendar.laterThan(q, 60)).slice(0, 10),
        hs_status: (q) => pick(['DRAFT', 'APPROVAL_NOT_NEEDED', 'APPROVED'], mix(seed, 1401, q)),
        hs_quote_amount: (q) => String(((mix(seed, 1402, q) % 400) + 1) * 250),
        hs_quote_number: (q) => `Q-${String(q + 1).padStart(6, '0')}`,
        hs_currency: () => 'EUR',
      })),
      '0-27': activity(2700, counts.tasks, () => ({
        hs_task_subject: (t) => `Follow up with ${firmName(t)}`,
        hs_task_body: (t) => pick(NOTE_BODIES, mix(seed, 2701, t)),
        hs_task_status: (t) =>
          pick(['NOT_STARTED', 'IN_PROGRESS', 'WAITING', 'COMPLETED'], mix(seed, 2702, t)),
        hs_task_priority: (t) => pick(['NONE', 'LOW', 'MEDIUM', 'HIGH'], mix(seed, 2703, t)),
        hs_task_type: (t) => pick(['EMAIL', 'CALL', 'TODO'], mix(seed, 2704, t)),
      })),
      '0-46': activity(4600, counts.notes, () => ({
        hs_note_body: (n) => pick(NOTE_BODIES, mix(seed, 4601, n)),
      })),
      '0-47': activity(4700, counts.meetings, (calendar) => ({
        hs_meeting_title: (m) => `Meeting with ${firmName(m)}`,
        hs_meeting_body: (m) => pick(NOTE_BODIES, mix(seed, 4701, m)),
        hs_meeting_start_time: (m) => isoInstant(calendar.createdAt(m)),
        hs_meeting_end_time: (m) => isoInstant(calendar.createdAt(m) + 1_800_000),
        hs_meeting_outcome: (m) =>
          pick(['SCHEDULED', 'COMPLETED', 'NO_SHOW', 'CANCELED'], mix(seed, 4702, m)),
      })),
      '0-48': activity(4800, counts.calls, () => ({
        hs_call_title: (c) => `Call with ${firmName(c)}`,
        hs_call_body: (c) => pick(NOTE_BODIES, mix(seed, 4801, c)),
        hs_call_duration: (c) => String((mix(seed, 4802, c) % 1800) * 1000),
        hs_call_direction: (c) => pick(['INBOUND', 'OUTBOUND'], mix(seed, 4803, c)),
        hs_call_status: (c) => pick(['COMPLETED', 'NO_ANSWER', 'BUSY'], mix(seed, 4804, c)),
      })),
      '0-49': activity(4900, counts.emails, () => ({
        hs_email_subject: (e) =>
          `About ${pick(DEAL_KINDS, mix(seed, 4901, e)).toLowerCase()} at ${firmName(e)}`,
        hs_email_text: (e) => pick(NOTE_BODIES, mix(seed, 4902, e)),
        hs_email_direction: (e) => pick(['EMAIL', 'INCOMING_EMAIL'], mix(seed, 4903, e)),
        hs_email_status: () => 'SENT',
      })),
      car: table(9000, counts.cars, 'hs_createdate', 'hs_lastmodifieddate', () => ({
        vin: (c) =>
          `VIN${String(mix(seed, 9001, c)).padStart(10, '0')}${String(c).padStart(4, '0')}`,
        model: (c) => pick(['Estate', 'Hatchback', 'Van', 'Pickup', 'Coupe'], mix(seed, 9002, c)),
        year: (c) => String(2010 + (mix(seed, 9003, c) % 16)),
        price: (c) => String(8000 + (mix(seed, 9004, c) % 400) * 100),
        condition: (c) => pick(['new', 'used'], mix(seed, 9005, c)),
      })),
    } satisfies Record<string, Seed>,
  }
}
