/**
 * What the service says of itself (RFC 7644 §4, RFC 7643 §5 to §7), written from the same tables by
 * which requests are read.
 */
import type { Attribute, Schema } from './attribute.ts'
import type { JsonObject } from './json.ts'
import { RESOURCE_TYPES, SCHEMAS, type ResourceType } from './resource-type.ts'
import { RESOURCE_TYPE, SCHEMA, SERVICE_PROVIDER_CONFIG } from './schemas/urns.ts'

export const PAGE = {
  /** Where a query says nothing. */
  standard: 100,
  /** Whatever a query says. */
  most: 500,
} as const

export interface Offered {
  readonly base: string
  /** Where a page about all this is to be read. */
  readonly documentation: string
  readonly cursorSeconds: number
}

export const serviceProviderConfig = ({
  base,
  documentation,
  cursorSeconds,
}: Offered): JsonObject => ({
  schemas: [SERVICE_PROVIDER_CONFIG],
  documentationUri: documentation,
  patch: { supported: true },
  // RFC 7643 §5 wants the numbers also where there is none.
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: PAGE.most },
  changePassword: { supported: false },
  sort: { supported: true },
  etag: { supported: true },
  // RFC 9865 §4
  pagination: {
    cursor: true,
    index: true,
    defaultPaginationMethod: 'index',
    defaultPageSize: PAGE.standard,
    maxPageSize: PAGE.most,
    cursorTimeout: cursorSeconds,
  },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'A client key of a service account, or an access token fetched with one',
      specUri: 'https://www.rfc-editor.org/info/rfc6750',
      documentationUri: documentation,
      primary: true,
    },
  ],
  meta: {
    resourceType: 'ServiceProviderConfig',
    location: `${base}/ServiceProviderConfig`,
  },
})

export const resourceTypes = (base: string): JsonObject[] =>
  Object.values(RESOURCE_TYPES).map((type) => describeType(base, type))

const describeType = (base: string, type: ResourceType): JsonObject => ({
  schemas: [RESOURCE_TYPE],
  id: type.kind,
  name: type.kind,
  description: type.description,
  endpoint: type.endpoint,
  schema: type.core.id,
  schemaExtensions: type.extensions.map(({ id }) => ({ schema: id, required: false })),
  meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${type.kind}` },
})

export const schemaDocuments = (base: string): JsonObject[] =>
  SCHEMAS.map((schema) => describeSchema(base, schema))

const describeSchema = (
  base: string,
  { id, name, description, attributes }: Schema,
): JsonObject => ({
  schemas: [SCHEMA],
  id,
  name,
  description,
  attributes: attributes.map(describeAttribute),
  meta: { resourceType: 'Schema', location: `${base}/Schemas/${id}` },
})

/** RFC 7643 §7: what makes no sense of a type is not said of it. */
function describeAttribute(attribute: Attribute): JsonObject {
  const { type, caseExact, uniqueness, canonicalValues, referenceTypes, subAttributes } = attribute
  const textual = type !== 'boolean' && type !== 'complex'
  return {
    name: attribute.name,
    type,
    multiValued: attribute.multiValued,
    description: attribute.description,
    required: attribute.required,
    ...(textual && { caseExact }),
    mutability: attribute.mutability,
    returned: attribute.returned,
    ...(type !== 'boolean' && { uniqueness }),
    ...(canonicalValues && { canonicalValues }),
    ...(referenceTypes && { referenceTypes }),
    ...(subAttributes && { subAttributes: subAttributes.map(describeAttribute) }),
  }
}
