/** Answers of the admin API for pictures of what takes other people, other programs or time to happen. */
import type { ConsentView } from '../../src/surfaces/admin/contract/authorisations.ts'
import type { Problem } from '../../src/surfaces/admin/contract/forms.ts'
import type { SessionState } from '../../src/surfaces/admin/contract/session.ts'
import type { OpenedLink } from '../../src/surfaces/admin/contract/welcome.ts'

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
  redirect: { host: 'claude.ai', loopback: false, sameHost: true },
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
      })),
    },
  ],
  expiresAt: inMinutes(9),
  lastsDays: 90,
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
