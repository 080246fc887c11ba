/** What a long answer tells line by line, read by the contract's own schema. */
import type { z } from 'zod'
import type { CliFailure } from './failure.ts'

/** @throws what `cutOff` makes, where the line breaks off */
export async function* eventsOf<Schema extends z.ZodType>(
  bytes: AsyncIterable<Uint8Array>,
  schema: Schema,
  cutOff: () => CliFailure,
): AsyncIterable<z.output<Schema>> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of unbroken(bytes, cutOff)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const read = schema.safeParse(JSON.parse(line))
      // A later release may tell more than this one understands.
      if (read.success) yield read.data
    }
  }
}

async function* unbroken(
  bytes: AsyncIterable<Uint8Array>,
  cutOff: () => CliFailure,
): AsyncIterable<Uint8Array> {
  try {
    yield* bytes
  } catch {
    throw cutOff()
  }
}
