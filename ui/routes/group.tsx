/** One group: the grants as a matrix, its members, the texts for their AI. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ask, useAct, unlessGone } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { GrantsTab } from '../groups/grants-tab.tsx'
import type { GroupView } from '../groups/matrix.ts'
import { MembersTab } from '../groups/members-tab.tsx'
import { TextsTab } from '../groups/texts-tab.tsx'
import { useDraft } from '../groups/use-draft.ts'
import { useTexts } from '../groups/use-texts.ts'
import { Badge } from '../parts/badge.tsx'
import { IconButton } from '../parts/button.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { LeaveGuard } from '../parts/form.tsx'
import { Menu } from '../parts/menu.tsx'
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { NotFound } from '../shell/fault.tsx'

const route = getRouteApi('/app/groups/$name')

export default function GroupPage() {
  const { name } = route.useParams()
  const { data, error } = useQuery({
    ...ask('GET /api/v1/groups/{group}', { params: { group: name } }),
    throwOnError: unlessGone,
  })
  if (error?.status === 404) return <NotFound what="group" />
  if (!data)
    return (
      <Page title={name} back={BACK}>
        <SkeletonRows rows={10} />
      </Page>
    )
  return <Shown key={data.id} group={data} />
}

const BACK = { to: '/groups', label: 'Groups' } as const

function Shown({ group }: { group: GroupView }) {
  const { tab = 'grants' } = route.useSearch()
  const navigate = useNavigate({ from: '/groups/$name' })
  const mayChange = useMay('change')
  const [ending, setEnding] = useState(false)
  // Here and not in the tabs: looking at another tab loses nothing.
  const draft = useDraft(group)
  const texts = useTexts(group)
  const remove = useAct('DELETE /api/v1/groups/{group}', {
    changes: ['grants', 'principals', 'members', 'service-accounts', 'me'],
    done: 'Group removed',
    quiet: true,
  })
  return (
    <Page
      title={group.title}
      text={group.description === '' ? undefined : group.description}
      back={BACK}
      mark={<Badge mono>{group.name}</Badge>}
      actions={
        mayChange && (
          <Menu
            trigger={<IconButton icon="more" label="More for this group" look="plain" />}
            items={[
              {
                label: 'Remove group…',
                icon: 'trash',
                danger: true,
                onSelect: () => setEnding(true),
              },
            ]}
          />
        )
      }
    >
      <LeaveGuard
        when={!ending && (draft.changes > 0 || (texts.form.dirty && !texts.form.pending))}
      />
      <Tabs
        label={`Group ${group.title}`}
        value={tab}
        onChange={(to) =>
          void navigate({ search: to === 'grants' ? {} : { tab: to }, replace: true }).catch(
            () => undefined,
          )
        }
        tabs={[
          { value: 'grants', label: 'Grants', content: <GrantsTab group={group} draft={draft} /> },
          {
            value: 'members',
            label: 'Members',
            count: group.members.length,
            content: <MembersTab group={group} />,
          },
          {
            value: 'texts',
            label: 'Texts for the AI',
            content: <TextsTab group={group} edit={texts} />,
          },
        ]}
      />
      <ConfirmDialog
        open={ending}
        onClose={() => setEnding(false)}
        title={`Remove the group ${group.title}?`}
        consequences={[
          `${group.members.length} ${group.members.length === 1 ? 'member loses' : 'members lose'} what this group alone grants them, at once.`,
          'Its grants end. Its texts reach no AI any more.',
          'What was done through it stays in the audit.',
        ]}
        typed={group.name}
        action="Remove group"
        onConfirm={async () => {
          await remove.mutateAsync({ params: { group: group.id } })
          await navigate({ to: '/groups' })
        }}
      />
    </Page>
  )
}
