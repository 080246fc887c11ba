/** The steps of one client by one way, with what is copied and what people stumble over. */
import { useState } from 'react'
import { useMay, useSession } from '../api/session.ts'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { RadioCards } from '../parts/choice.tsx'
import { CopyBlock } from '../parts/copy.tsx'
import { CreateKey } from '../people/create-key.tsx'
import type { ClientGuide, Guide, Place, Way } from './guide.ts'
import { reachOf } from './reach.ts'

export function GuideView({
  client,
  way,
  place,
  onWay,
}: {
  client: ClientGuide
  way: Way
  place: Place
  onWay: (way: Way) => void
}) {
  const both = client.ways['sign-in'] !== undefined && client.ways.key !== undefined
  const guide = client.ways[way]?.(place)
  const other = way === 'key' ? 'sign-in' : 'key'
  return (
    <div className="flex flex-col gap-5">
      {both ? (
        <RadioCards
          aria-label="How it comes in"
          value={way}
          onChange={onWay}
          columns={2}
          options={WAYS}
        />
      ) : (
        client.without?.[other] !== undefined && (
          <p className="text-soft">{client.without[other]}</p>
        )
      )}
      {client.cloud !== undefined && way === 'sign-in' && (
        <Reach url={place.url} cloud={client.cloud} label={client.label} />
      )}
      {way === 'key' && <OwnKey client={client.label} />}
      {guide && <Steps guide={guide} />}
    </div>
  )
}

const WAYS = [
  {
    value: 'sign-in',
    title: 'By signing in',
    mark: 'recommended',
    text: 'You say in the browser what it may do. Nothing secret to copy; end it any time under My account.',
  },
  {
    value: 'key',
    title: 'By key',
    text: 'For what cannot open a browser. Whoever has the key acts as you.',
  },
] as const

function Reach({ url, cloud, label }: { url: string; cloud: string; label: string }) {
  const reach = reachOf(url)
  if (reach === 'public')
    return (
      <p className="text-[0.8125rem] text-faint">
        {label} calls from {cloud}: {new URL(url).host} must be reachable from there.
      </p>
    )
  return (
    <Callout tone="warn" title={`${label} cannot reach this Hubward`}>
      It calls from {cloud} and needs a public HTTPS address. This Hubward is at{' '}
      <span className="font-mono text-[0.8125rem]">{url}</span>
      {reach === 'local' ? ', which only this computer knows' : ', without HTTPS'}. Whoever runs it
      puts a proxy with a certificate before it and sets{' '}
      <span className="font-mono text-[0.8125rem]">HUBWARD_PUBLIC_URL</span>. Claude Code, Cursor
      and VS Code run on your computer and work with it as it is.
    </Callout>
  )
}

function OwnKey({ client }: { client: string }) {
  const { person } = useSession()
  const maySecure = useMay('secure')
  const [making, setMaking] = useState(false)
  if (!maySecure)
    return (
      <Callout>
        You need a client key: ask an admin for one, named after this device. Signing in needs none,
        where your client can.
      </Callout>
    )
  return (
    <>
      <Callout
        title="You need a client key"
        actions={
          <Button size="small" icon="key" onClick={() => setMaking(true)}>
            Make a key
          </Button>
        }
      >
        One per device or program. It is shown once.
      </Callout>
      {making && <CreateKey person={person} name={client} onClose={() => setMaking(false)} />}
    </>
  )
}

function Steps({ guide: { steps, notes = [] } }: { guide: Guide }) {
  return (
    <>
      <ol className="flex flex-col gap-5">
        {steps.map(({ text, code, open }, at) => (
          <li key={text} className="grid grid-cols-[1.75rem_1fr] gap-x-3">
            <span
              aria-hidden="true"
              className="grid size-7 place-items-center rounded-full border border-accent bg-accent-wash text-xs font-medium text-accent-strong tabular-nums"
            >
              {at + 1}
            </span>
            <div className="flex min-w-0 flex-col gap-2.5 pt-0.5">
              <p className="max-w-prose">{text}</p>
              {code && <CopyBlock label={code.label} text={code.text} />}
              {open && (
                <p>
                  <a
                    href={open.href}
                    className="inline-flex h-7.5 items-center rounded-md border border-line-strong/55 bg-surface px-2.5 text-[0.8125rem] font-medium shadow-card hover:bg-hover"
                  >
                    {open.label}
                  </a>
                </p>
              )}
            </div>
          </li>
        ))}
      </ol>
      {notes.length > 0 && (
        <ul className="flex flex-col gap-1.5 border-t border-line pt-4 text-[0.8125rem] text-soft">
          {notes.map((note) => (
            <li key={note} className="max-w-prose">
              {note}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
