/**
 * A fast stand-in for HubSpot: one fixed page of one contact, as quick as `node:http` answers, and
 * what `hubward connect` asks for.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

const PAGE = json({
  results: [
    {
      id: '513881705057',
      properties: {
        createdate: '2026-01-05T10:01:02.123Z',
        email: 'someone@example.com',
        firstname: 'Some',
        hs_object_id: '513881705057',
        lastmodifieddate: '2026-11-05T10:01:02.123Z',
        lastname: 'One',
      },
      createdAt: '2026-01-05T10:01:02.123Z',
      updatedAt: '2026-11-05T10:01:02.123Z',
      archived: false,
    },
  ],
  paging: { next: { after: '513881705058' } },
})

const TOKEN_INFO = json({
  userId: 1,
  hubId: 1234567,
  appId: 2,
  scopes: ['oauth', 'crm.objects.contacts.read'],
})
const ACCOUNT = json({
  portalId: 1234567,
  accountType: 'STANDARD',
  timeZone: 'UTC',
  companyCurrency: 'EUR',
  additionalCurrencies: [],
  utcOffset: '+00:00',
  utcOffsetMilliseconds: 0,
  uiDomain: 'app.hubspot.com',
  dataHostingLocation: 'na1',
})
const NONE = json({ results: [] })

const bodyFor = (path: string): Buffer => {
  if (path.startsWith('/crm/')) return PAGE
  if (path.includes('access-token-info')) return TOKEN_INFO
  return path.startsWith('/account-info') ? ACCOUNT : NONE
}

const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
  request.resume()
  const body = bodyFor(request.url ?? '')
  response.writeHead(200, {
    'content-type': 'application/json;charset=utf-8',
    'content-length': body.length,
    'x-hubspot-correlation-id': '01234567-89ab-cdef-0123-456789abcdef',
  })
  response.end(body)
})
server.listen(0, '127.0.0.1', () =>
  process.send?.({ port: (server.address() as AddressInfo).port }),
)
process.on('disconnect', () => process.exit(0))
