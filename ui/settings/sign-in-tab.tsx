/** How people sign in: passkeys always, and the identity providers that are added here. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import type { Item } from '../api/endpoints.ts'
import { Badge } from '../parts/badge.tsx'
import { Button, IconButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { List, ListRow } from '../parts/list.tsx'
import { Menu } from '../parts/menu.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { ProviderDialog } from './provider-dialog.tsx'
import { RemoveProvider } from './remove-provider.tsx'

export type Provider = Item<'GET /api/v1/identity-providers'>

type Open =
  { readonly what: 'add' } | { readonly what: 'edit' | 'remove'; readonly provider: Provider }

export function SignInTab() {
  const { data } = useQuery({ ...ask('GET /api/v1/identity-providers'), throwOnError: true })
  const maySecure = useMay('secure')
  const [open, setOpen] = useState<Open>()
  const close = (): void => setOpen(undefined)
  const update = useAct('PATCH /api/v1/identity-providers/{provider}', {
    changes: ['session'],
    done: ({ name, enabled }) => (enabled ? `${name} is switched on` : `${name} is switched off`),
  })
  return (
    <div className="flex flex-col gap-6">
      <Card
        title="Passkeys"
        text="Always on. There are no passwords, so there is nothing to guess, phish or leak. Each person keeps their own under “My account”."
      />
      <Card
        flush
        title="Identity providers"
        text="Google, Microsoft Entra, Okta, or any that speaks OpenID Connect. People are told apart by the provider’s own id for them, never by an e-mail address alone."
        actions={
          maySecure && (
            <Button size="small" icon="plus" onClick={() => setOpen({ what: 'add' })}>
              Add a provider
            </Button>
          )
        }
      >
        {data === undefined ? (
          <SkeletonRows rows={2} />
        ) : data.items.length === 0 ? (
          <p className="px-4 py-6 text-soft sm:px-5">
            None yet. With one, people sign in with the account they have at work.
          </p>
        ) : (
          <List label="Identity providers">
            {data.items.map((provider) => (
              <ListRow
                key={provider.id}
                icon="door"
                title={provider.name}
                mark={provider.enabled ? undefined : <Badge tone="warn">switched off</Badge>}
                text={
                  <>
                    <span className="break-all">{provider.issuer}</span> ·{' '}
                    {provider.people === 1 ? '1 person' : `${provider.people} people`} linked
                    {!provider.hasSecret && ' · public client, PKCE alone'}
                  </>
                }
                actions={
                  maySecure && (
                    <Menu
                      trigger={
                        <IconButton icon="more" label={`Acts on ${provider.name}`} size="small" />
                      }
                      items={[
                        {
                          label: 'Edit…',
                          icon: 'pencil',
                          onSelect: () => setOpen({ what: 'edit', provider }),
                        },
                        {
                          label: provider.enabled ? 'Switch off' : 'Switch on',
                          icon: provider.enabled ? 'pause' : 'play',
                          onSelect: () =>
                            update.mutate({
                              params: { provider: provider.id },
                              body: { enabled: !provider.enabled },
                            }),
                        },
                        'line',
                        {
                          label: 'Remove…',
                          icon: 'trash',
                          danger: true,
                          onSelect: () => setOpen({ what: 'remove', provider }),
                        },
                      ]}
                    />
                  )
                }
              />
            ))}
          </List>
        )}
      </Card>
      {data !== undefined && (open?.what === 'add' || open?.what === 'edit') && (
        <ProviderDialog
          provider={open.what === 'edit' ? open.provider : undefined}
          onClose={close}
        />
      )}
      {open?.what === 'remove' && (
        <RemoveProvider provider={open.provider} providers={data?.items ?? []} onClose={close} />
      )}
    </div>
  )
}
