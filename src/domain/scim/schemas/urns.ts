/** The names of schemas and messages (RFC 7643 §10.3, RFC 7644 §8), and our own. */

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
/** What HubSpot has beyond SCIM, and how far a wish has come there. */
export const PORTAL_USER = 'urn:hubward:params:scim:schemas:extension:portal:1.0:User'
export const PORTAL_GROUP = 'urn:hubward:params:scim:schemas:extension:portal:1.0:Group'

export const SERVICE_PROVIDER_CONFIG = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'
export const RESOURCE_TYPE = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType'
export const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema'

export const LIST_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
export const SEARCH_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest'
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
export const SCIM_ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error'
