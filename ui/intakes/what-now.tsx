/** Where the request is, in a sentence, and what comes next. */
import type { ReactNode } from 'react'
import { ButtonLink } from '../parts/button.tsx'
import { Callout, type Tone } from '../parts/callout.tsx'
import { Moment, RelativeTime } from '../parts/time.tsx'
import { useMayApprove } from './may-decide.ts'
import type { IntakeView } from './state.tsx'

interface Words {
  readonly tone: Tone | ((intake: IntakeView) => Tone)
  readonly title: string | ((intake: IntakeView) => string)
  readonly text: (intake: IntakeView, mayApprove: boolean) => ReactNode
  /** Nothing came of it: the same can be asked again. */
  readonly again?: true
}

const WORDS: Record<IntakeView['state'], Words> = {
  open: {
    tone: 'plain',
    title: 'The link waits for its sender',
    text: ({ expiresAt, viewedAt }) => (
      <>
        It works until <Moment at={expiresAt} />.{' '}
        {viewedAt === null ? (
          'Nobody has opened it yet.'
        ) : (
          <>
            It was opened <RelativeTime at={viewedAt} />; that uses nothing up. If you have not sent
            it yet, cancel it.
          </>
        )}
      </>
    ),
  },
  submitted: {
    tone: 'accent',
    title: ({ checking }) =>
      checking ? 'HubSpot is being asked' : 'HubSpot could not be asked about it for a day',
    text: ({ checking }) =>
      checking
        ? 'Something sealed is here. The vault opens it and asks HubSpot whose key it is; while HubSpot is away, again and again for a day.'
        : 'Something sealed is here, and it is not tried any more. Refuse it and ask anew.',
  },
  held: {
    tone: 'warn',
    title: 'HubSpot accepted the key when it came. It waits for a decision',
    text: ({ endsAt, secondPerson }, mayApprove) => (
      <>
        {mayApprove
          ? 'Is it the portal that you expect, and are the scopes right?'
          : 'An admin or security admin looks at its portal and its scopes.'}{' '}
        {secondPerson && 'Somebody other than who asked must approve it. '}Undecided, it is wiped{' '}
        <RelativeTime at={endsAt} />.
      </>
    ),
  },
  stored: {
    tone: (intake) => (isRed(intake) ? 'warn' : 'good'),
    title: (intake) =>
      intake.replaces
        ? REPLACING[intake.key ?? 'staged'].title
        : isRed(intake)
          ? 'It is a connection now, and no call goes through it yet: its check is red'
          : 'It is a connection now',
    text: ({ decidedBy, decidedAt, replaces, connection, key }) => (
      <>
        {connection?.state === 'pending' && connection.stateReason !== null && (
          <span className="block">{connection.stateReason}</span>
        )}
        Approved by {decidedBy?.name} <RelativeTime at={decidedAt} />. What had been handed over is
        wiped; the key lies sealed with its connection.
        {replaces && ` ${REPLACING[key ?? 'staged'].text}`}
      </>
    ),
  },
  refused: {
    tone: 'bad',
    title: 'It was refused, and wiped',
    text: ({ refusal, expectedPortalId }) =>
      refusal?.portalId ? (
        <>
          {refusal.message} What came was a key of portal <code>{refusal.portalId}</code>
          {expectedPortalId !== null && (
            <>
              {' '}
              instead of <code>{expectedPortalId}</code>
            </>
          )}
          . If that portal is nobody’s you know, somebody else had the link.
        </>
      ) : (
        refusal?.message
      ),
    again: true,
  },
  cancelled: {
    tone: 'plain',
    title: 'The link was taken back',
    text: () => 'Nothing had been handed over.',
    again: true,
  },
  expired: {
    tone: 'plain',
    title: 'Its time has run out',
    text: ({ submittedAt }) =>
      submittedAt === null
        ? 'Nothing was handed over.'
        : 'Nobody decided in time; what had been handed over is wiped.',
    again: true,
  },
  burned: {
    tone: 'bad',
    title: 'Somebody tried to guess the link, so it was ended',
    text: ({ badCapabilities }) =>
      `It was tried with ${badCapabilities} wrong secrets. Nothing was handed over by it. Send the next one another way.`,
    again: true,
  },
}

const SERVES = { title: 'It was approved, and is the key of its connection now', text: '' } as const

/** What became of a key that was to take another one's place. */
const REPLACING: Readonly<
  Record<NonNullable<IntakeView['key']>, { readonly title: string; readonly text: string }>
> = {
  staged: {
    title: 'It was approved as the next key of its connection',
    text: 'There it waits for a day: press Rotate on the tab Credential to promote it.',
  },
  in_use: SERVES,
  unchecked: SERVES,
  check_failed: SERVES,
  unaccepted: {
    title: 'It was approved and used, and HubSpot does not accept it any more',
    text: 'Its connection tells why.',
  },
  previous: {
    title: 'It was approved and used, and another key has its place by now',
    text: 'It is kept for some days as the way back.',
  },
  gone: {
    title: 'It was approved, and is not kept any more',
    text: 'Another key has its place, it was revoked, or nobody promoted it in time.',
  },
}

/** Approved, and its first check found something to mend. */
const isRed = ({ connection, replaces }: IntakeView): boolean =>
  replaces === null && connection?.state === 'pending' && connection.stateReason !== null

export function WhatNow({ intake }: { intake: IntakeView }) {
  const mayApprove = useMayApprove(intake)
  const { tone, title, text, again } = WORDS[intake.state]
  return (
    <Callout
      tone={typeof tone === 'string' ? tone : tone(intake)}
      title={typeof title === 'string' ? title : title(intake)}
      actions={
        intake.connection ? (
          <ButtonLink
            size="small"
            to="/connections/$name"
            params={{ name: intake.connection.name }}
          >
            Open the connection
          </ButtonLink>
        ) : (
          again && (
            <ButtonLink size="small" to="/intakes/new" search={{ again: intake.id }}>
              Ask again
            </ButtonLink>
          )
        )
      }
    >
      {text(intake, mayApprove)}
    </Callout>
  )
}
