/** A connection's state in words: what it is called, what it means, and what to do about it. */
import { Callout, type Tone } from '../parts/callout.tsx'
import { StatusDot } from '../parts/badge.tsx'
import type { ReactNode } from 'react'
import type { ConnectionView } from './types.ts'

type State = ConnectionView['state']

const STATES: Record<State, { readonly tone: Tone; readonly word: string; readonly what: string }> =
  {
    pending: {
      tone: 'warn',
      word: 'Not checked yet',
      what: 'It is stored, but no call goes through before a check of it is green.',
    },
    active: { tone: 'good', word: 'Working', what: '' },
    suspended: {
      tone: 'warn',
      word: 'Paused',
      what: 'Every call to this portal is refused until somebody resumes it. Credential and grants are kept.',
    },
    needs_reauth: {
      tone: 'bad',
      word: 'Needs a credential',
      what: 'HubSpot no longer accepts the stored credential, so every call is refused. Give it a new one of the same portal; grants and name stay.',
    },
    disconnected: {
      tone: 'plain',
      word: 'Disconnected',
      what: 'The credential was wiped and the grants were removed. It stands here for the record.',
    },
  }

export const ConnectionState = ({ state }: { state: State }) => (
  <StatusDot tone={STATES[state].tone}>{STATES[state].word}</StatusDot>
)

/** Nothing where all is well. */
export function StateCallout({
  connection: { state, stateReason },
  actions,
}: {
  connection: Pick<ConnectionView, 'state' | 'stateReason'>
  actions?: ReactNode
}) {
  const { tone, word, what } = STATES[state]
  if (state === 'active') return null
  return (
    <Callout
      tone={tone}
      title={
        stateReason ? `${state === 'pending' ? 'Its check is red' : word}: ${stateReason}` : word
      }
      {...(actions !== undefined && { actions })}
    >
      {what}
    </Callout>
  )
}
