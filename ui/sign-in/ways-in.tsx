/** A passkey first, identity providers below; what goes wrong is said where one pressed. */
import { useState } from 'react'
import { refusalOf } from '../api/refusal.ts'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { Or } from './door.tsx'

interface WaysInProps {
  readonly providers: readonly { readonly id: string; readonly name: string }[]
  /** Left out where a passkey is no way. */
  readonly passkey?: { readonly label: string; readonly act: () => Promise<void> } | undefined
  readonly onProvider: (provider: string) => Promise<void>
}

export function WaysIn({ providers, passkey, onProvider }: WaysInProps) {
  const [pending, setPending] = useState<string>()
  const [refused, setRefused] = useState<string>()
  const attempt = async (way: string, act: () => Promise<void>): Promise<void> => {
    setPending(way)
    setRefused(undefined)
    try {
      await act()
    } catch (thrown) {
      setRefused(refusalOf(thrown).message)
    }
    setPending(undefined)
  }
  return (
    <div className="flex flex-col gap-3">
      {passkey && (
        <Button
          look="primary"
          size="large"
          icon="passkey"
          pending={pending === 'passkey'}
          onClick={() => void attempt('passkey', passkey.act)}
        >
          {passkey.label}
        </Button>
      )}
      {passkey && providers.length > 0 && <Or />}
      {providers.map(({ id, name }) => (
        <Button
          key={id}
          size="large"
          pending={pending === id}
          onClick={() => void attempt(id, () => onProvider(id))}
        >
          Continue with {name}
        </Button>
      ))}
      {refused !== undefined && (
        <Callout tone="bad" alert>
          {refused}
        </Callout>
      )}
    </div>
  )
}
