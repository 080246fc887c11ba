/** A finding that names dozens of scopes: its beginning, until somebody wants the rest. Print has all of it. */
import { useState, type ReactNode } from 'react'

/** Three lines of a wide page. */
const LONG = 360

export function LongText({ text, before }: { text: string; before?: ReactNode }) {
  const [whole, setWhole] = useState(text.length <= LONG)
  return (
    <>
      <p className={whole ? undefined : 'line-clamp-3 print:line-clamp-none'}>
        {before}
        {text}
      </p>
      {!whole && (
        <button
          type="button"
          className="rounded-sm text-accent underline-offset-2 hover:underline print:hidden"
          onClick={() => setWhole(true)}
        >
          Show all of it
        </button>
      )}
    </>
  )
}
