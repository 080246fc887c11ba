/**
 * Line drawings for empty places: one hand, one weight, one spot of the accent. They show the idea
 * of the thing (a key that many hands share, a gate between two shores), not the screen.
 */
import type { ReactNode } from 'react'

const line = {
  fill: 'none',
  stroke: 'var(--line-strong)',
  strokeWidth: 1.5,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const
const mark = { ...line, stroke: 'var(--accent)', strokeWidth: 2 } as const
const wash = { fill: 'var(--accent-wash)', stroke: 'none' } as const
const paper = { ...line, fill: 'var(--surface)' } as const

const DRAWINGS = {
  /** Two shores and the plug that joins them. */
  connection: (
    <>
      <circle cx="80" cy="52" r="44" {...wash} />
      <path d="M10 60h38a8 8 0 0 0 8-8v0M150 60h-38a8 8 0 0 1-8-8v0" {...line} />
      <rect x="48" y="38" width="22" height="28" rx="5" {...paper} />
      <path d="M70 46h8M70 58h8" {...mark} />
      <rect x="90" y="38" width="22" height="28" rx="5" {...paper} />
      <path d="M90 46h-5M90 58h-5" {...line} />
      <path d="M80 22v-8M68 26l-5-6M92 26l5-6" {...mark} />
    </>
  ),
  /** People within one ring. */
  group: (
    <>
      <circle cx="80" cy="52" r="44" {...wash} />
      <circle cx="80" cy="38" r="10" {...paper} />
      <path d="M60 76c1-13 9-20 20-20s19 7 20 20" {...paper} />
      <circle cx="44" cy="46" r="7" {...paper} />
      <path d="M30 76c0-10 5-16 14-16M116 46" {...line} />
      <circle cx="116" cy="46" r="7" {...paper} />
      <path d="M130 76c0-10-5-16-14-16" {...line} />
      <path d="M24 84h112" {...mark} />
    </>
  ),
  /** A key on its ring. */
  key: (
    <>
      <circle cx="80" cy="52" r="44" {...wash} />
      <circle cx="60" cy="52" r="18" {...paper} />
      <circle cx="60" cy="52" r="6" {...line} />
      <path d="M78 52h46M112 52v12M100 52v8" {...mark} />
    </>
  ),
  /** A quiet line that waits for its first beat. */
  activity: (
    <>
      <rect x="24" y="18" width="112" height="68" rx="8" {...paper} />
      <path d="M24 34h112M34 26h.1M41 26h.1M48 26h.1" {...line} />
      <path d="M34 64h26l6-14 10 26 8-20 4 8h38" {...mark} />
    </>
  ),
  /** A glass over a page of rows. */
  search: (
    <>
      <rect x="34" y="14" width="72" height="78" rx="6" {...paper} />
      <path d="M46 32h40M46 46h28M46 60h18" {...line} />
      <circle
        cx="98"
        cy="60"
        r="20"
        fill="var(--accent-wash)"
        stroke="var(--accent)"
        strokeWidth="2"
      />
      <path d="m113 75 15 15" {...mark} />
    </>
  ),
  /** A gate between the portal and those who ask. */
  gate: (
    <>
      <circle cx="80" cy="52" r="44" {...wash} />
      <path d="M52 88V44a28 28 0 0 1 56 0v44Z" {...paper} />
      <path d="M80 16v72M66 88V50M94 88V50M52 62h56" {...line} />
      <circle cx="80" cy="62" r="7" fill="var(--surface)" stroke="var(--accent)" strokeWidth="2" />
      <path d="M30 88h100" {...line} />
    </>
  ),
  /** A conversation in which one bubble is somebody's AI. */
  ai: (
    <>
      <circle cx="80" cy="52" r="44" {...wash} />
      <path
        d="M28 26h60a6 6 0 0 1 6 6v20a6 6 0 0 1-6 6H50L38 68V58H28a6 6 0 0 1-6-6V32a6 6 0 0 1 6-6Z"
        {...paper}
      />
      <path d="M34 38h44M34 46h28" {...line} />
      <path
        d="M118 50c1.5 10 6.5 17 17 19-10.5 2-15.5 9-17 19-1.5-10-6.5-17-17-19 10.5-2 15.5-9 17-19Z"
        fill="var(--surface)"
        stroke="var(--accent)"
        strokeWidth="2"
        strokeLinejoin="round"
      />
    </>
  ),
  /** A signpost whose sign points nowhere. */
  lost: (
    <>
      <circle cx="80" cy="52" r="44" {...wash} />
      <path d="M80 92V20M56 92h48" {...line} />
      <path d="M80 28h34l10 9-10 9H80Z" {...paper} />
      <path
        d="M80 52H52l-9 8 9 8h28Z"
        fill="var(--surface)"
        stroke="var(--accent)"
        strokeWidth="2"
        strokeLinejoin="round"
      />
    </>
  ),
  /** All is well: a harbour light. */
  calm: (
    <>
      <circle cx="80" cy="52" r="44" {...wash} />
      <path d="M70 84l4-46h12l4 46Z" {...paper} />
      <path d="M72 62h16M71 72h18" {...line} />
      <rect x="72" y="26" width="16" height="12" rx="2" {...paper} />
      <path d="M70 26h20l-10-8Z" {...paper} />
      <path d="M94 30l16-5M94 34l16 3M66 30l-16-5M66 34l-16 3" {...mark} />
      <path d="M28 88c6-4 12-4 18 0s12 4 18 0 12-4 18 0 12 4 18 0 12-4 18 0 12 4 14 0" {...line} />
    </>
  ),
} as const satisfies Record<string, ReactNode>
export type DrawingName = keyof typeof DRAWINGS

export function Drawing({ name, width = 160 }: { name: DrawingName; width?: number }) {
  return (
    <svg
      viewBox="0 0 160 104"
      width={width}
      height={(width * 104) / 160}
      aria-hidden="true"
      className="max-w-full"
    >
      {DRAWINGS[name]}
    </svg>
  )
}
