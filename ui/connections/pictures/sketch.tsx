/**
 * What the pictures of HubSpot's steps are drawn with: a window, a menu, lines that stand for text
 * nobody needs to read, and one marked place to press. Schematic on purpose: the words are
 * HubSpot's, the looks are not, so that a picture does not age with every redesign.
 */
import type { ReactNode } from 'react'

export const WIDTH = 300
export const HEIGHT = 168

/** The frame around a picture; `alt` says what a seeing person would take from it. */
export function Sketch({ alt, children }: { alt: string; children: ReactNode }) {
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={alt}
      className="w-full rounded-md border border-line bg-sunken"
      fontFamily="var(--font-sans)"
      fontSize="10.5"
    >
      <rect
        x="10"
        y="10"
        width="280"
        height="148"
        rx="6"
        fill="var(--surface)"
        stroke="var(--line)"
      />
      <path d="M10 28h280" stroke="var(--line)" />
      {[20, 28, 36].map((x) => (
        <circle key={x} cx={x} cy="19" r="2" fill="var(--line-strong)" opacity="0.6" />
      ))}
      {children}
    </svg>
  )
}

interface At {
  readonly x: number
  readonly y: number
}

export const Words = ({
  x,
  y,
  children,
  bold,
  soft,
  mono,
}: At & { children: string; bold?: boolean; soft?: boolean; mono?: boolean }) => (
  <text
    x={x}
    y={y}
    fill={soft ? 'var(--soft)' : 'var(--ink)'}
    fontWeight={bold ? 600 : 400}
    {...(mono && { fontFamily: 'var(--font-mono)', fontSize: 9.5 })}
  >
    {children}
  </text>
)

/** Text that does not matter here. */
export const Blind = ({ x, y, w }: At & { w: number }) => (
  <rect x={x} y={y} width={w} height="4" rx="2" fill="var(--line-strong)" opacity="0.28" />
)

/** The place that the step is about. */
export const Mark = ({ x, y, w, h }: At & { w: number; h: number }) => (
  <rect
    x={x}
    y={y}
    width={w}
    height={h}
    rx="4"
    fill="var(--accent-wash)"
    stroke="var(--accent)"
    strokeWidth="1.6"
  />
)

/** An arrow of the mouse, whose tip is at the place. */
export const Pointer = ({ x, y }: At) => (
  <path
    transform={`translate(${x} ${y})`}
    d="M0 0l12 4.600-5 2.200-2.200 5Z"
    fill="var(--accent)"
    stroke="var(--surface)"
    strokeWidth="1"
    strokeLinejoin="round"
  />
)

/** A column of entries at the left; the marked one is to be pressed. */
export function MenuOf({
  head,
  entries,
  marked,
  sub,
}: {
  head: string
  entries: readonly string[]
  marked: string
  /** Indented below the entry before it. */
  sub?: readonly string[]
}) {
  return (
    <>
      <path d="M126 28v130" stroke="var(--line)" />
      <Words x={20} y={45} bold>
        {head}
      </Words>
      {entries.map((entry, at) => {
        const y = 63 + at * 20
        const indent = sub?.includes(entry) ? 10 : 0
        const on = entry === marked
        return (
          <g key={entry}>
            {on && <Mark x={16 + indent} y={y - 12} w={106 - indent} h={17} />}
            <Words x={22 + indent} y={y} bold={on} soft={!on}>
              {entry}
            </Words>
            {on && <Pointer x={114} y={y + 1} />}
          </g>
        )
      })}
    </>
  )
}

/** Tabs along the top of a page. */
export function TabsOf({ tabs, marked }: { tabs: readonly string[]; marked: string }) {
  return (
    <>
      <path d="M10 70h280" stroke="var(--line)" />
      {tabs.map((tab, at) => {
        const from = tabs.slice(0, at).reduce((x, before) => x + widthOf(before) + 4, 22)
        const on = tab === marked
        return (
          <g key={tab}>
            {on && <Mark x={from - 2} y={51} w={widthOf(tab)} h={19} />}
            <Words x={from + 5} y={64} bold={on} soft={!on}>
              {tab}
            </Words>
          </g>
        )
      })}
    </>
  )
}

/** Of a tab, by its letters. */
const widthOf = (tab: string): number => tab.length * 5.6 + 14

export function Press({
  x,
  y,
  w,
  children,
  marked,
}: At & { w: number; children: string; marked?: boolean }) {
  return (
    <>
      {marked ? (
        <Mark x={x} y={y} w={w} h={20} />
      ) : (
        <rect
          x={x}
          y={y}
          width={w}
          height="20"
          rx="4"
          fill="var(--surface)"
          stroke="var(--line-strong)"
          strokeOpacity="0.7"
        />
      )}
      <text
        x={x + w / 2}
        y={y + 13.5}
        textAnchor="middle"
        fill="var(--ink)"
        fontWeight={marked ? 600 : 400}
      >
        {children}
      </text>
      {marked && <Pointer x={x + w - 7} y={y + 15} />}
    </>
  )
}

/** A field with its label above; dots are a secret. */
export function FieldOf({
  x,
  y,
  w,
  label,
  value,
  marked,
}: At & { w: number; label: string; value?: string; marked?: boolean }) {
  return (
    <>
      <Words x={x} y={y} soft>
        {label}
      </Words>
      {marked ? (
        <Mark x={x} y={y + 5} w={w} h={20} />
      ) : (
        <rect
          x={x}
          y={y + 5}
          width={w}
          height="20"
          rx="4"
          fill="var(--surface)"
          stroke="var(--line-strong)"
          strokeOpacity="0.7"
        />
      )}
      {value !== undefined && (
        <Words x={x + 7} y={y + 18.5} mono>
          {value}
        </Words>
      )}
    </>
  )
}

export function TickOf({ x, y, on, label }: At & { on: boolean; label: string }) {
  return (
    <>
      <rect
        x={x}
        y={y}
        width="11"
        height="11"
        rx="2.5"
        fill={on ? 'var(--accent)' : 'var(--surface)'}
        stroke={on ? 'var(--accent)' : 'var(--line-strong)'}
      />
      {on && (
        <path
          d={`m${x + 2.5} ${y + 5.6} 2.300 2.400 3.800-4.600`}
          fill="none"
          stroke="var(--accent-ink)"
          strokeWidth="1.6"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      )}
      <Words x={x + 18} y={y + 9} mono>
        {label}
      </Words>
    </>
  )
}
