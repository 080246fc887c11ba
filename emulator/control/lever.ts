// What a lever of the control surface is, and how it reads its input.
import type { z } from 'zod'
import type { Raw } from '../server/pipeline.ts'
import type { World } from '../world.ts'

export type Lever = {
  method: string
  path: RegExp
  shown: string
  says: string
  act: (world: World, raw: Raw, id: string) => unknown
}

export class ControlError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export function lever(method: string, path: string, says: string, act: Lever['act']): Lever {
  const pattern = new RegExp(`^${path.replace(':id', '([^/]+)')}$`)
  return { method, path: pattern, shown: `${method} /_emulator${path}`, says, act }
}

/** @throws ControlError 400, with the wrong members named */
export function parse<T>(schema: z.ZodType<T>, raw: Raw): T {
  let json: unknown
  try {
    json = JSON.parse(raw.bytes.toString('utf8'))
  } catch {
    throw new ControlError(400, 'The body is not JSON.')
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'body'}: ${message}`,
  )
  throw new ControlError(400, issues.join('; '))
}
