/**
 * Our own small set of icons: strokes on a grid of 20, in the colour of the text around them. They
 * are decoration; what a control does is said in words or by its `aria-label`.
 */
import { cx } from './cx.ts'

/** Path data by name. */
const PATHS = {
  home: 'M3.5 9 10 3.5 16.5 9v7.500h-4.500v-5h-4v5H3.500Z',
  link: 'M8.3 11.700a3 3 0 0 0 4.3 0l3-3a3 3 0 0 0-4.3-4.300l-1 1M11.7 8.300a3 3 0 0 0-4.3 0l-3 3a3 3 0 0 0 4.3 4.300l1-1',
  group:
    'M7.5 9.500a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.500ZM2.5 16c.3-2.7 2.3-4.2 5-4.200s4.7 1.5 5 4.200M13.2 4.300a2.7 2.7 0 0 1 0 5M14.8 12.200c1.5.6 2.5 1.9 2.7 3.8',
  person: 'M10 9.500A3 3 0 1 0 10 3.500a3 3 0 0 0 0 6ZM4 16.500c.4-3 2.8-4.7 6-4.700s5.6 1.7 6 4.7',
  robot:
    'M5 7.500h10a1.5 1.5 0 0 1 1.5 1.500v5.500A1.5 1.5 0 0 1 15 16H5a1.5 1.5 0 0 1-1.5-1.500V9A1.5 1.5 0 0 1 5 7.500ZM10 7.500V4M7.5 11v1.500M12.5 11v1.5',
  activity: 'M2.5 10.500h3l2.5-6 4 11 2.5-5h3',
  help: 'M10 17.500a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM7.8 7.800c.1-1.3 1-2.1 2.3-2.100s2.2.8 2.2 2c0 1.7-2.2 1.8-2.2 3.500M10 14v.1',
  spark:
    'M10 2.500c.6 4 2.5 6.9 7 7.5-4.5.6-6.4 3.5-7 7.5-.6-4-2.5-6.9-7-7.5 4.5-.6 6.4-3.5 7-7.500Z',
  gear: 'M10 12.700a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.400ZM10 2.500v2M10 15.500v2M2.5 10h2M15.5 10h2M4.7 4.700l1.4 1.400M13.9 13.900l1.4 1.400M4.7 15.300l1.4-1.400M13.9 6.100l1.4-1.4',
  key: 'M7 13.200a3.4 3.4 0 1 0 0-6.8 3.4 3.4 0 0 0 0 6.800ZM10.3 9.800h7M14.5 9.800v2.7',
  passkey:
    'M8 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 16.500c.3-3 2.5-4.7 5.5-4.7 1 0 1.8.2 2.5.5M14.8 11.500a2 2 0 1 0-.1-4 2 2 0 0 0 .1 4ZM14.8 11.500v5l1.5-1.200M14.8 16.500l-1.3-1',
  shield: 'M10 2.7 16 5v5c0 3.7-2.5 6.3-6 7.500C6.5 16.3 4 13.7 4 10V5Z',
  lock: 'M5 9h10v7.500H5ZM7 9V6.500a3 3 0 0 1 6 0V9',
  search: 'M9 14.500a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM13 13l3.8 3.8',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  check: 'm4 10.5 4 4 8-9',
  cross: 'm5 5 10 10M15 5 5 15',
  warning: 'M10 3.5 17.3 16H2.700ZM10 8v4M10 14v.1',
  info: 'M10 17.500a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM10 9.200v4.500M10 6.500v.1',
  down: 'm5 7.5 5 5 5-5',
  up: 'm5 12.5 5-5 5 5',
  right: 'm7.5 5 5 5-5 5',
  left: 'm12.5 5-5 5 5 5',
  'arrow-right': 'M3.5 10h13M11.5 5l5 5-5 5',
  'arrow-left': 'M16.5 10h-13M8.5 5l-5 5 5 5',
  'arrow-up': 'M10 16.500v-13M5 8.500l5-5 5 5',
  'arrow-down': 'M10 3.500v13M5 11.500l5 5 5-5',
  sort: 'm6.5 8 3.5-3.500L13.5 8M6.5 12l3.5 3.5 3.5-3.5',
  copy: 'M7.5 7.500h9v9h-9ZM12.5 7.500v-4h-9v9h4',
  external: 'M11 3.500h5.500V9M16.2 3.8 9 11M14 11.500v5H3.500V6h5',
  download: 'M10 3v9.500M6 9l4 4 4-4M3.5 16.500h13',
  filter: 'M3 4.500h14l-5.5 6.500v5l-3-1.500V11Z',
  pause: 'M7 4.500v11M13 4.500v11',
  play: 'M6.5 4.2 15.5 10l-9 5.800Z',
  refresh: 'M16.5 10a6.5 6.5 0 1 1-2-4.700M16.5 3v3.500H13',
  trash: 'M4 5.500h12M8 5.500v-2h4v2M5.5 5.500l.8 11h7.400l.8-11M8.5 8.500v5M11.5 8.500v5',
  pencil: 'm4 13.5-.5 3 3-.5L16 6.5 13.5 4Z',
  more: 'M4.5 10h.1M10 10h.1M15.5 10h.1',
  menu: 'M3 5.500h14M3 10h14M3 14.500h14',
  clock: 'M10 17.500a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM10 6v4.200l2.8 1.8',
  bell: 'M5 13.500V9a5 5 0 0 1 10 0v4.500l1.5 1.500h-13ZM8.5 17.200h3',
  sun: 'M10 13.200a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.400ZM10 2.500v1.200M10 16.300v1.200M2.5 10h1.200M16.3 10h1.200M4.7 4.700l.8.8M14.5 14.500l.8.8M4.7 15.300l.8-.8M14.5 5.500l.8-.8',
  moon: 'M16.5 12A7 7 0 0 1 8 3.500a7 7 0 1 0 8.5 8.500Z',
  screen: 'M3 4h14v9.500H3ZM7.5 16.500h5',
  door: 'M11.5 6V3.500H4v13h7.500V14M8 10h9M14 7l3 3-3 3',
  plug: 'M7 3v4M13 3v4M5 7h10v3a5 5 0 0 1-10 0ZM10 15v2.5',
  bolt: 'M11 2.5 4.5 11.500H9.500L9 17.500l6.5-9H10.500Z',
  mail: 'M3 5h14v10.500H3ZM3.3 5.5 10 11l6.7-5.5',
  eye: 'M2.5 10S5 4.8 10 4.8 17.5 10 17.5 10 15 15.2 10 15.2 2.5 10 2.5 10ZM10 12.200a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.400Z',
} as const
export type IconName = keyof typeof PATHS

export function Icon({
  name,
  size = 18,
  className,
}: {
  name: IconName
  size?: number
  className?: string
}) {
  return (
    <svg
      viewBox="0 0 20 20"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={size > 24 ? 1.2 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={cx('shrink-0', className)}
    >
      <path d={PATHS[name]} />
    </svg>
  )
}

/** Turns while something is under way. */
export function Spinner({ size = 16 }: { size?: number }) {
  return (
    <svg
      viewBox="0 0 20 20"
      width={size}
      height={size}
      fill="none"
      aria-hidden="true"
      className="spin shrink-0"
    >
      <circle
        cx="10"
        cy="10"
        r="7.5"
        stroke="currentColor"
        strokeOpacity="0.25"
        strokeWidth="2.2"
      />
      <path
        d="M10 2.500a7.5 7.5 0 0 1 7.5 7.5"
        stroke="currentColor"
        strokeWidth="2.2"
        strokeLinecap="round"
      />
    </svg>
  )
}
