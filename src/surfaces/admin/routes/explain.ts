/** Routes of the explanation of one call or action. */
import { explainAction } from '../../../application/gateway/explain-action.ts'
import { explainCall } from '../../../application/gateway/explain-call.ts'
import type { Explanation } from '../../../application/gateway/explain-chain.ts'
import type { Fix } from '../../../application/gateway/fixes.ts'
import {
  explainEndpoints as endpoints,
  type ExplanationView,
  type FixView,
} from '../contract/explain.ts'
import { route } from '../route.ts'

export const explainRoutes = [
  route(endpoints.call, async ({ ctx, body }) => view(await explainCall(ctx, body))),
  route(endpoints.action, async ({ ctx, body }) => view(await explainAction(ctx, body))),
]

const view = ({ chain, needed, ...verdict }: Explanation): ExplanationView => ({
  ...verdict,
  needed: [...needed],
  chain: chain.map((link) => ({ ...link, fixes: link.fixes.map(fixView) })),
})

const fixView = ({ gains, ...fix }: Fix): FixView => ({
  ...fix,
  gains: gains.map(({ connection, scopes }) => ({ connection, scopes: [...scopes] })),
})
