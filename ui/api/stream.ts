/**
 * A call to the admin API that answers line by line, each line JSON, as it happens. Refusals before
 * the first line are those of every call.
 */
import { openStream } from './api.ts'
import type { Name, SentArgs } from './endpoints.ts'
import { OFFLINE } from './refusal.ts'

/**
 * @param gone stops listening; what was begun goes on at the server
 * @throws Refusal also where the line breaks off
 */
export async function* streamLines<N extends Name>(
  name: N,
  gone: AbortSignal,
  ...sent: SentArgs<N>
): AsyncIterable<unknown> {
  const response = await openStream(name, gone, ...sent)
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (!reader) throw OFFLINE()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw OFFLINE()
    })
    if (done) return
    const lines = (rest + value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line)
  }
}
