/** How a member comes in, and where they are in now: passkeys, providers, sessions, AI clients. */
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { ask, useAct, unlessGone } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { List, ListRow } from '../parts/list.tsx'
import { placeOf } from '../parts/place.ts'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { Day, RelativeTime } from '../parts/time.tsx'

/** What is about to be ended, in words, and how. */
interface Ending {
  readonly title: string
  readonly consequences: readonly string[]
  readonly action: string
  readonly act: () => Promise<unknown>
}

export function WaysTab({ id, name }: { id: string; name: string }) {
  const of = { query: { principal: id } }
  const maySecure = useMay('secure')
  const passkeys = useQuery({ ...ask('GET /api/v1/passkeys', of), throwOnError: unlessGone })
  const identities = useQuery({ ...ask('GET /api/v1/identities', of), throwOnError: unlessGone })
  const sessions = useQuery({ ...ask('GET /api/v1/sessions', of), throwOnError: unlessGone })
  const clients = useQuery({ ...ask('GET /api/v1/authorisations', of), throwOnError: unlessGone })
  const endPasskey = useAct('DELETE /api/v1/passkeys/{passkey}', { quiet: true })
  const endIdentity = useAct('DELETE /api/v1/identities/{identity}', { quiet: true })
  const endSession = useAct('DELETE /api/v1/sessions/{session}', { quiet: true })
  const endClient = useAct('DELETE /api/v1/authorisations/{authorisation}', { quiet: true })
  const [ending, setEnding] = useState<Ending>()
  const button = (word: string, about: string, what: Ending): ReactNode =>
    maySecure && (
      <Button size="small" onClick={() => setEnding(what)}>
        {word}
        <span className="sr-only"> {about}</span>
      </Button>
    )
  const live = clients.data?.items.filter(({ state }) => state === 'live')

  return (
    <div className="flex flex-col gap-5">
      <Section
        title="AI clients"
        text={`Let in by ${name}; each may do what their groups grant.`}
        count={live?.length}
        none="None. They let one in from “Connect your AI”."
      >
        {live?.map((one) => (
          <ListRow
            key={one.id}
            icon="spark"
            title={one.client.name}
            mark={
              <Badge tone={one.access === 'write' ? 'warn' : 'plain'}>
                {one.access === 'write' ? 'reads and changes' : 'reads'}
              </Badge>
            }
            text={
              <>
                {one.client.host ?? one.redirectHost}, let in <Day at={one.createdAt} />,{' '}
                <LastUsed at={one.lastUsedAt} />
              </>
            }
            actions={button('Cut off', one.client.name, {
              title: `Cut ${one.client.name} off?`,
              consequences: [
                `It can do nothing more as ${name} within a second.`,
                `To come back it must ask ${name} again.`,
              ],
              action: 'Cut off',
              act: () => endClient.mutateAsync({ params: { authorisation: one.id } }),
            })}
          />
        ))}
      </Section>
      <Section
        title="Browser sessions"
        text="Where they are signed in to this app."
        count={sessions.data?.items.length}
        none="They are signed in nowhere."
      >
        {sessions.data?.items.map((one) => (
          <ListRow
            key={one.id}
            icon="screen"
            title={one.name}
            mark={one.current && <Badge tone="accent">this one</Badge>}
            text={
              <>
                from {placeOf(one.address)}, since <RelativeTime at={one.createdAt} />, last seen{' '}
                <RelativeTime at={one.seenAt} />
              </>
            }
            actions={button('End', `the session ${one.name}`, {
              title: `End the session in ${one.name}?`,
              consequences: ['Its next request is refused. They can sign in again.'],
              action: 'End session',
              act: () => endSession.mutateAsync({ params: { session: one.id } }),
            })}
          />
        ))}
      </Section>
      <Section
        title="Ways in"
        text="Passkeys, and identities at providers."
        count={
          passkeys.data && identities.data
            ? passkeys.data.items.length + identities.data.items.length
            : undefined
        }
        none="None yet: they cannot sign in. Make an invitation link for them."
      >
        {passkeys.data?.items.map((one) => (
          <ListRow
            key={one.id}
            icon="passkey"
            title={one.name}
            mark={one.synced && <Badge>on all their devices</Badge>}
            text={
              <>
                Passkey, added <Day at={one.createdAt} />, <LastUsed at={one.usedAt} />
              </>
            }
            actions={button('Remove', `the passkey ${one.name}`, {
              title: `Remove the passkey “${one.name}”?`,
              consequences: [
                'It opens Hubward no more, at once.',
                'Sessions that began with it go on: end them too if the device was lost.',
              ],
              action: 'Remove passkey',
              act: () => endPasskey.mutateAsync({ params: { passkey: one.id } }),
            })}
          />
        ))}
        {identities.data?.items.map((one) => (
          <ListRow
            key={one.id}
            icon="shield"
            title={one.provider.name}
            text={
              <>
                {one.email ?? 'identity'}, <LastUsed at={one.usedAt} />
              </>
            }
            actions={button('Unlink', one.provider.name, {
              title: `Unlink ${one.provider.name}?`,
              consequences: ['It opens Hubward for them no more. The account there stays.'],
              action: 'Unlink',
              act: () => endIdentity.mutateAsync({ params: { identity: one.id } }),
            })}
          />
        ))}
      </Section>
      {ending && (
        <ConfirmDialog
          open
          onClose={() => setEnding(undefined)}
          title={ending.title}
          consequences={ending.consequences}
          action={ending.action}
          onConfirm={ending.act}
        />
      )}
    </div>
  )
}

const LastUsed = ({ at }: { at: string | null }) =>
  at === null ? (
    'not used yet'
  ) : (
    <>
      last used <RelativeTime at={at} />
    </>
  )

function Section({
  title,
  text,
  count,
  none,
  children,
}: {
  title: string
  text: string
  /** `undefined` while it is fetched. */
  count: number | undefined
  none: string
  children: ReactNode
}) {
  return (
    <Card flush title={title} text={text}>
      {count === undefined ? (
        <SkeletonRows rows={2} />
      ) : count === 0 ? (
        <p className="px-4 py-5 text-soft sm:px-5">{none}</p>
      ) : (
        <List label={title}>{children}</List>
      )}
    </Card>
  )
}
