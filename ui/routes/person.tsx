/** One person or service account: effective access, keys, ways in, offboarding. */
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useMay } from '../api/session.ts'
import { Badge } from '../parts/badge.tsx'
import { Button, ButtonLink } from '../parts/button.tsx'
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { RelativeTime } from '../parts/time.tsx'
import { AccessTab } from '../people/access-tab.tsx'
import { GroupNames } from '../people/group-names.tsx'
import { KeysTab } from '../people/keys-tab.tsx'
import { NoWayIn } from '../people/no-way-in.tsx'
import { OffboardDialog } from '../people/offboard-dialog.tsx'
import { RoleDialog } from '../people/role-dialog.tsx'
import { ROLES } from '../people/roles.ts'
import { usePerson, type Person } from '../people/use-person.ts'
import { WaysTab } from '../people/ways-tab.tsx'
import { NotFound } from '../shell/fault.tsx'

const route = getRouteApi('/app/people/$id')

export default function PersonPage() {
  const { id } = route.useParams()
  const person = usePerson(id)
  const [leaving, setLeaving] = useState(false)
  if (person === null && !leaving) return <NotFound what="person" />
  if (!person)
    return (
      <Page title="Person" back={BACK}>
        <SkeletonRows rows={8} />
      </Page>
    )
  return <Shown key={person.id} person={person} leaving={leaving} onLeaving={setLeaving} />
}

const BACK = { to: '/people', label: 'People' } as const

type Question = 'role' | 'offboard'

interface ShownProps {
  readonly person: Person
  /** They are being removed: nothing about them is asked any more. */
  readonly leaving: boolean
  readonly onLeaving: (leaving: boolean) => void
}

function Shown({ person, leaving, onLeaving }: ShownProps) {
  const { tab = 'access' } = route.useSearch()
  const navigate = useNavigate({ from: '/people/$id' })
  const mayChange = useMay('change')
  const [question, setQuestion] = useState<Question>()
  const member = person.kind === 'member' ? person : undefined
  return (
    <Page
      title={person.name}
      text={member ? member.email : 'Service account'}
      back={BACK}
      mark={
        member && (
          <Badge tone={member.role === 'admin' ? 'accent' : 'plain'}>
            {ROLES[member.role].title}
          </Badge>
        )
      }
      actions={
        <>
          <ButtonLink to="/explain" search={{ person: person.id }} icon="help">
            Explain
          </ButtonLink>
          {mayChange && member && (
            <Button icon="shield" onClick={() => setQuestion('role')}>
              Change role
            </Button>
          )}
          {mayChange && (
            <Button icon="door" onClick={() => setQuestion('offboard')}>
              {member ? 'Offboard…' : 'Remove…'}
            </Button>
          )}
        </>
      }
    >
      <dl className="mb-6 flex flex-wrap gap-x-8 gap-y-2 text-soft">
        {member && <Fact name="Role">{ROLES[member.role].text}</Fact>}
        <Fact name="Groups">
          <GroupNames groups={person.groups} />
        </Fact>
        <Fact name="Last call">
          <RelativeTime at={person.lastUsedAt} />
        </Fact>
      </dl>
      {member && !leaving && <NoWayIn id={member.id} name={member.name} />}
      {leaving ? (
        <SkeletonRows rows={8} />
      ) : (
        <Tabs
          label={person.name}
          value={tab}
          onChange={(to) =>
            void navigate({ search: to === 'access' ? {} : { tab: to }, replace: true }).catch(
              () => undefined,
            )
          }
          tabs={[
            {
              value: 'access',
              label: 'Effective access',
              content: <AccessTab id={person.id} name={person.name} />,
            },
            { value: 'keys', label: 'Keys', content: <KeysTab person={person} /> },
            ...(member
              ? [
                  {
                    value: 'sign-in',
                    label: 'Sign-in and AI clients',
                    content: <WaysTab id={person.id} name={person.name} />,
                  },
                ]
              : []),
          ]}
        />
      )}
      {question === 'role' && member && (
        <RoleDialog member={member} onClose={() => setQuestion(undefined)} />
      )}
      {question === 'offboard' && (
        <OffboardDialog
          person={person}
          leaving={leaving}
          onLeaving={onLeaving}
          onClose={() => setQuestion(undefined)}
          onDone={() =>
            navigate({ to: '/people', search: member ? {} : { tab: 'service-accounts' } })
          }
        />
      )}
    </Page>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="flex flex-wrap gap-x-2">
    <dt className="text-faint">{name}</dt>
    <dd>{children}</dd>
  </div>
)
