/** Adds a channel, or changes one. A webhook's address and a password go in and are never shown again. */
import { useState } from 'react'
import { useAct } from '../api/queries.ts'
import { Button } from '../parts/button.tsx'
import { CopyBlock } from '../parts/copy.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { useForm } from '../parts/form-state.ts'
import { Input, Select } from '../parts/input.tsx'
import type { Channel } from './notifications-tab.tsx'

type Kind = Channel['kind']
type Security = NonNullable<Channel['mail']>['security']

const KINDS: Record<Kind, { label: string; name: string; hint: string }> = {
  email: { label: 'E-mail, by your mail server', name: 'E-mail', hint: '' },
  slack: {
    label: 'Slack, by an incoming webhook',
    name: 'Slack',
    hint: 'In Slack: your app, Incoming Webhooks, Add New Webhook. It begins with https://hooks.slack.com/.',
  },
  teams: {
    label: 'Teams, by a workflow',
    name: 'Teams',
    hint: 'In Teams: the channel, Workflows, “Post to a channel when a webhook request is received”.',
  },
  webhook: {
    label: 'A program, by a signed webhook',
    name: 'Webhook',
    hint: 'An https address that takes a POST. You are given a key with which it checks the signature.',
  },
}

const SECURITY: { value: Security; label: string }[] = [
  { value: 'starttls', label: 'STARTTLS (port 587)' },
  { value: 'tls', label: 'TLS from the start (port 465)' },
  { value: 'none', label: 'None: only inside your own network' },
]
const PORTS: Record<Security, string> = { starttls: '587', tls: '465', none: '25' }

export function ChannelDialog({
  channel,
  hasEmail,
  onClose,
}: {
  channel: Channel | undefined
  /** There is one already, and there is one only. */
  hasEmail: boolean
  onClose: () => void
}) {
  const [key, setKey] = useState<string>()
  const create = useAct('POST /api/v1/notice-channels', { quiet: true, done: 'Added' })
  const update = useAct('PATCH /api/v1/notice-channels/{channel}', { quiet: true, done: 'Saved' })
  const [kind, setKind] = useState<Kind>(channel?.kind ?? (hasEmail ? 'slack' : 'email'))
  const form = useForm({
    initial: { ...KEPT, name: channel?.name ?? KINDS[kind].name, ...mailOf(channel) },
    submit: async (values) => {
      const { name, password } = values
      const mail = {
        host: values['mail.host'],
        port: Number(values['mail.port']),
        security: values['mail.security'],
        user: values['mail.user'] || null,
        from: values['mail.from'],
      }
      if (channel) {
        const secret = channel.kind === 'email' && password !== '' && { password }
        const body = channel.kind === 'email' ? { name, mail, ...secret } : { name }
        await update.mutateAsync({ params: { channel: channel.id }, body })
        return onClose()
      }
      const made = await create.mutateAsync({
        body:
          kind === 'email'
            ? { kind, name, mail, password: password || null }
            : { kind, name, url: values.url },
      })
      if (made.signingKey === null) return onClose()
      setKey(made.signingKey)
    },
  })
  const choose = (next: string): void => {
    if (form.values.name === KINDS[kind].name) form.set('name', KINDS[next as Kind].name)
    setKind(next as Kind)
  }
  if (key !== undefined) return <SigningKey text={key} onClose={onClose} />
  return (
    <Dialog open onClose={onClose} title={channel ? `Edit ${channel.name}` : 'Add a channel'}>
      <Form
        form={form}
        unguarded
        action={channel ? 'Save changes' : 'Add channel'}
        aside={<Button onClick={onClose}>Cancel</Button>}
      >
        {!channel && (
          <Field label="Where to">
            <Select
              value={kind}
              onChange={choose}
              options={(Object.keys(KINDS) as Kind[]).map((value) => ({
                value,
                label: KINDS[value].label,
                disabled: value === 'email' && hasEmail,
              }))}
            />
          </Field>
        )}
        <Field label="Name" {...form.field('name')}>
          <Input {...form.input('name')} maxLength={100} />
        </Field>
        {kind === 'email' ? (
          <>
            <div className="grid gap-4 sm:grid-cols-[1fr_7rem]">
              <Field label="Mail server" {...form.field('mail.host')}>
                <Input
                  {...form.input('mail.host')}
                  mono
                  spellCheck={false}
                  placeholder="smtp.example.com"
                />
              </Field>
              <Field label="Port" {...form.field('mail.port')}>
                <Input {...form.input('mail.port')} mono inputMode="numeric" />
              </Field>
            </div>
            <Field
              label="Encryption"
              hint="Without TLS nothing is sent to the internet, whatever is chosen."
              {...form.field('mail.security')}
            >
              <Select
                value={form.values['mail.security']}
                onChange={(value) => {
                  form.set('mail.security', value as Security)
                  form.set('mail.port', PORTS[value as Security])
                }}
                options={SECURITY}
              />
            </Field>
            <Field
              label="From"
              hint="The address that messages come from."
              {...form.field('mail.from')}
            >
              <Input {...form.input('mail.from')} type="email" placeholder="hubward@example.com" />
            </Field>
            <Field label="User" optional {...form.field('mail.user')}>
              <Input {...form.input('mail.user')} mono spellCheck={false} />
            </Field>
            <Field
              label="Password"
              optional
              hint={
                channel?.hasSecret
                  ? 'Leave it empty to keep the present one. For another server, enter it again.'
                  : 'Sealed in the vault and never shown again.'
              }
              {...form.field('password')}
            >
              <Input {...form.input('password')} mono type="password" autoComplete="new-password" />
            </Field>
          </>
        ) : channel ? (
          <p className="text-soft">
            It goes to <code>{channel.host}</code>. The whole address is kept like a password and
            cannot be seen; for another one, add a new channel.
          </p>
        ) : (
          <Field
            label="Address"
            hint={`${KINDS[kind].hint} Whoever knows it can post there, so it is sealed in the vault.`}
            {...form.field('url')}
          >
            <Input
              {...form.input('url')}
              mono
              type="password"
              autoComplete="off"
              spellCheck={false}
            />
          </Field>
        )}
      </Form>
    </Dialog>
  )
}

const KEPT = { url: '', password: '' }

/** Named as the server names the fields, so that what it says stands beside them. */
const mailOf = (channel: Channel | undefined) => ({
  'mail.host': channel?.mail?.host ?? '',
  'mail.port': String(channel?.mail?.port ?? 587),
  'mail.security': channel?.mail?.security ?? 'starttls',
  'mail.user': channel?.mail?.user ?? '',
  'mail.from': channel?.mail?.from ?? '',
})

function SigningKey({ text, onClose }: { text: string; onClose: () => void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      title="The key of this webhook"
      text="It is shown this once. Give it to the program that receives, which checks each message with it."
      actions={
        <Button look="primary" onClick={onClose}>
          I have kept it
        </Button>
      }
    >
      <CopyBlock label="Signing key" text={text} wrap />
      <p className="mt-3 text-soft">
        Next: choose what the channel is told, in its menu. A program that checks the signature is
        in docs/notices.md.
      </p>
    </Dialog>
  )
}
