// Pages of lists that are not what they should be. Each defect leaves a list that looks whole to
// somebody who does not check: that is what a reader has to be proof against.
import type { Answer, Call, Route } from '../server/route.ts'

export const PAGE_DEFECTS = [
  /** The page after the asked one comes in its place. */
  'lost',
  /** The same page comes twice: its next page is itself. */
  'repeated',
  /** The next page is the first one: it never ends. */
  'looped',
  /** Half of the items are missing; the pages go on. */
  'truncated',
  /** The list ends here, though there is more. */
  'cut-short',
  /** Nothing is there, and that is the end. */
  'empty',
  /** 200 without a body. */
  'blank',
  /** The last item gives way to the first one of the next page, which comes again there. */
  'shifted',
] as const
export type PageDefect = (typeof PAGE_DEFECTS)[number]

type Page = { results: unknown[]; paging?: { next: { after: string; link?: string } } }

/** The answer with the defects that the call meets; anything but a list is left as it is. */
export function defacePage(route: Route, call: Call, answer: Answer): Answer {
  let defaced = answer
  for (const effect of call.effects) {
    if (effect.kind === 'page' && isPage(defaced.body))
      defaced = { ...defaced, ...DEFECTS[effect.defect](defaced.body, route, call) }
  }
  return defaced
}

const DEFECTS: Record<PageDefect, (page: Page, route: Route, call: Call) => Partial<Answer>> = {
  lost: (page, route, call) => ({ body: following(page, route, call) ?? { results: [] } }),
  repeated: (page, _route, call) => ({
    body: goingOn(page, call.query.get('after') || '0'),
  }),
  looped: (page) => ({ body: goingOn(page, '0') }),
  truncated: (page) => ({
    body: { ...page, results: page.results.slice(0, Math.floor(page.results.length / 2)) },
  }),
  'cut-short': ({ results }) => ({ body: { results } }),
  empty: () => ({ body: { results: [] } }),
  blank: () => ({ body: undefined }),
  shifted: (page, route, call) => {
    const first = following(page, route, call)?.results[0]
    const kept = page.results.slice(0, -1)
    return { body: { ...page, results: first === undefined ? kept : [...kept, first] } }
  },
}

const goingOn = (page: Page, after: string): Page => ({ ...page, paging: { next: { after } } })

function following({ paging }: Page, route: Route, call: Call): Page | undefined {
  if (!paging) return undefined
  const query = new URLSearchParams(call.query)
  query.set('after', paging.next.after)
  const { body } = route.handle({ ...call, query })
  return isPage(body) ? body : undefined
}

function isPage(body: unknown): body is Page {
  return (
    typeof body === 'object' && body !== null && 'results' in body && Array.isArray(body.results)
  )
}
