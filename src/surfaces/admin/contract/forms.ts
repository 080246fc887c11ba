/** The forms that several resources share, and the shape of every error. */
import { z } from 'zod'
import { ERRORS, type ErrorCode } from '../../../domain/errors.ts'

export const none = z.strictObject({})
export const nothing = z.undefined()

/** Moments leave as ISO 8601 in UTC. */
export const instant = z.iso.datetime()

export const listOf = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item) })

/** A thing by the name people use and by the id programs use. */
export const named = z.object({ id: z.string(), name: z.string() })

/** A group: its short name for addresses and commands, its title for people. */
export const groupRef = named.extend({ title: z.string() })

export const principalRef = z.object({
  id: z.string(),
  kind: z.enum(['member', 'service_account']),
  name: z.string(),
  email: z.string().nullable(),
})

export const errorCode = z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]])

export const problem = z.object({
  error: z.object({
    code: errorCode,
    /** For people: what happened, what to do. */
    message: z.string(),
    /** Per field of the input. */
    fields: z.array(z.object({ path: z.string(), message: z.string() })),
    /** For programs, by code: `access.edit_conflict` has the `group` as it stands now. */
    details: z.record(z.string(), z.unknown()).optional(),
    /** The page about this code. */
    docs: z.string(),
    /** Also in the log, and in the header `x-correlation-id`. */
    correlationId: z.string(),
  }),
})
export type Problem = z.output<typeof problem>
