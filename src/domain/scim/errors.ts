/** The rows of the SCIM door in the table of errors (`domain/errors.ts`). */
export const SCIM_ERRORS = {
  'scim.invalid_syntax': {
    status: 400,
    title: 'The body is not of the form of a SCIM message',
    retry: 'no',
  },
  'scim.invalid_filter': { status: 400, title: 'The SCIM filter cannot be read', retry: 'no' },
  'scim.invalid_path': {
    status: 400,
    title: 'The path of a PATCH leads to no attribute',
    retry: 'no',
  },
  'scim.invalid_value': {
    status: 400,
    title: 'A value is missing or not of its attribute’s type',
    retry: 'no',
  },
  'scim.no_target': {
    status: 400,
    title: 'The path of a PATCH finds nothing to work on',
    retry: 'no',
  },
  'scim.mutability': { status: 400, title: 'This attribute cannot be changed', retry: 'no' },
  'scim.uniqueness': {
    status: 409,
    title: 'Another resource of the portal has that name',
    retry: 'after_change',
  },
  'scim.version_mismatch': {
    status: 412,
    title: 'The resource was changed since it was read',
    retry: 'after_change',
  },
  'scim.invalid_cursor': { status: 400, title: 'This is no cursor of this query', retry: 'no' },
  'scim.expired_cursor': { status: 400, title: 'The cursor has expired', retry: 'after_change' },
  'scim.invalid_count': {
    status: 400,
    title: 'The count is not one that this query takes',
    retry: 'no',
  },
  'scim.discovery_unfiltered': {
    status: 403,
    title: 'Discovery is read whole: it takes no filter',
    retry: 'no',
  },
  'scim.not_implemented': { status: 501, title: 'This part of SCIM is not offered', retry: 'no' },
} as const

export type ScimErrorCode = keyof typeof SCIM_ERRORS
