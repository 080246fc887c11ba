/** Changes between snapshots, newest first: what, between when, and who did it as surely as is known. */
import { Link } from '@tanstack/react-router'
import { LINK } from '../parts/button.tsx'
import { List, ListRow } from '../parts/list.tsx'
import { Moment } from '../parts/time.tsx'
import { iconOf, whatOf, whoOf } from './change-words.ts'
import type { UserChange } from './types.ts'

interface Props {
  readonly label: string
  readonly changes: readonly UserChange[]
  /** Of which connection; without it each is about the user whose page it is. */
  readonly connection?: string
}

export const ChangeList = ({ label, changes, connection }: Props) => (
  <List label={label}>
    {changes.map((change) => (
      <ListRow
        key={change.id}
        icon={iconOf(change)}
        title={whatOf(change)}
        mark={
          connection !== undefined && (
            <Link
              to="/connections/$name/users/$id"
              params={{ name: connection, id: change.user.id }}
              className={LINK}
            >
              {change.user.email ?? change.user.id}
            </Link>
          )
        }
        text={<WhenAndWho change={change} />}
      />
    ))}
  </List>
)

function WhenAndWho({ change }: { change: UserChange }) {
  const { certainty, by, from, to } = change
  const [event] = by
  return (
    <>
      <span className="block">
        {certainty === 'told' && event ? (
          <Moment at={event.at} />
        ) : from === null ? (
          <>
            Before <Moment at={to} />
          </>
        ) : (
          <>
            Between <Moment at={from} /> and <Moment at={to} />
          </>
        )}
      </span>
      <span className={`block ${certainty === 'told' ? 'text-soft' : 'italic'}`}>
        {whoOf(change)}.
      </span>
    </>
  )
}
