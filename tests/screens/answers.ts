/** Answers of the admin API for pictures of what takes other people, other programs or time to happen. */
import { createHash } from 'node:crypto'
import { AUTHORISATION_DAYS } from '../../src/domain/authorisation/authorisation.ts'
import { keysToFingerprint } from '../../src/domain/intake/box.ts'
import type { ConsentView } from '../../src/surfaces/admin/contract/authorisations.ts'
import type { IntakeView } from '../../src/surfaces/admin/contract/intakes.ts'
import type { Problem } from '../../src/surfaces/admin/contract/forms.ts'
import type { SessionState } from '../../src/surfaces/admin/contract/session.ts'
import type { OpenedLink } from '../../src/surfaces/admin/contract/welcome.ts'
import type { OpenedView } from '../../src/surfaces/intake/contract/messages.ts'

const organisation = { name: 'Harbour Tea' }
const providers = [
  { id: 'idp_1', name: 'Google' },
  { id: 'idp_2', name: 'Microsoft Entra' },
]
const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString()

export const SESSION_THAT_ENDED: SessionState = {
  signedIn: false,
  organisation,
  publicUrl: 'http://localhost:4110',
  providers,
  firstAdminWanted: false,
  ended: 'expired',
}

export const FIRST_ADMIN_LINK: OpenedLink = {
  kind: 'first_admin',
  organisation,
  expiresAt: inMinutes(14),
}

export const INVITATION: OpenedLink = {
  kind: 'invitation',
  organisation,
  providers: providers.slice(0, 1),
  person: { name: 'Marketer', email: 'marketer@harbour-tea.example' },
  expiresAt: inMinutes(3 * 24 * 60),
}

export const CONSENT: ConsentView = {
  client: {
    id: 'https://claude.ai/oauth/client.json',
    name: 'Claude',
    host: 'claude.ai',
    page: 'https://claude.ai/',
    isNew: true,
  },
  redirect: { host: 'claude.ai', loopback: false, app: false, sameHost: true },
  resource: 'mcp',
  requested: 'write',
  person: {
    id: 'mem_1',
    kind: 'member',
    name: 'Sales rep',
    email: 'sales-rep@harbour-tea.example',
  },
  groups: [{ name: 'sales', title: 'Sales' }],
  connections: [
    {
      name: 'main',
      title: 'Harbour Tea',
      scopes: [
        ['contacts:read', 'Read contacts and their properties'],
        ['contacts:write', 'Create and change contacts'],
        ['companies:read', 'Read companies and their properties'],
        ['deals:read', 'Read deals and their pipelines'],
        ['deals:write', 'Create and change deals'],
      ].map(([scope = '', description = '']) => ({
        scope,
        description,
        writes: scope.endsWith(':write'),
        through: ['sales'],
        covered: true,
      })),
    },
  ],
  expiresAt: inMinutes(9),
  lastsDays: AUTHORISATION_DAYS,
}

export const STEP_UP: Problem = {
  error: {
    code: 'auth.step_up_required',
    message: 'Confirm that it is still you.',
    fields: [],
    docs: 'docs/errors/auth.step_up_required.md',
    correlationId: 'example',
  },
}

/** A request as its sender sees it: the link's fingerprint is that of the keys in the answer. */
export const HAND_OVER = handOver()

function handOver(): { readonly path: string; readonly open: OpenedView } {
  const id = 'itk_00000000000000000000'
  const keys = { hpke: new Uint8Array(32).fill(9), ageRecipient: `age1${'q'.repeat(58)}` }
  const fingerprint = createHash('sha256').update(keysToFingerprint(id, keys)).digest('base64url')
  return {
    path: `/i/${id}#${'A'.repeat(43)}.${fingerprint}`,
    open: {
      id,
      organisation: 'Harbour Tea',
      madeByName: 'IT admin',
      title: 'Meetings scheduling link',
      context:
        'We put your scheduling page on our website. Questions: it-admin@harbour-tea.example',
      scopes: [
        { scope: 'contacts:read', description: 'See contacts and their properties' },
        { scope: 'meetings:read', description: 'See scheduling pages and their free times' },
      ],
      hubspotScopes: ['crm.objects.contacts.read', 'scheduler.meetings.meeting-link.read'],
      wantedLinks: ['The meetings link that visitors should book'],
      expectedPortalId: 12345678,
      replaces: false,
      expiresAt: inMinutes(3 * 24 * 60),
      publicKey: Buffer.from(keys.hpke).toString('base64url'),
      ageRecipient: keys.ageRecipient,
    },
  }
}

/** A key that was handed over, as who decides sees it. */
export const HELD_INTAKE: IntakeView = {
  id: 'itk_00000000000000000001',
  state: 'held',
  title: 'Deals pipeline',
  context: 'We need a key that can read and write deals.',
  scopes: [
    { scope: 'contacts:read', description: 'See contacts and their properties' },
    { scope: 'deals:write', description: 'Create, change, associate and archive deals' },
  ],
  hubspotScopes: ['crm.objects.contacts.read', 'crm.objects.deals.write'],
  wantedLinks: ['The pipeline, or any deal in it'],
  expectedPortalId: 12345678,
  replaces: null,
  secondPerson: false,
  madeBy: { id: 'mem_1', name: 'IT admin' },
  createdAt: inMinutes(-26 * 60),
  expiresAt: inMinutes(46 * 60),
  endsAt: inMinutes(6 * 24 * 60),
  badCapabilities: 0,
  viewedAt: inMinutes(-90),
  submittedAt: inMinutes(-30),
  checking: false,
  submittedFrom: '192.0.2.7',
  submissionSha256: '5f'.repeat(32),
  findings: {
    kind: 'service_key',
    kindTitle: 'service key',
    statedPortalId: 12345678,
    portalId: 12345678,
    portalName: 'Example Agency',
    accountType: 'STANDARD',
    uiDomain: 'app-eu1.hubspot.com',
    hublet: 'eu1',
    timeZone: 'Europe/Dublin',
    hubspotUserId: 4711,
    hubspotAppId: 815,
    hubspotScopes: ['crm.objects.contacts.read', 'oauth', 'tickets'],
    missing: [{ scope: 'deals:write', needs: ['crm.objects.deals.write'] }],
    excess: ['tickets'],
    comparison: null,
    links: [
      {
        asked: 'The pipeline',
        url: 'https://app-eu1.hubspot.com/contacts/12345678/record/0-3/42',
        portalId: 12345678,
        kind: 'record',
        objectType: 'deals',
        id: '42',
        saw: 'record 42 of deals in portal 12345678',
      },
    ],
    context: 'The pipeline is the one called “New business”.',
    senderEmail: 'seller@example.com',
    notices: [],
    checkedAt: inMinutes(-29),
  },
  refusal: null,
  decidedAt: null,
  decidedBy: null,
  key: null,
  connection: null,
}
