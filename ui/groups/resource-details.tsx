/** What each scope of a resource lets people do, in words, and why a credential cannot serve it. */
import { Icon } from '../parts/icon.tsx'
import type { Gap } from './gap.ts'
import { scopesOf, verbWord, type ResourceRow } from './matrix-rows.ts'
import type { Portal } from './portals.ts'

export function ResourceDetails({
  row,
  portals,
}: {
  row: ResourceRow
  portals: readonly Portal[]
}) {
  const unique = [...new Map(portals.map((portal) => [portal.id, portal])).values()]
  return (
    <dl className="sticky left-0 flex w-[min(100%,calc(100vw-3rem))] max-w-3xl flex-col gap-2.5 px-4 py-3 sm:w-auto sm:px-5">
      {scopesOf(row).map((scope) => {
        const gaps = unique.flatMap((portal) => {
          const gap = portal.gap(scope.scope)
          return gap ? [{ portal, gap }] : []
        })
        return (
          <div key={scope.scope} className="grid gap-x-4 gap-y-0.5 sm:grid-cols-[9rem_1fr]">
            <dt className="font-medium">
              {verbWord(scope.verb)}
              <span className="block font-mono text-xs font-normal text-faint">{scope.scope}</span>
            </dt>
            <dd className="min-w-0 text-soft">
              {scope.description}.
              {gaps.map(({ portal, gap }) => (
                <span key={portal.id} className="mt-1 flex gap-1.5 text-[0.8125rem] text-warn">
                  <Icon name="warning" size={15} className="mt-px shrink-0" />
                  <GapWords on={portal.title} gap={gap} />
                </span>
              ))}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

function GapWords({ on, gap: { works, missing, remedy } }: { on: string; gap: Gap }) {
  // The remedy begins with what works.
  if (works === 'part' && remedy !== null)
    return (
      <span>
        On {on}: {remedy}
      </span>
    )
  return (
    <span>
      No effect on {on}: its credential lacks{' '}
      <span className="font-mono break-all">{missing.join(', ')}</span>
      {remedy === null ? '.' : `: ${remedy}`}
    </span>
  )
}
