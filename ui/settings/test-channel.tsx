/** Sends one message now, and says what came of it. */
import { useState } from 'react'
import type { Answer } from '../api/endpoints.ts'
import { useAct } from '../api/queries.ts'
import { useSession } from '../api/session.ts'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Input } from '../parts/input.tsx'
import type { Channel } from './notifications-tab.tsx'

type Tested = Answer<'POST /api/v1/notice-channels/{channel}/test'>

export function TestChannel({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const { person } = useSession()
  const [to, setTo] = useState(person.email)
  const [tested, setTested] = useState<Tested>()
  const test = useAct('POST /api/v1/notice-channels/{channel}/test', { onDone: setTested })
  const send = (): void => {
    setTested(undefined)
    const body = channel.kind === 'email' ? { to } : {}
    test.mutate({ params: { channel: channel.id }, body })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Test ${channel.name}`}
      text="One message goes out now. It is not repeated, whatever comes of it."
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button look="primary" icon="mail" pending={test.isPending} onClick={send}>
            Send a test
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {channel.kind === 'email' ? (
          <Field label="To">
            <Input type="email" value={to} onChange={setTo} />
          </Field>
        ) : (
          <p className="text-soft">
            It goes to <code>{channel.host}</code>.
          </p>
        )}
        <div role="status">
          {tested?.ok === true && (
            <Callout tone="good" title="It was taken">
              {tested.to === null
                ? 'Look whether it shows up there.'
                : `The mail server took it for ${tested.to}. Look whether it arrives.`}
            </Callout>
          )}
          {tested?.ok === false && (
            <Callout tone="bad" title="It did not arrive">
              {tested.message}
            </Callout>
          )}
        </div>
      </div>
    </Dialog>
  )
}
