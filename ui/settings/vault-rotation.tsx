/** Going over to another master key: what is needed for it, the step, and how far the rewrapping is. */
import { useState } from 'react'
import { useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Progress } from '../parts/progress.tsx'
import type { Vault } from './vault-key-card.tsx'

const NUMBER = new Intl.NumberFormat('en')

export function VaultRotation({ vault }: { vault: Vault }) {
  const next = [
    ...vault.waiting,
    ...vault.keys.filter(
      ({ state, gone, source }) => state === 'added' && source !== null && !gone,
    ),
  ]
  if (vault.left > 0) return <Rewrapping vault={vault} />
  if (next.length > 0)
    return next.map(({ fingerprint }) => <GoOver key={fingerprint} fingerprint={fingerprint} />)
  return (
    <Card
      title="Go over to another key"
      text="When somebody who should not have it may have the key, or as often as your rules say. Calls go on meanwhile."
    >
      <ol className="list-decimal space-y-1 pl-5">
        <li>
          On the machine, run <code>hubward new-master-key</code>, or put a key of your own where
          the second master key is looked for.
        </li>
        <li>Put a copy in your safe, and give it to every other replica.</li>
        <li>Come back here: the button appears as soon as this process finds the key.</li>
      </ol>
    </Card>
  )
}

function GoOver({ fingerprint }: { fingerprint: string }) {
  const [open, setOpen] = useState(false)
  const maySecure = useMay('secure')
  const rotate = useAct('POST /api/v1/vault/rotate', {
    quiet: true,
    done: 'The vault seals with the new key',
    changes: ['vault', 'audit'],
  })
  return (
    <Card
      title="Another key is here"
      text={
        <>
          This process found a master key with the fingerprint <code>{fingerprint}</code>. Compare
          it with the copy in your safe.
        </>
      }
      actions={
        maySecure && (
          <Button look="primary" size="small" icon="key" onClick={() => setOpen(true)}>
            Go over to it…<span className="sr-only"> {fingerprint}</span>
          </Button>
        )
      }
    >
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title="Seal with the new key?"
        text={`The one with the fingerprint ${fingerprint}.`}
        consequences={[
          'New secrets are sealed with it from now on.',
          'What is sealed already is rewrapped in the background; calls go on.',
          'Both keys are needed until nothing is left under the old one.',
        ]}
        action="Go over"
        danger={false}
        onConfirm={() => rotate.mutateAsync({ body: { fingerprint } })}
      />
    </Card>
  )
}

function Rewrapping({ vault: { left, sealed } }: { vault: Vault }) {
  const maySecure = useMay('secure')
  const rewrap = useAct('POST /api/v1/vault/rewrap', {
    done: 'It goes on',
    changes: ['vault'],
  })
  return (
    <Card
      title="Rewrapping"
      text="Both keys are needed until this is done. It goes on by itself, also after a restart."
      actions={
        maySecure && (
          <Button size="small" pending={rewrap.isPending} onClick={() => rewrap.mutate({})}>
            Go on now
          </Button>
        )
      }
    >
      <Progress share={(sealed - left) / sealed} label="Sealed values under the new key" />
      <p className="mt-2 text-soft" aria-live="polite">
        {NUMBER.format(sealed - left)} of {NUMBER.format(sealed)} are under the new key.
      </p>
    </Card>
  )
}
