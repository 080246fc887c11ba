/** What happens, as lines of JSON. */

/** Each is shown in the contract's shape. */
export async function* lines<Event>(
  events: AsyncIterable<Event>,
  view: (event: Event) => unknown,
): AsyncIterable<Uint8Array> {
  for await (const event of events) yield Buffer.from(`${JSON.stringify(view(event))}\n`)
}
