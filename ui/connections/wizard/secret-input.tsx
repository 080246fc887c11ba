/**
 * A field for a secret: covered, shown on request. Not `type="password"`, because browsers offer to
 * keep what is typed there, and a portal's token does not belong into somebody's password manager;
 * without spell checking, because some browsers send that text away.
 */
import { useState } from 'react'
import { Button } from '../../parts/button.tsx'
import { cx } from '../../parts/cx.ts'
import { Input } from '../../parts/input.tsx'

interface Props {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly name: string
  /** What is shown: "token". */
  readonly what: string
  readonly placeholder?: string
}

export function SecretInput({ value, onChange, name, what, placeholder }: Props) {
  const [shown, setShown] = useState(false)
  return (
    <div className="flex gap-2">
      <Input
        name={name}
        value={value}
        onChange={onChange}
        mono
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        data-1p-ignore
        data-lpignore="true"
        {...(placeholder !== undefined && { placeholder })}
        className={cx('grow', !shown && value !== '' && '[-webkit-text-security:disc]')}
      />
      <Button
        aria-pressed={shown}
        aria-label={`Show the ${what}`}
        onClick={() => setShown(!shown)}
        className="w-17"
      >
        {shown ? 'Hide' : 'Show'}
      </Button>
    </div>
  )
}
