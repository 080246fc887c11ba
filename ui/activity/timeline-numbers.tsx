/** The chart's numbers as a table, each step with the act that dragging does in the chart. */
import { sumOf, stepWords, type Bucket } from './timeline-scale.ts'

interface NumbersProps {
  readonly buckets: readonly Bucket[]
  readonly seconds: number
  readonly onZoom: (first: number, last: number) => void
}

const HEAD = 'sticky top-0 bg-surface px-2 py-1 font-medium text-faint'

export function TimelineNumbers({ buckets, seconds, onZoom }: NumbersProps) {
  const steps = buckets
    .map((bucket, at) => ({ bucket, at }))
    .filter(({ bucket }) => sumOf(bucket) > 0)
  if (steps.length === 0)
    return <p className="grid h-full place-items-center text-faint">No calls in this time.</p>
  return (
    // Scrolled by keyboard as well.
    <div
      role="region"
      aria-label="Calls over time, in numbers"
      tabIndex={0}
      className="h-full overflow-y-auto"
    >
      <table className="w-full text-[0.8125rem]">
        <thead>
          <tr>
            <th scope="col" className={`${HEAD} text-left`}>
              Time
            </th>
            <th scope="col" className={`${HEAD} text-right`}>
              OK
            </th>
            <th scope="col" className={`${HEAD} text-right`}>
              Failed
            </th>
            <th scope="col" className={`${HEAD} text-right`}>
              Refused
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.toReversed().map(({ bucket, at }) => (
            <tr key={bucket.from} className="border-t border-line">
              <td className="px-2 py-1">
                <button
                  type="button"
                  title="Narrow to this time"
                  onClick={() => onZoom(at, at)}
                  className="rounded-sm text-left text-accent hover:underline"
                >
                  {stepWords(bucket.from, seconds)}
                </button>
              </td>
              <td className="px-2 py-1 text-right tabular-nums">{bucket.permitted}</td>
              <td className="px-2 py-1 text-right tabular-nums">{bucket.failed}</td>
              <td className="px-2 py-1 text-right tabular-nums">{bucket.refused}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
