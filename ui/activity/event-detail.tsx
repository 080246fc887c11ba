/** All that is recorded of one event, in the order in which one asks: what, how it ended, why, ids. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type {
  CallStepView,
  ChangeEvent,
  CallEvent,
} from '../../src/surfaces/admin/contract/audit.ts'
import { Badge } from '../parts/badge.tsx'
import { ButtonLink, LINK } from '../parts/button.tsx'
import { Facts } from '../parts/card.tsx'
import { CopyBlock, CopyButton } from '../parts/copy.tsx'
import { DiffList } from '../parts/diff-list.tsx'
import { Moment } from '../parts/time.tsx'
import { Chain } from './chain.tsx'
import { changesBetween } from '../parts/changes-between.ts'
import { doorOf, eventOf, meansOf, outcomeOf, whoOf, type Recorded } from './event-words.ts'
import { Times } from './times.tsx'

interface DetailProps {
  readonly recorded: Recorded & { readonly chain: readonly CallStepView[] }
}

export function EventDetail({ recorded }: DetailProps) {
  const event = eventOf(recorded)
  return (
    <div className="flex flex-col gap-7">
      {event.type === 'call' ? (
        <Call event={event} chain={recorded.chain} />
      ) : (
        <Change event={event} />
      )}
      <Part title="Identifiers">
        <Ids
          ids={[
            ['Event', event.id],
            ['Place in the log', String(recorded.sequence)],
            ...(event.type === 'call'
              ? ([['HubSpot’s correlation id', event.correlationId]] as const)
              : ([['Changed thing', event.targetId]] as const)),
            [
              event.authenticatedBy === null ? 'Came with' : meansOf(event.authenticatedBy),
              event.authenticatedBy,
            ],
            ['Connection', event.connectionId],
          ]}
        />
      </Part>
      <details className="group">
        <summary className="w-fit cursor-pointer rounded-sm text-soft hover:text-ink">
          The record as it was written
        </summary>
        <div className="mt-3">
          <CopyBlock text={JSON.stringify(event, null, 2)} label="Event as JSON" />
        </div>
      </details>
    </div>
  )
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <h2 className="mb-3 text-[0.9375rem] font-semibold">{title}</h2>
    {children}
  </section>
)

const NOBODY = <span className="text-faint">none</span>

function Who({ event }: { event: CallEvent | ChangeEvent }) {
  if (event.principalId === null) return <>{whoOf(event)}</>
  return (
    <Link to="/people/$id" params={{ id: event.principalId }} className={LINK}>
      {whoOf(event)}
    </Link>
  )
}

function Call({ event, chain }: { event: CallEvent; chain: readonly CallStepView[] }) {
  const outcome = outcomeOf(event)
  const { connectionName, groupName, operation } = event
  return (
    <>
      <Facts
        facts={[
          [
            'Result',
            <span key="r" className="flex flex-wrap items-center gap-2">
              <Badge tone={outcome.tone}>
                {outcome.word} {event.status}
              </Badge>
              {event.reason !== null && <code>{event.reason}</code>}
            </span>,
          ],
          ['When', <Moment key="w" at={event.at} />],
          ['Who', <Who key="p" event={event} />],
          ['Through', `${doorOf(event)}${event.tool === null ? '' : `, tool ${event.tool}`}`],
          [
            'Request',
            <code key="q" className="break-all">
              {event.method} {event.path}
            </code>,
          ],
          ['Operation', operation === null ? NOBODY : <code key="o">{operation}</code>],
          [
            'Connection',
            connectionName === null ? (
              NOBODY
            ) : (
              <Link
                key="c"
                to="/connections/$name"
                params={{ name: connectionName }}
                className={LINK}
              >
                {connectionName}
              </Link>
            ),
          ],
          [
            'Group',
            groupName === null ? (
              NOBODY
            ) : (
              <Link key="g" to="/groups/$name" params={{ name: groupName }} className={LINK}>
                {groupName}
              </Link>
            ),
          ],
        ]}
      />
      <Part title="Why it ended so">
        <Chain steps={chain} />
      </Part>
      <Part title="Where the time went">
        <Times event={event} />
      </Part>
      <div className="flex flex-wrap gap-2">
        {event.principalId !== null && (
          <ButtonLink
            to="/explain"
            size="small"
            icon="help"
            search={{
              person: event.principalId,
              ...(connectionName !== null && { connection: connectionName }),
              method: event.method,
              path: event.path,
            }}
          >
            Explain with today’s grants
          </ButtonLink>
        )}
        {operation !== null && (
          <ButtonLink to="/activity" size="small" icon="filter" search={{ operation }}>
            More of this operation
          </ButtonLink>
        )}
        {event.principalId !== null && (
          <ButtonLink
            to="/activity"
            size="small"
            icon="filter"
            search={{ person: event.principalId }}
          >
            More by {whoOf(event)}
          </ButtonLink>
        )}
      </div>
    </>
  )
}

function Change({ event }: { event: ChangeEvent }) {
  const changes = changesBetween(event.before, event.after)
  return (
    <>
      <Facts
        facts={[
          ['When', <Moment key="w" at={event.at} />],
          ['Who', <Who key="p" event={event} />],
          ['Through', doorOf(event)],
          ['Action', <code key="a">{event.action}</code>],
          ['Changed thing', <Target key="t" event={event} />],
        ]}
      />
      <Part title="What changed">
        {changes.length === 0 ? (
          <p className="text-faint">Nothing that is recorded by value.</p>
        ) : (
          <DiffList
            label="What changed"
            changes={changes.map(({ field, kind, before, after }, at) => ({
              key: `${at}`,
              kind,
              what: (
                <>
                  <span className="text-soft">{field}</span>{' '}
                  {before !== null && kind === 'changed' && (
                    <>
                      <del className="break-words text-faint">{before}</del>
                      {' → '}
                    </>
                  )}
                  <span className="break-words">{after ?? before}</span>
                </>
              ),
            }))}
          />
        )}
      </Part>
      {event.principalId !== null && (
        <div>
          <ButtonLink to="/activity" size="small" icon="filter" search={{ q: event.targetId }}>
            All about {event.targetName || 'this'}
          </ButtonLink>
        </div>
      )}
    </>
  )
}

/** A link where the thing has a page. */
function Target({ event: { targetKind, targetName, targetId } }: { event: ChangeEvent }) {
  const name = targetName || targetId
  if (targetKind === 'group')
    return (
      <Link to="/groups/$name" params={{ name }} className={LINK}>
        {name}
      </Link>
    )
  if (targetKind === 'connection')
    return (
      <Link to="/connections/$name" params={{ name }} className={LINK}>
        {name}
      </Link>
    )
  if (targetKind === 'member' || targetKind === 'service_account')
    return (
      <Link to="/people/$id" params={{ id: targetId }} className={LINK}>
        {name}
      </Link>
    )
  return (
    <>
      {name} <span className="text-faint">({targetKind.replaceAll('_', ' ')})</span>
    </>
  )
}

function Ids({ ids }: { ids: readonly (readonly [name: string, id: string | null])[] }) {
  return (
    <dl className="divide-y divide-line rounded-md border border-line">
      {ids.map(
        ([name, id]) =>
          id !== null && (
            <div key={name} className="flex items-center gap-3 py-1 pr-1 pl-3">
              <dt className="w-40 shrink-0 text-faint max-sm:w-28">{name}</dt>
              <dd className="flex min-w-0 grow items-center gap-2">
                <code className="min-w-0 grow break-all">{id}</code>
                <CopyButton text={id} what={`Copy ${name}`} />
              </dd>
            </div>
          ),
      )}
    </dl>
  )
}
