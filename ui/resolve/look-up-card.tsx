/** Pastes a link from HubSpot, and is told the ids in it, whether the thing is there, and who may read it. */
import { useState, type ReactNode } from 'react'
import { useAct } from '../api/queries.ts'
import type { Answer } from '../api/endpoints.ts'
import { refusalOf } from '../api/refusal.ts'
import { Button } from '../parts/button.tsx'
import { Callout, type Tone } from '../parts/callout.tsx'
import { Card, Facts } from '../parts/card.tsx'
import { CopyButton } from '../parts/copy.tsx'
import type { ConnectionView } from '../connections/types.ts'
import { LinkField, readLink } from './link-field.tsx'

type Resolution = Answer<'POST /api/v1/resolutions'>

export function LookUpCard({ connection, given }: { connection: ConnectionView; given: string }) {
  const { name, portalId } = connection
  const [link, setLink] = useState(given)
  const look = useAct('POST /api/v1/resolutions', { quiet: true })
  const { link: read } = readLink(link)
  return (
    <Card
      title="Ids from a link"
      text="Paste the address of a record, board, list, form, scheduling page or anything else in HubSpot."
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (read) look.mutate({ body: { link, connection: name } })
        }}
      >
        <LinkField
          value={link}
          onChange={(typed) => {
            setLink(typed)
            look.reset()
          }}
          portalId={portalId}
        />
        <Button
          type="submit"
          look="primary"
          icon="search"
          pending={look.isPending}
          disabled={!read}
          className="w-fit"
        >
          Look up
        </Button>
      </form>
      <div role="status" className="mt-4 empty:mt-0">
        {look.error && <Callout tone="bad">{refusalOf(look.error).message}</Callout>}
        {look.data && <Found resolution={look.data} />}
      </div>
    </Card>
  )
}

type State = Resolution['found']['state']

const STATES: Readonly<Record<State, { readonly tone: Tone; readonly title: string }>> = {
  found: { tone: 'good', title: 'It is there' },
  missing: { tone: 'bad', title: 'It is not there' },
  refused: { tone: 'warn', title: 'It may not be read' },
  unknown: { tone: 'warn', title: 'HubSpot could not be asked' },
  not_looked_up: { tone: 'plain', title: 'Not looked up' },
}

function Found({ resolution: { link, found, rights, notes, portal } }: { resolution: Resolution }) {
  const { tone, title } =
    portal === 'other' ? { tone: 'bad' as const, title: 'Of another portal' } : STATES[found.state]
  return (
    <div className="flex flex-col gap-4">
      <Callout tone={tone} title={title}>
        {[found.why, ...notes].filter(Boolean).join(' ')}
      </Callout>
      <Facts facts={factsOf(link, found, rights)} />
    </div>
  )
}

type FactRow = readonly [name: string, value: ReactNode]

function factsOf(
  link: Resolution['link'],
  found: Resolution['found'],
  rights: Resolution['rights'],
): readonly FactRow[] {
  const type = link.objectType
  const ids: readonly (readonly [string, string | number | null | undefined])[] = [
    ['Id', link.id],
    ['Id for the API', found.apiId],
    ['Object type', type?.objectTypeId ?? type?.name],
    ...Object.entries(link.beside).map(([name, value]) => [capital(name), value] as const),
    ['Portal', link.portalId],
  ]
  const rows: FactRow[] = []
  if (found.name !== null) rows.push(['Name', found.name])
  for (const [name, value] of ids)
    if (value !== null && value !== undefined)
      rows.push([name, <Id key={name} name={name} value={String(value)} />])
  if (link.region !== null) rows.push(['Region', link.region])
  if (rights) rows.push(['Read by', <Rights key="rights" rights={rights} />])
  return rows
}

const Id = ({ name, value }: { name: string; value: string }) => (
  <span className="-my-1 inline-flex max-w-full items-center gap-1">
    <code className="min-w-0 break-all">{value}</code>
    <CopyButton text={value} what={`Copy ${name.toLowerCase()}`} />
  </span>
)

const Rights = ({
  rights: { scope, credential, missing, you },
}: {
  rights: NonNullable<Resolution['rights']>
}) => (
  <>
    <code>{scope}</code>
    <span className="block text-[0.8125rem] text-faint">
      {credential ? 'The credential covers it' : `The credential lacks ${missing.join(', ')}`}
      {you ? '; a grant of yours has it.' : '; no grant of yours has it.'}
    </span>
  </>
)

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
