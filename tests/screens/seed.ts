/**
 * An organisation as it looks after a few weeks: people of every role, programs, groups with and
 * without a portal's data, keys of every age, and calls of every outcome. Example data, no secret.
 */
import { addToGroup } from '../../src/application/access/add-to-group.ts'
import { createGroup } from '../../src/application/access/create-group.ts'
import { createKey } from '../../src/application/access/create-key.ts'
import { createMember } from '../../src/application/access/create-member.ts'
import { createServiceAccount } from '../../src/application/access/create-service-account.ts'
import { setGrant } from '../../src/application/access/set-grant.ts'
import { connectPortal } from '../../src/application/connection/connect-portal.ts'
import { linkUser } from '../../src/application/people/link-user.ts'
import { applyPlan } from '../../src/application/people/provisioning/apply-plan.ts'
import { planPeople } from '../../src/application/people/provisioning/plan-people.ts'
import { setPeopleSettings } from '../../src/application/people/settings.ts'
import { askAccess } from '../../src/application/people/requests/ask-access.ts'
import { syncPeople } from '../../src/application/people/sync-people.ts'
import { createReview } from '../../src/application/review/create-review.ts'
import { openReview } from '../../src/application/review/open-review.ts'
import { inviteMember } from '../../src/application/sign-in/links.ts'
import type { Role } from '../../src/domain/access/entities.ts'
import type { PeopleRules } from '../../src/domain/people/rules.ts'
import { redacted } from '../../src/domain/redacted.ts'
import type { App } from '../support/app.ts'
import { modernClient } from '../support/mcp-clients.ts'

const PEOPLE: readonly (readonly [name: string, email: string, role: Role])[] = [
  ['Security lead', 'security@harbour-tea.example', 'security_admin'],
  ['Integrations', 'integrations@harbour-tea.example', 'operator'],
  ['Internal audit', 'audit@harbour-tea.example', 'auditor'],
  ['RevOps lead', 'revops@harbour-tea.example', 'approver'],
  ['Sales rep', 'sales-rep@harbour-tea.example', 'member'],
  ['Sales intern', 'sales-intern@harbour-tea.example', 'member'],
  ['Marketer', 'marketer@harbour-tea.example', 'member'],
]

const GROUPS = [
  {
    name: 'sales',
    title: 'Sales',
    description: 'Field and inside sales, EMEA and US',
    context:
      'You help the sales team of Harbour Tea. A deal counts as open until it is in “Contract sent”. Quote amounts in the deal’s own currency.',
    members: ['sales-rep@harbour-tea.example', 'sales-intern@harbour-tea.example'],
    scopes: ['contacts:read', 'contacts:write', 'companies:read', 'deals:read', 'deals:write'],
    days: null,
  },
  {
    name: 'marketing',
    title: 'Marketing',
    description: 'Campaigns, content and events',
    context: 'Never write to contacts who opted out.',
    members: ['marketer@harbour-tea.example', 'Nightly newsletter'],
    scopes: ['contacts:read', 'content:read', 'analytics:read'],
    days: null,
  },
  {
    name: 'season-interns',
    title: 'Season interns',
    description: 'Until the end of the season',
    context: '',
    members: ['sales-intern@harbour-tea.example'],
    scopes: ['companies:read'],
    days: 5,
  },
  {
    name: 'finance',
    title: 'Finance',
    description: 'Invoices and forecasts',
    context: '',
    members: [],
    scopes: [],
    days: null,
  },
] as const

const DAY_MS = 86_400_000
const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS)

/** Expects the first admin, `it-admin@harbour-tea.example`, to be there. */
export async function seed(app: App): Promise<void> {
  const { operator, portal } = app
  for (const [name, email, role] of PEOPLE) await createMember(operator, { name, email, role })
  for (const name of ['Nightly newsletter', 'Data warehouse'])
    await createServiceAccount(operator, { name })
  await inviteMember(operator, { member: 'marketer@harbour-tea.example' })
  await connectPortal(operator, {
    title: 'Harbour Tea',
    name: 'main',
    kind: 'service_key',
    secrets: { token: redacted(portal.tokens[0]?.secret ?? '') },
  })
  for (const { name, title, description, context, members, scopes, days } of GROUPS) {
    await createGroup(operator, { name, title, description, context })
    for (const principal of members) await addToGroup(operator, { group: name, principal })
    if (scopes.length === 0) continue
    const expiresAt = days === null ? null : inDays(days)
    await setGrant(operator, { group: name, connection: 'main', scopes: [...scopes], expiresAt })
  }
  await addToGroup(operator, { group: 'sales', principal: 'it-admin@harbour-tea.example' })
  await makeCalls(app)
  await readPortalUsers(app)
  await askForAccess(app)
  await askForReview(app)
}

/** Two snapshots, with an eventful day between them. */
async function readPortalUsers(app: App): Promise<void> {
  const { operator, portal } = app
  const connection = 'main'
  await setPeopleSettings(operator, {
    connection,
    settings: {
      everyHours: null,
      rules: { dormantAfterDays: 60, domains: ['our-firm.example'], serviceAddresses: [] },
    },
  })
  await syncPeople(operator, { connection })
  const { people } = portal
  const [admin, ...others] = people.list().filter(({ state }) => state === 'active')
  const [risen, moved, gone, linked] = others.filter(({ superAdmin }) => !superAdmin)
  if (!admin || !risen || !moved || !gone || !linked) throw new RangeError('Too few users')
  const by = { userId: admin.id }
  people.happens(risen.id, { event: 'made-super-admin', by })
  people.happens(moved.id, { event: 'changed', by, change: { roleIds: ['51005'] } })
  people.happens(gone.id, { event: 'deactivated', by })
  people.invite({ email: 'press@agency-partner.example', firstName: 'Press', lastName: 'Desk' })
  await linkUser(operator, {
    connection,
    user: linked.email,
    person: 'sales-rep@harbour-tea.example',
  })
  await syncPeople(operator, { connection })
  await planForPortal(app, { leaver: moved.email, changed: linked.email, admin: admin.email })
}

/** Two that wait for an answer: the first admin may give it. */
async function askForAccess({ operator }: App): Promise<void> {
  const connection = 'main'
  await askAccess(operator, {
    connection,
    for: 'sales-rep@harbour-tea.example',
    permissionSet: '51002',
    hours: 8,
    reason: 'The quarter ends, and the pipeline has to be cleaned up tonight.',
  })
  await askAccess(operator, {
    connection,
    for: 'revops@harbour-tea.example',
    permissionSet: '51002',
    hours: null,
    reason: 'New in the team.',
  })
}

/** Open, with the first admin among its reviewers. */
async function askForReview({ operator }: App): Promise<void> {
  const { id } = await createReview(operator, {
    name: 'Q4, Harbour Tea',
    connections: [{ connection: 'main' }],
    scope: 'all',
    privilegedSets: [],
    reviewer: { person: 'it-admin@harbour-tea.example' },
    fallback: ['revops@harbour-tea.example'],
    dueAt: inDays(21),
    remindDays: [7, 1],
  })
  await openReview(operator, { review: id })
}

/** One that was carried out and left something to a person, and one that is held back. */
async function planForPortal(
  { operator, portal }: App,
  who: { readonly leaver: string; readonly changed: string; readonly admin: string },
): Promise<void> {
  const connection = 'main'
  const rules = (more: Partial<PeopleRules>): PeopleRules => ({
    version: 1,
    protected: ['rescue@our-firm.example'],
    ...more,
  })
  const done = await planPeople(operator, {
    connection,
    rules: rules({
      rules: [
        { emails: ['new-hire@our-firm.example'], permissionSet: 'Sales', team: 'Sales' },
        { emails: [who.changed], permissionSet: 'View only', team: 'Sales' },
      ],
      leavers: [{ email: who.leaver, recordsTo: 'keep' }],
    }),
  })
  await applyPlan(operator, { plan: done.id, planHash: done.hash })
  const many = portal.people
    .list()
    .filter(({ state, superAdmin }) => state === 'active' && !superAdmin)
    .slice(-9)
  await planPeople(operator, {
    connection,
    rules: rules({
      rules: [{ emails: [who.admin], permissionSet: 'View only' }],
      leavers: many.map(({ email }) => ({ email, recordsTo: 'keep' })),
    }),
  })
}

const KEYS = [
  {
    principal: 'sales-rep@harbour-tea.example',
    name: 'Claude on my laptop',
    days: null,
    calls: 14,
  },
  { principal: 'marketer@harbour-tea.example', name: 'Cursor', days: 4, calls: 6 },
  { principal: 'Nightly newsletter', name: 'production', days: 80, calls: 9 },
  { principal: 'Data warehouse', name: 'nightly export', days: 6, calls: 2 },
] as const

const PATHS = [
  '/crm/v3/objects/contacts?limit=5',
  '/crm/v3/objects/companies?limit=5',
  '/crm/v3/objects/deals?limit=5',
  '/crm/v3/objects/contacts/99999999',
  '/automation/v4/flows',
] as const

async function makeCalls({ operator, url }: App): Promise<void> {
  for (const { principal, name, days, calls } of KEYS) {
    const expiresAt = days === null ? null : inDays(days)
    const { text } = await createKey(operator, { principal, name, expiresAt })
    for (let at = 0; at < calls; at += 1)
      await fetch(`${url}/hubspot/main${PATHS[at % PATHS.length]}`, {
        headers: { authorization: `Bearer ${text.reveal()}` },
      }).then((answer) => answer.arrayBuffer())
    if (name !== 'Claude on my laptop') continue
    const client = await modernClient(`${url}/mcp`, text.reveal())
    await client.call('search_records', { connection: 'main', object_type: 'contacts' })
    await client.call('get_my_access')
    await client.close()
  }
}
