/** `hubward rotate` and `hubward revoke`: another credential for a connection, or none any more. */
import { Command } from 'commander'
import type { ComparisonView, SlotsView, SlotView } from '../../admin/contract/rotation.ts'
import type { CredentialOptions } from '../ask-credential.ts'
import { CliFailure, EXIT } from '../failure.ts'
import type { Io } from '../io.ts'
import type { Output } from '../output.ts'
import { confirm } from '../read-secret.ts'
import { withSession, type Session } from '../session.ts'
import { notices } from './connect.ts'

interface RotateOptions extends Omit<CredentialOptions, 'kind'> {
  readonly kind?: string
  readonly suspect?: boolean
  readonly acceptLostScopes?: boolean
  readonly show?: boolean
  readonly back?: boolean
  readonly discard?: boolean
  readonly promote?: boolean
}

export const rotateCommands = (io: Io): Command[] => [
  new Command('rotate')
    .description(
      'give a connection its next credential while calls run; the one before stays as the way back',
    )
    .argument('<connection>', 'name of the connection')
    .option(
      '--kind <kind>',
      'service_key, private_app, static_app, oauth or developer_key; as it is unless told',
    )
    .option('--token-stdin', 'read the token from stdin (for oauth: JSON, of what is new)')
    .option('--token-file <path>', 'read the token from a file (for oauth: JSON, of what is new)')
    .option('--base-url <url>', "a regional address of HubSpot's API")
    .option('--portal <id>', 'for developer_key: the developer account')
    .option('--app <id>', 'for developer_key: one of its apps')
    .option('--suspect', 'the one in use may be in strange hands: no way back to it')
    .option('--accept-lost-scopes', 'go on although groups lose what they are granted')
    .option('--show', 'only show the credentials, their ages, and the steps in HubSpot')
    .option('--back', 'go back to the one before the last rotation')
    .option('--promote', 'promote the one that is staged already: by a request, or by a rotation')
    .option('--discard', 'wipe a next credential that was staged')
    .action(
      withSession(io, async (session, name: string, options: RotateOptions) => {
        if (options.show) return show(session, name)
        if (options.back) return goBack(session, name)
        if (options.discard) return discard(session, name)
        if (options.promote) return promoteStaged(session, name, options)
        return rotate(session, name, options)
      }),
    ),
  new Command('revoke')
    .description('end a credential everywhere: calls stop, its secrets are wiped; grants stay')
    .argument('<connection>', 'name of the connection')
    .option('--reason <text>', 'for the people whose calls are refused', '')
    .option('--yes', 'do not ask')
    .action(
      withSession(
        io,
        async ({ call, out }, name: string, options: { reason: string; yes?: boolean }) => {
          if (!options.yes) await demandYes(io, `Stop ${name} at once and wipe every secret of it?`)
          const { rotationEndpoints } = await contract()
          const params = { connection: name }
          const { reason } = options
          const revoked = await call(rotationEndpoints.revoke, { params, body: { reason } })
          out.show(revoked, () => {
            out.line(`${name} is stopped, and its secrets are wiped. Grants stay.`)
            if (revoked.revokedAtHubSpot) out.line('HubSpot ended the grant.')
            stepsOf(out, 'To end it at HubSpot too:', revoked.steps)
            out.line(`\nThen give it a new one: hubward rotate ${name}`)
          })
        },
      ),
    ),
]

const contract = () => import('../../admin/contract/rotation.ts')

async function rotate(session: Session, name: string, options: RotateOptions): Promise<void> {
  const { call, out, io } = session
  const { rotationEndpoints } = await contract()
  const params = { connection: name }
  const before = await call(rotationEndpoints.show, { params })
  const kind = options.kind ?? before.current?.kind ?? 'service_key'
  if (io.stdin.isTTY && !options.tokenStdin && options.tokenFile === undefined)
    stepsOf(out, 'In HubSpot:', before.steps.rotate, true)
  const { askCredential } = await import('../ask-credential.ts')
  const body = withoutEmpty(await askCredential(io, { ...options, kind }))
  out.note('1/3 HubSpot is asked who the next credential is …')
  const staged = await call(rotationEndpoints.stage, { params, body })
  out.note('2/3 Its scopes are compared with those in use …')
  const acceptLost = await mayLose(session, staged.comparison, options)
  out.note('3/3 A canary goes out, then it is promoted …')
  const promoted = await promote(session, name, acceptLost, options)
  out.show({ ...promoted, report: staged.report }, () => {
    showPromoted(out, name, promoted)
    notices(out, staged.report)
  })
}

/** Without one there is nothing to ask about: the server says so. */
async function promoteStaged(session: Session, name: string, options: RotateOptions) {
  const { call, out } = session
  const { rotationEndpoints } = await contract()
  const { comparison } = await call(rotationEndpoints.show, { params: { connection: name } })
  const acceptLost = comparison ? await mayLose(session, comparison, options) : false
  const promoted = await promote(session, name, acceptLost, options)
  out.show(promoted, () => showPromoted(out, name, promoted))
}

async function promote(
  { call }: Session,
  connection: string,
  acceptLost: boolean,
  { suspect = false }: RotateOptions,
) {
  const { rotationEndpoints } = await contract()
  const body = { acceptLost, suspect }
  return call(rotationEndpoints.promote, { params: { connection }, body })
}

function showPromoted(
  out: Output,
  name: string,
  { comparison, wayBackUntil, beforeRefused, steps }: Awaited<ReturnType<typeof promote>>,
): void {
  out.line(`${name} has a new credential; calls go on with it.`)
  changes(out, comparison)
  if (wayBackUntil && beforeRefused)
    out.line(
      `HubSpot refuses the one that was in use, so it is wiped. The one before that is kept as the way back until ${wayBackUntil}: HubSpot did not answer about it.`,
    )
  else if (wayBackUntil) out.line(`The one before is kept as the way back until ${wayBackUntil}.`)
  else if (beforeRefused)
    out.line(
      'The one before is wiped here. HubSpot refused it when it was asked last, so nothing should be left to end.',
    )
  else stepsOf(out, 'The one before is wiped here. End it at HubSpot now:', steps)
}

/** Where one may not be asked, the server decides: it refuses what would be lost. */
async function mayLose(
  { out, io }: Session,
  comparison: ComparisonView,
  { acceptLostScopes = false }: RotateOptions,
): Promise<boolean> {
  if (comparison.broken.length === 0 || acceptLostScopes || !io.stdin.isTTY || out.json)
    return acceptLostScopes
  broken(out, comparison)
  if (await confirm(io, 'Promote it all the same?')) return true
  throw new CliFailure(
    EXIT.failed,
    'Nothing was changed. The next credential stays staged for a day; --discard wipes it.',
  )
}

async function show({ call, out }: Session, name: string): Promise<void> {
  const { rotationEndpoints } = await contract()
  const slots = await call(rotationEndpoints.show, { params: { connection: name } })
  out.show(slots, () => showSlots(out, slots))
}

async function goBack({ call, out }: Session, name: string): Promise<void> {
  const { rotationEndpoints } = await contract()
  const connection = await call(rotationEndpoints.goBack, { params: { connection: name } })
  out.show(connection, () =>
    out.line(`${name} is back at the credential before; the other one is wiped.`),
  )
}

async function discard({ call, out }: Session, name: string): Promise<void> {
  const { rotationEndpoints } = await contract()
  const connection = await call(rotationEndpoints.discard, { params: { connection: name } })
  out.show(connection, () => out.line(`${name} has no next credential; calls are not touched.`))
}

function showSlots(out: Output, { current, next, previous, dueAt, steps, comparison }: SlotsView) {
  const row = (name: string, slot: SlotView | null, what: string): string[] =>
    slot ? [name, slot.kindTitle, `${slot.ageDays} days`, what] : [name, '–', '', what]
  out.table(
    ['SLOT', 'KIND', 'AGE', ''],
    [
      row('next', next, next ? `wiped ${next.endsAt ?? ''} unless it is promoted` : 'none staged'),
      row('current', current, dueOf(current, dueAt)),
      row('previous', previous, previous ? `the way back until ${previous.endsAt ?? ''}` : 'none'),
    ],
  )
  if (comparison) changes(out, comparison)
  out.line()
  stepsOf(out, 'To rotate it in HubSpot:', steps.rotate)
}

const dueOf = (current: SlotView | null, dueAt: string | null): string =>
  current?.endsAt
    ? `HubSpot may end it by ${current.endsAt}: give the new one`
    : dueAt
      ? `due for rotation ${dueAt}`
      : ''

function changes(out: Output, comparison: ComparisonView): void {
  const { lost, gained } = comparison
  if (gained.length > 0) out.line(`HubSpot scopes gained: ${gained.join(', ')}`)
  if (lost.length > 0) out.line(`HubSpot scopes lost: ${lost.join(', ')}`)
  broken(out, comparison)
}

function broken(out: Output, comparison: ComparisonView): void {
  for (const { scope, groups, needs } of comparison.broken)
    out.note(`${groups.join(', ')} would lose ${scope}: it needs ${needs.join(', ')}`)
}

function stepsOf(out: Output, title: string, steps: readonly string[], aside = false): void {
  const say = aside ? out.note : out.line
  say(title)
  for (const [at, step] of steps.entries()) say(`  ${at + 1}. ${step}`)
}

/** Of an OAuth app only what is new is given: Enter alone leaves a field as it is. */
const withoutEmpty = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')) as T

async function demandYes(io: Io, question: string): Promise<void> {
  if (!io.stdin.isTTY)
    throw new CliFailure(
      EXIT.usage,
      'Nothing was changed: this is no terminal to ask at. Add --yes.',
    )
  if (!(await confirm(io, question))) throw new CliFailure(EXIT.failed, 'Nothing was changed.')
}
