/** The form of `org.yaml`. What refers to other things is checked against the organisation. */
import { z } from 'zod'
import type { OrganisationDocument } from '../../../domain/access/document.ts'
import {
  description,
  displayName,
  email,
  groupContext,
  moment,
  reference,
  role,
  scopeText,
  serviceAccountName,
  slug,
} from './fields.ts'

const grant = z.strictObject({
  connection: slug,
  scopes: z.array(scopeText).min(1),
  expires: moment.optional(),
})

const group = z.strictObject({
  name: slug,
  title: displayName.optional(),
  description: description.optional(),
  context: groupContext.optional(),
  members: z.array(reference).optional(),
  grants: z.array(grant).optional(),
})

export const documentSchema = z.strictObject({
  version: z.literal(1),
  organisation: z.strictObject({ name: displayName }).optional(),
  members: z.array(z.strictObject({ email, name: displayName, role: role.optional() })).optional(),
  serviceAccounts: z.array(z.strictObject({ name: serviceAccountName })).optional(),
  groups: z.array(group).optional(),
}) satisfies z.ZodType<OrganisationDocument>
