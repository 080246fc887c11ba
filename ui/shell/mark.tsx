/** Hubward's mark: a shield with a keyhole, drawn in the accent. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" className="shrink-0">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <path
        d="M16 5.5 24 8.6v6.9c0 5.1-3.3 9-8 11-4.7-2-8-5.9-8-11V8.6Z"
        fill="none"
        stroke="var(--accent-ink)"
        strokeWidth="2"
        strokeLinejoin="round"
      />
      <circle cx="16" cy="14" r="2.5" fill="var(--accent-ink)" />
      <path d="M16 16v5" stroke="var(--accent-ink)" strokeWidth="2.2" strokeLinecap="round" />
    </svg>
  )
}
