/** Buttons and links that look like them. One `primary` per view: it is what the page is for. */
import { Link, type LinkComponentProps } from '@tanstack/react-router'
import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx.ts'
import { Icon, Spinner, type IconName } from './icon.tsx'
import { Tooltip } from './tooltip.tsx'

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'grave' | 'danger'

const LOOKS: Record<ButtonLook, string> = {
  primary: 'bg-accent text-accent-ink border-transparent hover:bg-accent-strong',
  plain: 'bg-surface text-ink border-line-strong/55 shadow-card hover:bg-hover',
  quiet: 'bg-transparent text-soft border-transparent hover:bg-hover hover:text-ink',
  // Opens what asks before it ends something; `danger` is the press that does.
  grave: 'bg-surface text-bad border-line-strong/55 shadow-card hover:bg-bad-wash',
  danger: 'bg-bad-solid text-white border-transparent hover:opacity-90',
}

const SIZES = {
  normal: 'h-9 px-3.5 gap-2',
  small: 'h-7.5 px-2.5 gap-1.5 text-[0.8125rem]',
  large: 'h-11 px-5 gap-2.5 text-[0.9375rem]',
} as const

interface Looks {
  readonly look?: ButtonLook | undefined
  readonly size?: keyof typeof SIZES | undefined
  readonly icon?: IconName | undefined
}

const classes = ({ look = 'plain', size = 'normal' }: Looks, more?: string): string =>
  cx(
    'inline-flex items-center justify-center rounded-md border font-medium whitespace-nowrap select-none',
    'transition-colors duration-100 disabled:opacity-50 disabled:pointer-events-none aria-disabled:opacity-50',
    LOOKS[look],
    SIZES[size],
    more,
  )

type ButtonProps = ComponentProps<'button'> &
  Looks & {
    /** Under way: keeps its width and its focus, takes no second press. */
    readonly pending?: boolean | undefined
  }

export function Button({
  look,
  size,
  icon,
  pending,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classes({ look, size }, className)}
      aria-busy={pending || undefined}
      aria-disabled={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
    >
      {pending ? <Spinner /> : icon ? <Icon name={icon} size={size === 'small' ? 16 : 18} /> : null}
      {children}
    </button>
  )
}

/** A link of this app that looks like a button. */
export function ButtonLink({
  look,
  size,
  icon,
  className,
  children,
  ...rest
}: LinkComponentProps & Looks & { children: ReactNode; className?: string }) {
  return (
    <Link {...rest} className={classes({ look, size }, className)}>
      {icon && <Icon name={icon} size={size === 'small' ? 16 : 18} />}
      {children}
    </Link>
  )
}

/** Saves what lies at an address of the API as a file. */
export const DownloadLink = ({
  href,
  file,
  children,
}: {
  href: string
  file: string
  children: ReactNode
}) => (
  <a href={href} download={file} className={classes({})}>
    <Icon name="download" size={18} />
    {children}
  </a>
)

type IconButtonProps = Omit<ButtonProps, 'children' | 'aria-label'> & {
  readonly icon: IconName
  /** What it does: read aloud, and shown on hover. */
  readonly label: string
}

export function IconButton({
  icon,
  label,
  look = 'quiet',
  size = 'normal',
  pending,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={classes(
          { look, size },
          cx(size === 'small' ? 'w-7.5 px-0!' : 'w-9 px-0!', className),
        )}
      >
        {pending ? <Spinner /> : <Icon name={icon} size={size === 'small' ? 16 : 18} />}
      </button>
    </Tooltip>
  )
}

/** A link within text. Addresses of other sites open in a new tab and say so. */
export function ExternalLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noreferrer" className={LINK}>
      {children}
      <Icon name="external" size={13} className="ml-1 inline align-[-1px]" />
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  )
}

/** For `Link` within text. */
export const LINK =
  'text-accent underline decoration-accent-line underline-offset-[3px] hover:decoration-accent'
