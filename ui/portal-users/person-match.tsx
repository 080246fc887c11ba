/** Who of the members a portal user is: by the address, by what somebody said, or not clear. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Button, LINK } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { Card } from '../parts/card.tsx'
import { List, ListRow } from '../parts/list.tsx'
import { LinkDialog } from './link-dialog.tsx'
import type { PortalUser } from './types.ts'

interface Props {
  readonly connection: string
  readonly user: PortalUser
}

const HOW: Readonly<Record<PortalUser['match']['how'], string>> = {
  linked: 'Somebody said so. The address does not matter.',
  email: 'By the address, compared without case and with nothing else folded.',
  none: 'No member has this address, and nobody said who it is.',
  ambiguous: 'Not clear yet.',
}

/** What a change of it makes old. */
const CHANGES = ['audit', 'overview']

export function PersonMatch({ connection, user }: Props) {
  const { how, people } = user.match
  const mayChange = useMay('change')
  const [picking, setPicking] = useState(false)
  const sent = { connection, user: user.id }
  const unlink = useAct('DELETE /api/v1/connections/{connection}/people/users/{user}/person', {
    done: 'The address decides again',
    changes: CHANGES,
  })
  const link = useAct('PUT /api/v1/connections/{connection}/people/users/{user}/person', {
    done: 'Linked',
    changes: CHANGES,
  })
  return (
    <Card
      title="Person here"
      text={HOW[how]}
      actions={
        mayChange && (
          <>
            {how === 'linked' && (
              <Button
                size="small"
                pending={unlink.isPending}
                onClick={() => unlink.mutate({ params: sent })}
              >
                Unlink
              </Button>
            )}
            <Button size="small" icon="link" onClick={() => setPicking(true)}>
              {how === 'none' ? 'Link with a member…' : 'Somebody else…'}
            </Button>
          </>
        )
      }
      flush
    >
      {how === 'ambiguous' && (
        <div className="p-4 pb-1 sm:px-5">
          <Callout tone="warn" title="The address fits more than one">
            {people.length > 1
              ? `${people.length} members have the address ${user.email}.`
              : `Several users of this portal have the address ${user.email}.`}{' '}
            Hubward joins nobody by guess. Until somebody says who it is, this user counts as
            nobody’s.
          </Callout>
        </div>
      )}
      {people.length === 0 ? (
        <p className="px-4 py-4 text-soft sm:px-5">Nobody.</p>
      ) : (
        <List label={how === 'ambiguous' ? 'Members it may be' : 'The member it is'}>
          {people.map(({ id, name, email }) => (
            <ListRow
              key={id}
              icon="person"
              title={
                <Link to="/people/$id" params={{ id }} className={LINK}>
                  {name}
                </Link>
              }
              text={email}
              actions={
                how === 'ambiguous' &&
                mayChange && (
                  <Button
                    size="small"
                    pending={link.isPending}
                    onClick={() => link.mutate({ params: sent, body: { person: id } })}
                  >
                    It is this one
                    <span className="sr-only">: {name}</span>
                  </Button>
                )
              }
            />
          ))}
        </List>
      )}
      {picking && (
        <LinkDialog connection={connection} user={user} onClose={() => setPicking(false)} />
      )}
    </Card>
  )
}
