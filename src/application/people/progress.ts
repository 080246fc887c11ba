/** What is told of a reading while it runs. */
import type { ErrorCode } from '../../domain/errors.ts'
import type { Incompleteness } from '../../domain/people/seal.ts'
import type { StoredReading } from './ports.ts'
import type { ReadingStep } from './read-portal.ts'

export type SyncProgress =
  | { readonly event: 'begun'; readonly reading: string }
  | {
      readonly event: 'step'
      readonly step: ReadingStep
      readonly calls: number
      readonly users: number
    }
  | { readonly event: 'page'; readonly calls: number; readonly users: number }
  /** It contradicted itself, and is read once more. */
  | { readonly event: 'again'; readonly reasons: readonly Incompleteness[] }
  | { readonly event: 'done'; readonly reading: StoredReading }
  /** It could not be finished; nothing follows. */
  | { readonly event: 'broke'; readonly code: ErrorCode; readonly message: string }
