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
  /** Its name. */
  readonly connection: string
  /** Each is about the user whose page it is. */
  readonly ofOne?: boolean
}

export const ChangeList = ({ label, changes, connection, ofOne = false }: Props) => (
  <List label={label}>
    {changes.map((change) => (
      <ListRow
        key={change.id}
        icon={iconOf(change)}
        title={whatOf(change)}
        mark={
          !ofOne && (
            <Link
              to="/connections/$name/users/$id"
              params={{ name: connection, id: change.user.id }}
              className={LINK}
            >
              {change.user.email ?? change.user.id}
            </Link>
          )
        }
        text={<WhenAndWho change={change} connection={connection} />}
      />
    ))}
  </List>
)

function WhenAndWho({ change, connection }: { change: UserChange; connection: string }) {
  const { certainty, by, from, to, plan } = change
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
      <span className={`block ${certainty === 'told' || plan ? 'text-soft' : 'italic'}`}>
        {whoOf(change)}.{' '}
        {plan && (
          <Link
            to="/connections/$name/plans/$id"
            params={{ name: connection, id: plan.id }}
            className={LINK}
          >
            The plan
          </Link>
        )}
      </span>
    </>
  )
}
