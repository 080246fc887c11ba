/** A small chart by hand in SVG, summed up in words for those who do not see it. */
export function Sparkline({
  values,
  label,
  height = 28,
}: {
  values: readonly number[]
  label: string
  height?: number
}) {
  const most = Math.max(1, ...values)
  const points = values.map(
    (value, at) =>
      `${((at / Math.max(1, values.length - 1)) * 98 + 1).toFixed(2)},${(height - 2 - (value / most) * (height - 4)).toFixed(2)}`,
  )
  return (
    <svg
      viewBox={`0 0 100 ${height}`}
      preserveAspectRatio="none"
      className="w-full overflow-visible"
      height={height}
      role="img"
      aria-label={`${label}: ${summary(values)}`}
    >
      <polygon points={`1,${height} ${points.join(' ')} 99,${height}`} fill="var(--accent-wash)" />
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="1.5"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}

const NUMBER = new Intl.NumberFormat('en')

/** "24 values, 310 in all, at most 41". */
export function summary(values: readonly number[]): string {
  const all = values.reduce((sum, value) => sum + value, 0)
  return values.length === 0
    ? 'no values'
    : `${values.length} values, ${NUMBER.format(all)} in all, at most ${NUMBER.format(Math.max(...values))}`
}
