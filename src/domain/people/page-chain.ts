/**
 * A list of HubSpot's as it is read page by page. It ends whole, or with the first fault: a list
 * with a fault proves nothing by what is not in it.
 */

/** As one page came. `after: null`: HubSpot says that it was the last. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly after: string | null
}

export type PageFault =
  /** An answer that is no 2xx. */
  | { readonly reason: 'refused'; readonly status: number }
  /** No answer came, or none in time. */
  | { readonly reason: 'unreached' }
  /** A 200 that is not a list of what was asked. */
  | { readonly reason: 'malformed' }
  /** A cursor that was there before. */
  | { readonly reason: 'cursor_loop' }
  /** Something that an earlier page had already. */
  | { readonly reason: 'repeated'; readonly id: string }
  /** A page without anything in it that names another one. */
  | { readonly reason: 'empty_page' }
  | { readonly reason: 'endless' }

export interface PageChain<T> {
  readonly items: readonly T[]
  readonly pages: number
  /** How to ask for the next page; `undefined` for the first. */
  readonly next: string | undefined
  readonly end: 'open' | 'whole' | PageFault
}

/** A portal has some thousand users; a hundred times that is a fault of HubSpot's or ours. */
const MOST_PAGES = 10_000

export class PageChainReader<T> {
  readonly #idOf: (item: T) => string
  readonly #items: T[] = []
  readonly #ids = new Set<string>()
  readonly #cursors = new Set<string>()
  #pages = 0
  #next: string | undefined
  #end: PageChain<T>['end'] = 'open'

  constructor(idOf: (item: T) => string) {
    this.#idOf = idOf
  }

  get chain(): PageChain<T> {
    return { items: this.#items, pages: this.#pages, next: this.#next, end: this.#end }
  }

  /** Takes the next page along. After the end nothing is taken any more. */
  add({ items, after }: Page<T>): void {
    if (this.#end !== 'open') return
    this.#pages += 1
    for (const item of items) {
      const id = this.#idOf(item)
      if (this.#ids.has(id)) return this.fail({ reason: 'repeated', id })
      this.#ids.add(id)
      this.#items.push(item)
    }
    if (after === null) {
      this.#end = 'whole'
      return
    }
    if (items.length === 0) return this.fail({ reason: 'empty_page' })
    if (this.#cursors.has(after)) return this.fail({ reason: 'cursor_loop' })
    if (this.#pages >= MOST_PAGES) return this.fail({ reason: 'endless' })
    this.#cursors.add(after)
    this.#next = after
  }

  fail(fault: PageFault): void {
    if (this.#end === 'open') this.#end = fault
  }
}
