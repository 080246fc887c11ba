/** Routes of connections. Credentials pass through here wrapped, inwards only. */
import { beginOAuth } from '../../../application/connection/begin-oauth.ts'
import { completeOAuth } from '../../../application/connection/complete-oauth.ts'
import { connectPortal, type Connected } from '../../../application/connection/connect-portal.ts'
import { disconnectPortal } from '../../../application/connection/disconnect-portal.ts'
import { getConnection, listConnections } from '../../../application/connection/list-connections.ts'
import { previewConnection } from '../../../application/connection/preview-connection.ts'
import { recheckConnection } from '../../../application/connection/recheck-connection.ts'
import { replaceCredential } from '../../../application/connection/replace-credential.ts'
import { resumeConnection } from '../../../application/connection/resume-connection.ts'
import { setBudget } from '../../../application/connection/set-budget.ts'
import { suspendConnection } from '../../../application/connection/suspend-connection.ts'
import { connectionEndpoints as endpoints } from '../contract/connections.ts'
import { checkReportView } from '../check-views.ts'
import { connectionView, reportView } from '../connection-views.ts'
import { route } from '../route.ts'
import { credentialOf, given } from './credential-of.ts'

export const connectionRoutes = [
  route(endpoints.list, async ({ ctx, query }) => ({
    items: (await listConnections(ctx, { disconnected: query.disconnected === 'true' })).map(
      connectionView,
    ),
  })),
  route(endpoints.get, async ({ ctx, params }) =>
    connectionView(await getConnection(ctx, params.connection)),
  ),
  route(endpoints.preview, async ({ ctx, body }) =>
    reportView(await previewConnection(ctx, credentialOf(body), body.replaces)),
  ),
  route(endpoints.connect, async ({ ctx, body }) => {
    const { title, name, budget, check } = body
    return connected(
      await connectPortal(ctx, {
        title,
        name,
        budget: given(budget),
        check,
        ...credentialOf(body),
      }),
    )
  }),
  route(endpoints.suspend, async ({ ctx, params, body }) =>
    connectionView(await suspendConnection(ctx, { ...params, ...body })),
  ),
  route(endpoints.resume, async ({ ctx, params }) =>
    connectionView(await resumeConnection(ctx, params)),
  ),
  route(endpoints.recheck, async ({ ctx, params }) =>
    connected(await recheckConnection(ctx, params)),
  ),
  route(endpoints.rotate, async ({ ctx, params, body }) =>
    connected(await replaceCredential(ctx, { ...params, ...credentialOf(body) })),
  ),
  route(endpoints.setBudget, async ({ ctx, params, body }) =>
    connectionView(await setBudget(ctx, { ...params, budget: given(body) ?? {} })),
  ),
  route(endpoints.disconnect, async ({ ctx, params }) => {
    const { connection, revokedAtHubSpot } = await disconnectPortal(ctx, params)
    return { connection: connectionView(connection), revokedAtHubSpot }
  }),
  route(endpoints.beginOAuth, async ({ ctx, body }) => {
    const begun = await beginOAuth(ctx, { ...body, budget: given(body.budget) })
    return { authorizeUrl: begun.authorizeUrl, expiresAt: begun.expiresAt.toISOString() }
  }),
  route(endpoints.completeOAuth, async ({ ctx, body }) =>
    connected(await completeOAuth(ctx, body)),
  ),
]

const connected = ({ connection, report, check }: Connected) => ({
  connection: connectionView(connection),
  report: reportView(report),
  check: check ? checkReportView(check) : null,
})
