/** One's own passkeys: which there are, another one, their names, and taking one away. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/api.ts'
import type { Item } from '../api/endpoints.ts'
import { ask, forget, useAct } from '../api/queries.ts'
import { refusalOf } from '../api/refusal.ts'
import { Badge } from '../parts/badge.tsx'
import { Button, IconButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { useForm } from '../parts/form-state.ts'
import { Form } from '../parts/form.tsx'
import { Input } from '../parts/input.tsx'
import { List, ListRow } from '../parts/list.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { Day, RelativeTime } from '../parts/time.tsx'
import { say } from '../parts/toast.tsx'
import { makePasskey } from '../sign-in/passkey.ts'

type Passkey = Item<'GET /api/v1/passkeys'>

export function Passkeys() {
  const client = useQueryClient()
  const { data } = useQuery({ ...ask('GET /api/v1/passkeys'), throwOnError: true })
  const [adding, setAdding] = useState(false)
  const [renaming, setRenaming] = useState<Passkey>()
  const [removing, setRemoving] = useState<Passkey>()
  const remove = useAct('DELETE /api/v1/passkeys/{passkey}', {
    done: 'Passkey removed',
    quiet: true,
  })

  const add = async (): Promise<void> => {
    setAdding(true)
    try {
      const { options } = await api('POST /api/v1/passkeys/begin')
      const response = await makePasskey(options)
      const made = await api('POST /api/v1/passkeys', { body: { response, name: deviceName() } })
      await forget(client, ['passkeys', 'session'])
      setRenaming(made)
    } catch (thrown) {
      say(refusalOf(thrown).message, { tone: 'bad' })
    }
    setAdding(false)
  }
  return (
    <Card
      flush
      title="Passkeys"
      text="What opens Hubward for you. Keep two on different devices."
      actions={
        <Button size="small" icon="plus" pending={adding} onClick={() => void add()}>
          Add a passkey
        </Button>
      }
    >
      {data === undefined ? (
        <SkeletonRows rows={2} />
      ) : data.items.length === 0 ? (
        <p className="px-5 py-6 text-soft">
          You sign in by an identity provider. A passkey lets you in when that one is away.
        </p>
      ) : (
        <List label="Passkeys">
          {data.items.map((passkey) => (
            <ListRow
              key={passkey.id}
              icon="passkey"
              title={passkey.name}
              mark={passkey.synced && <Badge>on all your devices</Badge>}
              text={
                <>
                  Added <Day at={passkey.createdAt} />,{' '}
                  {passkey.usedAt === null ? 'not used yet' : 'last used '}
                  {passkey.usedAt !== null && <RelativeTime at={passkey.usedAt} />}
                </>
              }
              actions={
                <>
                  <IconButton
                    icon="pencil"
                    size="small"
                    label={`Rename ${passkey.name}`}
                    onClick={() => setRenaming(passkey)}
                  />
                  <IconButton
                    icon="trash"
                    size="small"
                    label={`Remove ${passkey.name}`}
                    onClick={() => setRemoving(passkey)}
                  />
                </>
              }
            />
          ))}
        </List>
      )}
      {renaming && <Rename passkey={renaming} onClose={() => setRenaming(undefined)} />}
      <ConfirmDialog
        open={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={`Remove “${removing?.name}”?`}
        consequences={[
          'It opens Hubward no more, at once.',
          'Your device may go on offering it; remove it there as well.',
        ]}
        action="Remove passkey"
        onConfirm={async () => {
          if (removing) await remove.mutateAsync({ params: { passkey: removing.id } })
        }}
      />
    </Card>
  )
}

function Rename({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const rename = useAct('PATCH /api/v1/passkeys/{passkey}', { quiet: true })
  const form = useForm({
    initial: { name: passkey.name },
    submit: async (body) => {
      await rename.mutateAsync({ params: { passkey: passkey.id }, body })
      onClose()
    },
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title="Name this passkey"
      text="By the device that keeps it, so that you know it again."
    >
      <Form form={form} action="Save" unguarded aside={<Button onClick={onClose}>Cancel</Button>}>
        <Field label="Name" {...form.field('name')}>
          <Input {...form.input('name')} />
        </Field>
      </Form>
    </Dialog>
  )
}

/** A first guess, to be changed: the system that this browser names. */
function deviceName(): string {
  const agent = navigator.userAgent
  const systems = ['iPhone', 'iPad', 'Android', 'Macintosh', 'Windows', 'Linux'] as const
  const system = systems.find((name) => agent.includes(name))
  return system === undefined ? 'Passkey' : system === 'Macintosh' ? 'Mac' : system
}
