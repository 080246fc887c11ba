/** Is it the portal that it should be, and what kind of account is it? */
import { judgePortal } from '../../../domain/check/judge-portal.ts'
import { skipped } from '../../../domain/check/report.ts'
import type { Step } from '../check-run.ts'

export const portalStep: Step = {
  name: 'portal',
  needs: ['credential'],
  run: async ({ connection, reading, options }) =>
    reading
      ? judgePortal(connection, reading, options.expectedPortalId)
      : skipped('HubSpot said nothing of the account'),
}
