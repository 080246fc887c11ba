/** `hubward connections` and `hubward connection …`. */
import { Command } from 'commander'
import type { ConnectionView } from '../../admin/contract/connections.ts'
import type { AuthorizeOptions } from '../authorize.ts'
import { CliFailure, EXIT } from '../failure.ts'
import type { Io } from '../io.ts'
import type { Cell } from '../output.ts'
import { confirm } from '../read-secret.ts'
import { withSession } from '../session.ts'
import { credentialOptions, notices } from './connect.ts'

export function connectionCommands(io: Io): Command[] {
  const list = new Command('connections')
    .description('show all connections')
    .option('--disconnected', 'also those that have ended')
    .action(
      withSession(io, async ({ call, out }, { disconnected }: { disconnected?: boolean }) => {
        const { connectionEndpoints } = await contract()
        const { items } = await call(connectionEndpoints.list, {
          query: disconnected ? { disconnected: 'true' } : {},
        })
        out.show(items, () =>
          out.table(
            ['NAME', 'TITLE', 'PORTAL', 'KIND', 'STATE', 'SCOPES'],
            items.map(rowOf),
            'No connections yet. Next: hubward connect "EMEA Portal" --name main',
          ),
        )
      }),
    )
  const command = new Command('connection').description(
    'one connection: its state and its credential',
  )
  command
    .command('show <name>')
    .description('show one, with what its credential covers')
    .action(
      withSession(io, async ({ call, out }, name: string) => {
        const { connectionEndpoints } = await contract()
        const { showConnection } = await import('../show-connection.ts')
        const found = await call(connectionEndpoints.get, { params: { connection: name } })
        out.show(found, () => showConnection(out, found))
      }),
    )
  command
    .command('suspend <name>')
    .description('pause: calls stop at once, everything else stays')
    .option('--reason <text>', 'for the people whose calls are refused', '')
    .action(
      withSession(io, async ({ call, out }, name: string, { reason }: { reason: string }) => {
        const { connectionEndpoints } = await contract()
        const params = { connection: name }
        const changed = await call(connectionEndpoints.suspend, { params, body: { reason } })
        out.show(changed, () =>
          out.line(`${changed.name} is paused. Next: hubward connection resume ${changed.name}`),
        )
      }),
    )
  command
    .command('resume <name>')
    .description('let calls flow again')
    .action(
      withSession(io, async ({ call, out }, name: string) => {
        const { connectionEndpoints } = await contract()
        const changed = await call(connectionEndpoints.resume, { params: { connection: name } })
        out.show(changed, () => out.line(`${changed.name} is ${changed.state}.`))
      }),
    )
  command
    .command('recheck <name>')
    .description('ask HubSpot again what the stored credential is')
    .action(
      withSession(io, async ({ call, out }, name: string) => {
        const { connectionEndpoints } = await contract()
        const { showReport } = await import('../show-connection.ts')
        const checked = await call(connectionEndpoints.recheck, { params: { connection: name } })
        out.show(checked, () => {
          out.line(`${checked.connection.name} is ${checked.connection.state}.\n`)
          showReport(out, checked.report, checked.connection.name)
          notices(out, checked.report)
        })
      }),
    )
  credentialOptions(
    command
      .command('rotate <name>')
      .description(
        'replace the credential at once and wipe the old one; hubward rotate keeps a way back',
      ),
  ).action(
    withSession(io, async (session, name: string, options: AuthorizeOptions) => {
      const { connectionEndpoints } = await contract()
      const { askCredential } = await import('../ask-credential.ts')
      const { showReport } = await import('../show-connection.ts')
      const { call, out } = session
      const params = { connection: name }
      const rotated = options.authorize
        ? await (await import('../authorize.ts')).authorize(session, params, options)
        : await call(connectionEndpoints.rotate, {
            params,
            body: await askCredential(io, options),
          })
      out.show(rotated, () => {
        out.line(`${rotated.connection.name} has a new credential; the old one was wiped here.`)
        out.line('Next: end the old one in HubSpot.\n')
        showReport(out, rotated.report, rotated.connection.name)
        notices(out, rotated.report)
      })
    }),
  )
  command
    .command('budget <name>')
    .description('set a portal\'s allowance by hand; "tier" returns it to the account tier')
    .option('--burst <calls>', 'per rolling 10 seconds')
    .option('--search <calls>', 'searches per second')
    .option('--associations <calls>', 'association calls per rolling 10 seconds')
    .option('--daily <calls>', "per day in the portal's time zone")
    .action(
      withSession(io, async ({ call, out }, name: string, options: Buckets) => {
        const { connectionEndpoints } = await contract()
        const params = { connection: name }
        const changed = await call(connectionEndpoints.setBudget, {
          params,
          body: bucketsOf(options),
        })
        out.show(changed, () => {
          for (const [bucket, value] of Object.entries(changed.budget))
            out.line(`${bucket.padEnd(14)}${value ?? 'by account tier'}`)
        })
      }),
    )
  command
    .command('disconnect <name>')
    .description('end a connection: secrets wiped, all grants on it removed')
    .option('--yes', 'do not ask')
    .action(
      withSession(io, async ({ call, out }, name: string, { yes }: { yes?: boolean }) => {
        const { connectionEndpoints } = await contract()
        if (!yes) await demandYes(io, name)
        const ended = await call(connectionEndpoints.disconnect, { params: { connection: name } })
        out.show(ended, () => {
          out.line(`${ended.connection.name} has ended; its secrets and grants are gone.`)
          if (ended.revokedAtHubSpot !== true) out.line('Next: end the credential in HubSpot too.')
        })
      }),
    )
  return [list, command]
}

const contract = () => import('../../admin/contract/connections.ts')

function rowOf({
  name,
  title,
  portalId,
  portalName,
  kindTitle,
  state,
  coverage,
}: ConnectionView): Cell[] {
  const held = coverage.filter((row) => row.state === 'held').length
  return [
    name,
    title,
    portalName ? `${portalId} (${portalName})` : String(portalId),
    kindTitle,
    { text: state, tone: state === 'active' ? 'good' : 'bad' },
    `${held} of ${coverage.length}`,
  ]
}

async function demandYes(io: Io, name: string): Promise<void> {
  if (!io.stdin.isTTY)
    throw new CliFailure(
      EXIT.usage,
      'Nothing was changed: this is no terminal to ask at. Add --yes.',
    )
  if (!(await confirm(io, `End the connection ${name}, wipe its secrets and remove its grants?`)))
    throw new CliFailure(EXIT.failed, 'Nothing was changed.')
}

type Buckets = Partial<Record<'burst' | 'search' | 'associations' | 'daily', string>>

function bucketsOf(options: Buckets): Partial<Record<keyof Buckets, number | null>> {
  const given = (['burst', 'search', 'associations', 'daily'] as const).flatMap((bucket) => {
    const text = options[bucket]
    if (text === undefined) return []
    if (text !== 'tier' && !/^\d{1,9}$/.test(text))
      throw new CliFailure(EXIT.usage, `--${bucket} is a number, or "tier".`)
    return [[bucket, text === 'tier' ? null : Number(text)] as const]
  })
  if (given.length === 0)
    throw new CliFailure(EXIT.usage, 'Say what to set: --burst, --search, --associations, --daily.')
  return Object.fromEntries(given)
}
