/** The bars: three paths for all of them, a top line, labels below, and what the pointer is over. */
import { useEffect, useRef, useState, type PointerEvent } from 'react'
import {
  roundTop,
  stepAt,
  stepWords,
  sumOf,
  tickLabel,
  ticks,
  total,
  type Bucket,
  type Counts,
} from './timeline-scale.ts'

interface ChartProps {
  readonly buckets: readonly Bucket[]
  readonly seconds: number
  readonly onZoom: (first: number, last: number) => void
}

const HEIGHT = 144
const AXIS = 20
const TOP = 14
const PLOT = HEIGHT - AXIS - TOP

/** From below; failures and refusals stand on what went well. */
const STACK = [
  { key: 'permitted', fill: 'var(--accent)' },
  { key: 'failed', fill: 'var(--bad)' },
  { key: 'refused', fill: 'var(--warn)' },
] as const satisfies readonly { key: keyof Counts; fill: string }[]

const NUMBER = new Intl.NumberFormat('en')

interface Drag {
  readonly from: number
  readonly to: number
}

export function TimelineChart({ buckets, seconds, onZoom }: ChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const [over, setOver] = useState<number>()
  const [drag, setDrag] = useState<Drag>()
  const count = buckets.length
  const slot = count > 0 ? width / count : 0
  const top = roundTop(Math.max(0, ...buckets.map(sumOf)))
  const sums = total(buckets)

  const at = (event: PointerEvent): number =>
    stepAt(event.clientX - event.currentTarget.getBoundingClientRect().left, width, count)
  const down = (event: PointerEvent): void => {
    if (event.button !== 0 || count === 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    setDrag({ from: at(event), to: at(event) })
  }
  const move = (event: PointerEvent): void => {
    setOver(at(event))
    if (drag) setDrag({ ...drag, to: at(event) })
  }
  const up = (event: PointerEvent): void => {
    if (!drag) return
    setDrag(undefined)
    // The last moves may not have been drawn yet.
    const to = at(event)
    onZoom(Math.min(drag.from, to), Math.max(drag.from, to))
  }
  useEffect(() => {
    if (!drag) return undefined
    const cancel = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setDrag(undefined)
    }
    addEventListener('keydown', cancel)
    return () => removeEventListener('keydown', cancel)
  }, [drag])

  // A zoom brings fewer steps than the one that the pointer was over.
  const within = [drag?.from ?? over, drag?.to ?? over].filter(
    (step): step is number => step !== undefined && step < count,
  )
  const [first, last] =
    within.length === 2 ? [Math.min(...within), Math.max(...within)] : [undefined, undefined]
  return (
    <div
      ref={box}
      className="relative h-full cursor-crosshair touch-pan-y select-none"
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={() => setDrag(undefined)}
      onPointerLeave={() => setOver(undefined)}
    >
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={`Calls over time: ${NUMBER.format(sums.permitted)} answered, ${NUMBER.format(sums.failed)} failed, ${NUMBER.format(sums.refused)} refused. Press Numbers for a table.`}
        className="block"
      >
        <path d={`M0 ${TOP}.5H${width}`} stroke="var(--line)" strokeDasharray="2 3" />
        <path d={`M0 ${TOP + PLOT}.5H${width}`} stroke="var(--line)" />
        {first !== undefined && last !== undefined && slot > 0 && (
          <rect
            x={first * slot}
            y={TOP}
            width={(last - first + 1) * slot}
            height={PLOT}
            fill={drag ? 'var(--accent-wash)' : 'var(--hover)'}
          />
        )}
        {STACK.map(({ key, fill }, layer) => (
          <path key={key} d={bars(buckets, layer, slot, top)} fill={fill} />
        ))}
        <text x={0} y={TOP - 4} fontSize="11" fill="var(--faint)">
          {NUMBER.format(top)}
        </text>
        {ticks(count, width, 92).map((index) => (
          <text
            key={index}
            x={index * slot}
            y={HEIGHT - 5}
            fontSize="11"
            fill="var(--faint)"
            textAnchor={index === 0 ? 'start' : 'middle'}
            visibility={index * slot > width - 36 ? 'hidden' : 'visible'}
          >
            {tickLabel(buckets[index]?.from ?? '', seconds)}
          </text>
        ))}
      </svg>
      {sumOf(sums) === 0 && (
        <p className="pointer-events-none absolute inset-x-0 top-14 text-center text-faint">
          No calls in this time.
        </p>
      )}
      {first !== undefined && last !== undefined && (
        <Told
          x={((first + last + 1) / 2) * slot}
          width={width}
          words={
            first === last
              ? stepWords(buckets[first]?.from ?? '', seconds)
              : `${stepWords(buckets[first]?.from ?? '', seconds).split(' – ')[0]} – ${stepWords(
                  buckets[last]?.from ?? '',
                  seconds,
                )
                  .split(' – ')
                  .at(-1)}`
          }
          counts={total(buckets.slice(first, last + 1))}
        />
      )}
    </div>
  )
}

/** What the pointer is over; it never covers it, and never leaves the chart. */
function Told({
  x,
  width,
  words,
  counts,
}: {
  x: number
  width: number
  words: string
  counts: Counts
}) {
  const half = 110
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute -top-2 z-10 w-55 -translate-x-1/2 -translate-y-full rounded-md border border-line bg-raised px-2.5 py-1.5 text-xs shadow-pop"
      style={{ left: Math.min(Math.max(half, x), Math.max(half, width - half)) }}
    >
      <p className="text-faint">{words}</p>
      <p className="tabular-nums">
        <b className="font-semibold">{NUMBER.format(sumOf(counts))}</b> calls
        {counts.failed > 0 && (
          <span className="text-bad"> · {NUMBER.format(counts.failed)} failed</span>
        )}
        {counts.refused > 0 && (
          <span className="text-warn"> · {NUMBER.format(counts.refused)} refused</span>
        )}
      </p>
    </div>
  )
}

/** All rectangles of one layer as one path; what is not nothing is two pixels high at least. */
function bars(buckets: readonly Bucket[], layer: number, slot: number, top: number): string {
  const gap = slot > 4 ? 1 : 0
  return buckets
    .map((bucket, at) => {
      const value = bucket[STACK[layer]?.key ?? 'permitted']
      if (value === 0) return ''
      const below = STACK.slice(0, layer).reduce(
        (sum, { key }) => sum + heightOf(bucket[key], top),
        0,
      )
      const height = heightOf(value, top)
      return `M${(at * slot).toFixed(2)} ${(TOP + PLOT - below - height).toFixed(2)}h${Math.max(1, slot - gap).toFixed(2)}v${height.toFixed(2)}h-${Math.max(1, slot - gap).toFixed(2)}z`
    })
    .join('')
}

const heightOf = (value: number, top: number): number =>
  value === 0 ? 0 : Math.max(2, (value / top) * PLOT)

function useWidth(box: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])
  return width
}
