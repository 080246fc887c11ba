/** What a plan's hash is made of: every state before and after, and whatever else would be done. */
import { canonicalJson } from '../../audit/canonical.ts'
import type { Plan } from './plan.ts'

/**
 * Canonical JSON (RFC 8785). The reading is no part of it: two readings that show the same make the
 * same plan. Neither are the blocks: they are found anew when the plan is applied.
 */
export const planText = ({ connectionId, portalId, items }: Plan): string =>
  canonicalJson({ version: 1, connectionId, portalId, items })
