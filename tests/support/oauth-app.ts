/** An OAuth app of the emulated portal, and the client secret that takes the place of its first. */
export const APP = {
  clientId: '0a1b2c3d-0000-4000-8000-00000000c11d',
  clientSecret: '0a1b2c3d-0000-4000-8000-000000005ec7',
  redirectUris: ['http://localhost/callback'],
  scopes: ['oauth', 'crm.objects.contacts.read'],
}
export const OTHER_SECRET = '0a1b2c3d-0000-4000-8000-0000000005ed'

/** HubSpot answers the first question of the token endpoint, and not those after it. */
export const SECOND_UNHEARD = {
  effect: { kind: 'status', status: 502 },
  match: { path: '/oauth/.*token$' },
  after: 1,
} as const
