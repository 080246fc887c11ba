/** What the vault found: whose key it is, what is missing, what is more than asked, who sent it. */
import { Card, Facts } from '../parts/card.tsx'
import { accountType } from '../connections/portal-card.tsx'
import { Badge } from '../parts/badge.tsx'
import { CopyButton } from '../parts/copy.tsx'
import { placeOf } from '../parts/place.ts'
import { Moment } from '../parts/time.tsx'
import { many } from '../connections/words.ts'
import type { FindingsView, IntakeView } from './state.tsx'

/** A longer list stays shut: what it says is how many. */
const SHOWN = 8

export function FoundCard({ intake, findings }: { intake: IntakeView; findings: FindingsView }) {
  const { missing, excess, links, notices } = findings
  const stated = findings.statedPortalId
  return (
    <Card title="What was handed over" text="As HubSpot says, and as the sender wrote.">
      <Facts
        facts={[
          [
            'Portal',
            <span key="portal" className="flex flex-wrap items-center gap-2">
              <span className="font-medium tabular-nums">{findings.portalId}</span>
              {findings.portalName}
              {findings.accountType === 'UNKNOWN' ? (
                <Badge>type not known</Badge>
              ) : (
                findings.accountType !== 'STANDARD' && (
                  <Badge>{accountType(findings.accountType)}</Badge>
                )
              )}
              {intake.expectedPortalId === findings.portalId && (
                <Badge tone="good">the one you asked for</Badge>
              )}
              {stated !== null && stated !== findings.portalId && (
                <Badge tone="warn">the sender wrote {stated}</Badge>
              )}
            </span>,
          ],
          ['Region', `${findings.hublet}, ${findings.uiDomain}`],
          [
            'Kind',
            <span key="kind" className="inline-block first-letter:uppercase">
              {findings.kindTitle}
            </span>,
          ],
          [
            'Missing',
            missing.length === 0 ? (
              <Badge key="all" tone="good">
                nothing of what was asked for
              </Badge>
            ) : (
              <ul key="missing" className="flex flex-col gap-1">
                {missing.map(({ scope, needs }) => (
                  <li key={scope}>
                    <code>{scope}</code> <span className="text-soft">needs</span>{' '}
                    <code>{needs.join(', ')}</code>
                  </li>
                ))}
              </ul>
            ),
          ],
          [
            'More than asked for',
            excess.length === 0 ? (
              <span key="none" className="text-soft">
                nothing
              </span>
            ) : (
              <details key="excess" open={excess.length <= SHOWN}>
                <summary className="cursor-pointer text-warn">
                  {many(excess.length, 'HubSpot scope')}, which could be switched off there
                </summary>
                <span className="mt-1 flex flex-wrap gap-x-3 gap-y-1">
                  {excess.map((scope) => (
                    <code key={scope}>{scope}</code>
                  ))}
                </span>
              </details>
            ),
          ],
          ...(links.length > 0
            ? [
                [
                  'Addresses',
                  <ul key="links" className="flex flex-col gap-1.5">
                    {links.map(({ asked, url, saw, id }) => (
                      <li key={`${asked} ${url}`} className="min-w-0">
                        {asked !== null && <span className="block text-faint">{asked}</span>}
                        <span className="block first-letter:uppercase">{saw}</span>
                        <code className="block truncate text-faint">{url}</code>
                        {id !== null && <CopyButton text={id} label={`Copy ${id}`} />}
                      </li>
                    ))}
                  </ul>,
                ] as const,
              ]
            : []),
          ...(findings.context === ''
            ? []
            : [
                [
                  'The sender wrote',
                  <span key="context" className="whitespace-pre-wrap">
                    {findings.context}
                  </span>,
                ] as const,
              ]),
          [
            'Sent',
            <span key="sent">
              {intake.submittedAt && <Moment at={intake.submittedAt} />} from{' '}
              {placeOf(intake.submittedFrom ?? '')}
              {findings.senderEmail !== null && <> · {findings.senderEmail}</>}
            </span>,
          ],
          [
            'Receipt',
            <code key="hash" className="break-all">
              {intake.submissionSha256}
            </code>,
          ],
          ...notices.map((notice) => ['Note', notice] as const),
        ]}
      />
    </Card>
  )
}
