/** What a person reads before letting a client in, and their answer. Warnings come before the buttons. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/api.ts'
import type { Answer } from '../api/endpoints.ts'
import { titlesOf } from '../api/group-titles.ts'
import { refusalOf } from '../api/refusal.ts'
import { sessionQuery } from '../api/session.ts'
import { Badge } from '../parts/badge.tsx'
import { Button, ExternalLink } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { Facts } from '../parts/card.tsx'
import { RadioCards } from '../parts/choice.tsx'
import { Door } from './door.tsx'

type Question = Answer<'GET /api/v1/consents/{uid}'>
type Access = Question['requested']

export function Consent({ uid, question }: { uid: string; question: Question }) {
  const { client, redirect, person, groups, requested, lastsDays } = question
  const [access, setAccess] = useState<Access>('read')
  const [pending, setPending] = useState<'allow' | 'deny'>()
  const [refused, setRefused] = useState<string>()
  const writes = access === 'write'
  const { data: session } = useQuery(sessionQuery)

  const answer = async (decision: 'allow' | 'deny'): Promise<void> => {
    setPending(decision)
    setRefused(undefined)
    try {
      const { resume } = await api('POST /api/v1/consents/{uid}', {
        params: { uid },
        body: decision === 'allow' ? { decision, access } : { decision },
      })
      location.assign(resume)
    } catch (thrown) {
      setRefused(refusalOf(thrown).message)
      setPending(undefined)
    }
  }
  return (
    <Door
      wide
      organisation={session?.organisation.name}
      title={`Let ${client.name} in?`}
      text="It will act in your name, with what your groups may do, and everything it does is recorded."
      foot={`It lasts ${lastsDays} days at most. You can end it at any moment under “My account”.`}
    >
      <Facts
        facts={[
          ['Who asks', <WhoAsks key="who" client={client} />],
          [
            'Answers go to',
            redirect.app ? (
              <span key="host">
                an app on this device that opens <code>{redirect.host}:</code> addresses
              </span>
            ) : (
              <code key="host">{redirect.host}</code>
            ),
          ],
          ['You', `${person.name}${person.email === null ? '' : ` (${person.email})`}`],
          ['Your groups', groups.map(({ title }) => title).join(', ') || 'none'],
        ]}
      />
      <Warnings question={question} />
      {requested === 'write' && (
        <RadioCards
          aria-label="How much"
          value={access}
          onChange={setAccess}
          columns={2}
          options={[
            { value: 'read', title: 'Read only', text: 'It can look things up.' },
            {
              value: 'write',
              title: 'Read and change',
              text: 'Also create, change, link, merge and archive, where your groups may.',
            },
          ]}
        />
      )}
      <WhatItGets question={question} writes={writes} />
      {refused !== undefined && (
        <Callout tone="bad" alert>
          {refused}
        </Callout>
      )}
      <div className="grid grid-cols-2 gap-2.5">
        <Button size="large" pending={pending === 'deny'} onClick={() => void answer('deny')}>
          Refuse
        </Button>
        <Button
          size="large"
          look="primary"
          pending={pending === 'allow'}
          onClick={() => void answer('allow')}
        >
          Let it in
        </Button>
      </div>
    </Door>
  )
}

const WhoAsks = ({ client: { name, host, page } }: { client: Question['client'] }) => (
  <>
    {page === null ? name : <ExternalLink href={page}>{name}</ExternalLink>}{' '}
    {host === null ? (
      <Badge tone="warn">nobody vouches for this name</Badge>
    ) : (
      <Badge tone="good">published by {host}</Badge>
    )}
  </>
)

function Warnings({ question: { client, redirect } }: { question: Question }) {
  const warnings = [
    client.isNew &&
      'Nobody here has let this client in before. Go on only if it was you who just asked it to connect.',
    client.host === null &&
      'The client registered itself: anybody could have chosen this name. What counts is where the answer goes.',
    redirect.loopback &&
      'The answer goes to a program on this computer. Any program here could pretend to be this client.',
    redirect.app &&
      `The answer goes to whichever app on this device opens ${redirect.host}: addresses. Any app can claim them, and so pretend to be this client.`,
    !redirect.sameHost &&
      !redirect.loopback &&
      !redirect.app &&
      client.host !== null &&
      `The answer does not go to ${client.host} itself but to ${redirect.host}.`,
  ].filter((warning) => warning !== false)
  if (warnings.length === 0) return null
  return (
    <Callout tone="warn" title="Look twice">
      <ul className="flex flex-col gap-1">
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </Callout>
  )
}

function WhatItGets({
  question: { connections, groups },
  writes,
}: {
  question: Question
  writes: boolean
}) {
  const shown = connections
    .map((one) => ({ ...one, scopes: one.scopes.filter((scope) => writes || !scope.writes) }))
    .filter(({ scopes }) => scopes.length > 0)
  return (
    <section aria-labelledby="gets">
      <h2 id="gets" className="font-medium">
        What it gets
      </h2>
      {shown.length === 0 ? (
        <p className="mt-1 text-soft">
          Nothing at present: none of your groups grants anything of this kind. It follows your
          groups as they change.
        </p>
      ) : (
        <div className="mt-2 max-h-72 overflow-y-auto rounded-md border border-line" tabIndex={0}>
          {shown.map(({ name, title, scopes }) => (
            <div key={name} className="border-b border-line px-3 py-2.5 last:border-0">
              <h3 className="text-[0.8125rem] font-medium text-soft">{title}</h3>
              <ul className="mt-1.5 flex flex-col gap-2">
                {scopes.map((scope) => (
                  <li key={scope.scope} className="grid gap-x-3 sm:grid-cols-[9rem_1fr]">
                    <Badge mono tone={scope.writes ? 'warn' : 'plain'}>
                      {scope.scope}
                    </Badge>
                    <span className="min-w-0">
                      {scope.description}{' '}
                      <span className="text-xs text-faint">
                        through {titlesOf(groups, scope.through)}
                      </span>
                      {!scope.covered && (
                        <span className="block text-xs text-warn">
                          No effect yet: the connection’s key may not do this at HubSpot.
                        </span>
                      )}
                    </span>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </div>
      )}
    </section>
  )
}
