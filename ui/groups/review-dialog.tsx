/**
 * Before the grants are saved: what changes per connection, who gains or loses what, and what
 * would have no effect, all as the server works it out. Saving is all or nothing.
 */
import { useQuery } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import type { Answer } from '../api/endpoints.ts'
import { refusalOf } from '../api/refusal.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { DiffList, type Change } from '../parts/diff-list.tsx'
import { Icon } from '../parts/icon.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { untilWords } from './ends.ts'
import { lastEndOf, rowsOf, type Matrix } from './matrix.ts'

type Preview = Answer<'POST /api/v1/groups/{group}/grants/preview'>

type Titles = ReadonlyMap<string, string>
type TitleOf = (connection: { readonly id: string; readonly name: string }) => string

interface ReviewProps {
  readonly group: { readonly id: string; readonly title: string }
  readonly mine: Matrix
  /** By id of the connection. */
  readonly titles: Titles
  readonly pending: boolean
  /** The server's words, where it refused the save. */
  readonly refused: string | undefined
  readonly onSave: () => void
  readonly onClose: () => void
}

export function ReviewDialog({
  group,
  mine,
  titles,
  pending,
  refused,
  onSave,
  onClose,
}: ReviewProps) {
  const grants = rowsOf(mine)
  const { data, error } = useQuery({
    queryKey: ['groups', 'preview', group.id, grants],
    queryFn: () =>
      api('POST /api/v1/groups/{group}/grants/preview', {
        params: { group: group.id },
        body: { grants },
      }),
    staleTime: 0,
  })
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={`Save the grants of ${group.title}?`}
      text="They take effect within a second, also for AI clients and programs that are running."
      actions={
        <>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" disabled={!data} pending={pending} onClick={onSave}>
            Save grants
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {refused !== undefined && (
          <Callout tone="bad" alert title="Not saved">
            {refused}
          </Callout>
        )}
        {error && (
          <Callout tone="bad" alert title="This cannot be saved as it is">
            {refusalOf(error).message}
          </Callout>
        )}
        {!data && !error && <SkeletonRows rows={4} />}
        {data && <Consequences preview={data} mine={mine} titles={titles} />}
      </div>
    </Dialog>
  )
}

interface ConsequencesProps extends Pick<ReviewProps, 'mine' | 'titles'> {
  readonly preview: Preview
}

function Consequences({ preview, mine, titles }: ConsequencesProps) {
  const titleOf: TitleOf = ({ id, name }) => titles.get(id) ?? name
  const { connections, people, warnings, addsWrite } = preview
  return (
    <>
      {connections.map((one) => (
        <section key={one.connection.id} className="flex flex-col gap-2">
          <h3 className="font-semibold">On {titleOf(one.connection)}</h3>
          <DiffList
            label={`Changes on ${titleOf(one.connection)}`}
            changes={changesOf(one, mine)}
          />
        </section>
      ))}
      {connections.length === 0 && <p className="text-soft">Nothing would change.</p>}
      <section className="flex flex-col gap-2">
        <h3 className="font-semibold">
          {people.length === 0
            ? 'For nobody now'
            : `For ${people.length === 1 ? 'one member' : `${people.length} members`}`}
        </h3>
        {people.length === 0 ? (
          <p className="text-soft">
            {connections.some(({ rescheduled }) => rescheduled.length > 0)
              ? 'Nobody gains or loses anything before the new end.'
              : 'The group is empty, or its members have the same through other groups.'}
          </p>
        ) : (
          <ul className="flex max-h-64 flex-col gap-2 overflow-y-auto" aria-label="Who is affected">
            {alike(people).map(({ key, names, gains, loses }) => (
              <li key={key} className="flex gap-2.5">
                <Icon
                  name={names.length > 1 ? 'group' : 'person'}
                  size={16}
                  className="mt-0.5 shrink-0 text-faint"
                />
                <span className="min-w-0">
                  <span className="font-medium">{NAMES.format(names)}</span>
                  {gains.length > 0 && (
                    <Words
                      tone="text-good"
                      verb={names.length > 1 ? 'gain' : 'gains'}
                      what={gains}
                      titleOf={titleOf}
                    />
                  )}
                  {loses.length > 0 && (
                    <Words
                      tone="text-bad"
                      verb={names.length > 1 ? 'lose' : 'loses'}
                      what={loses}
                      titleOf={titleOf}
                    />
                  )}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      {warnings.length > 0 && (
        <Callout tone="warn" title="Some of it has no effect yet">
          <ul className="flex flex-col gap-1">
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Callout>
      )}
      {addsWrite && (
        <p className="flex gap-2 text-[0.8125rem] text-soft">
          <Icon name="passkey" size={16} className="mt-0.5 shrink-0" />
          This lets people change data in HubSpot, so you may be asked for your passkey.
        </p>
      )}
    </>
  )
}

type Affected = Preview['people'][number]

const NAMES = new Intl.ListFormat('en', { type: 'conjunction' })

/** People for whom the same changes, together. */
function alike(people: readonly Affected[]) {
  const key = ({ gains, loses }: Affected): string => JSON.stringify([gains, loses])
  return [...Map.groupBy(people, key)].map(([same, found]) => ({
    key: same,
    names: found.map(({ principal }) => principal.name).toSorted(),
    gains: found[0]?.gains ?? [],
    loses: found[0]?.loses ?? [],
  }))
}

function Words({
  verb,
  what,
  titleOf,
  tone,
}: {
  verb: string
  what: Preview['people'][number]['gains']
  titleOf: TitleOf
  tone: string
}) {
  return (
    <span className="block text-[0.8125rem] text-soft">
      <span className={tone}>{verb} </span>
      {what.map(({ scope, connection }, at) => (
        <span key={`${connection.id}${scope}`}>
          {at > 0 && ', '}
          <span className="font-mono text-xs">{scope}</span>
          {' on '}
          {titleOf(connection)}
        </span>
      ))}
    </span>
  )
}

const Added = ({ scope, end }: { scope: string; end: string | null }) => (
  <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
    <span className="font-mono text-[0.8125rem]">{scope}</span>
    {end !== null && <Badge tone="warn">{untilWords(end)}</Badge>}
  </span>
)

const changesOf = (one: Preview['connections'][number], mine: Matrix): readonly Change[] => [
  ...one.added.map(({ scope, description }): Change => ({
    key: `+${scope}`,
    kind: 'added',
    what: <Added scope={scope} end={lastEndOf(mine, one.connection.id, scope)} />,
    detail: description,
  })),
  ...one.removed.map(({ scope, description }): Change => ({
    key: `-${scope}`,
    kind: 'removed',
    what: <span className="font-mono text-[0.8125rem]">{scope}</span>,
    detail: description,
  })),
  ...one.rescheduled.map(({ scope, before, after }): Change => ({
    key: `~${scope}`,
    kind: 'changed',
    what: <span className="font-mono text-[0.8125rem]">{scope}</span>,
    detail: `${untilWords(before)} → ${untilWords(after)}`,
  })),
]
