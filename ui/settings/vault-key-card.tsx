/** One master key: what it does, where it is, how much is sealed under it, and leaving it behind. */
import { useState } from 'react'
import { useAct } from '../api/queries.ts'
import type { Answer } from '../api/endpoints.ts'
import { useMay } from '../api/session.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Card, Facts } from '../parts/card.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { CopyButton } from '../parts/copy.tsx'
import { Moment } from '../parts/time.tsx'

export type Vault = Answer<'GET /api/v1/vault'>
type VaultKey = Vault['keys'][number]

const NUMBER = new Intl.NumberFormat('en')

const STATES: Record<VaultKey['state'], { label: string; text: string }> = {
  active: { label: 'in use', text: 'New secrets are sealed with it.' },
  added: { label: 'waiting', text: 'Known, and not in use yet.' },
  replaced: { label: 'replaced', text: 'It opens what is not rewrapped yet.' },
}

export function VaultKeyCard({ vaultKey }: { vaultKey: VaultKey }) {
  const { kekVersion, fingerprint, state, since, sealed, source, gone, missingAt } = vaultKey
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-2.5">
          Version {kekVersion}
          <Badge tone={state === 'active' ? 'good' : 'plain'}>{STATES[state].label}</Badge>
        </span>
      }
      text={STATES[state].text}
      actions={state !== 'active' && sealed === 0 && <Retire fingerprint={fingerprint} />}
    >
      <Facts
        facts={[
          [
            'Fingerprint',
            <span key="f" className="flex items-center gap-1">
              <code className="break-all">{fingerprint}</code>
              <CopyButton text={fingerprint} what="Copy fingerprint" />
            </span>,
          ],
          ['Since', <Moment key="s" at={since} />],
          ['Seals', `${NUMBER.format(sealed)} ${sealed === 1 ? 'value' : 'values'}`],
          [
            'Found here in',
            source === null
              ? 'this process does not hold it'
              : gone
                ? `${source}, where it lies no more: a restart would not find it`
                : source,
          ],
          ...(missingAt.length === 0
            ? []
            : [
                [
                  'Missing at',
                  missingAt.map(({ host, processId }) => `${host} (${processId})`).join(', '),
                ] as const,
              ]),
        ]}
      />
    </Card>
  )
}

function Retire({ fingerprint }: { fingerprint: string }) {
  const [open, setOpen] = useState(false)
  const maySecure = useMay('secure')
  const retire = useAct('POST /api/v1/vault/retire', {
    quiet: true,
    done: 'The key is left behind',
    changes: ['vault', 'audit'],
  })
  if (!maySecure) return null
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        Retire…
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title="Leave this key behind?"
        text="Nothing is sealed under it any more."
        consequences={[
          'Take it out of its place on every machine afterwards.',
          'Backups made before still need it: keep the copy in your safe as long as you keep those.',
        ]}
        action="Retire the key"
        danger={false}
        onConfirm={() => retire.mutateAsync({ body: { fingerprint } })}
      />
    </>
  )
}
