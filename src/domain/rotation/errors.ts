/** The errors of rotating credentials and the vault's key: rows of the one table in `../errors.ts`. */
import type { ErrorSpec } from '../errors.ts'

export const ROTATION_ERRORS = {
  'rotation.same_credential': {
    status: 409,
    title: 'The next credential is the one that is in use',
    retry: 'after_change',
  },
  'rotation.no_next': {
    status: 409,
    title: 'There is no next credential to promote',
    retry: 'after_change',
  },
  'rotation.scopes_lost': {
    status: 409,
    title: 'Groups would lose what they are granted',
    retry: 'after_change',
  },
  'rotation.no_way_back': {
    status: 409,
    title: 'The credential before is no longer kept',
    retry: 'no',
  },
} as const satisfies Record<string, ErrorSpec>

export const VAULT_KEY_ERRORS = {
  'vault.no_second_key': {
    status: 409,
    title: 'There is no new master key to rotate to',
    retry: 'after_change',
  },
  'vault.key_not_everywhere': {
    status: 409,
    title: 'A running process does not hold that master key',
    retry: 'after_change',
  },
  'vault.key_in_use': {
    status: 409,
    title: 'Something is still sealed under that master key',
    retry: 'later',
  },
} as const satisfies Record<string, ErrorSpec>
