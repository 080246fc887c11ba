/** What groups were granted, against what the credential may do at HubSpot. */
import { judgeScopes } from '../../../domain/check/judge-scopes.ts'
import { skipped } from '../../../domain/check/report.ts'
import type { Step } from '../check-run.ts'
import { wantedOf } from '../wanted-of.ts'

export const scopesStep: Step = {
  name: 'scopes',
  needs: ['credential'],
  async run(run) {
    if (run.connection.kind === 'developer_key')
      return skipped('A developer key holds no scopes: it opens apps, no records')
    const wanted = await wantedOf(run.ctx, run.connection.id)
    return judgeScopes({ connection: run.connection, held: run.heldScopes, ...wanted })
  },
}
