// Parses a JSON body, and says what is wrong with it as HubSpot does: by line and column.
import { badRequest, invalid } from './errors.ts'

const decoder = new TextDecoder('utf-8', { fatal: true })

/** @throws HubSpotError 400 */
export function parseJson(bytes: Buffer): unknown {
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    throw invalid('Invalid input JSON on line 1, column 1: Invalid UTF-8')
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    const [line, column] = placeOf(text, cause instanceof Error ? cause.message : '')
    throw invalid(`Invalid input JSON on line ${line}, column ${column}: Unexpected character`)
  }
}

function placeOf(text: string, message: string): [line: number, column: number] {
  const found = /position (\d+)/.exec(message)
  const before = text.slice(0, found ? Number(found[1]) : text.length)
  const lines = before.split('\n')
  return [lines.length, (lines.at(-1)?.length ?? 0) + 1]
}

export type Json = Record<string, unknown>

/** The body as an object, or HubSpot's complaint about its type. */
export function objectBody(body: unknown, type = 'object'): Json {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Json
  const token = body === undefined ? 'NULL' : Array.isArray(body) ? 'START_ARRAY' : 'VALUE_STRING'
  throw badRequest(
    `Invalid input JSON on line 1, column 1: Cannot deserialize value of type \`${type}\` from ${token}`,
  )
}

export function arrayField(body: Json, name: string): unknown[] {
  const value = body[name]
  if (Array.isArray(value)) return value
  throw missingFields([name])
}

export const missingFields = (names: readonly string[]) =>
  invalid(
    `Invalid input JSON on line 1, column 1: Some required fields were not set: [${names.join(', ')}]`,
  )
