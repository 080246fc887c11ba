/** `hubward people …`: the users inside a portal. Members of Hubward are `hubward member`. */
import { Command } from 'commander'
import type { PortalUserView } from '../../admin/contract/people.ts'
import { CliFailure, EXIT } from '../failure.ts'
import type { Io } from '../io.ts'
import { withSession } from '../session.ts'
import { addAccessRequests } from './access-requests.ts'
import { addProvisioning } from './provisioning.ts'
import { showChanges, showReading, showUser, showUsers } from '../show-portal-users.ts'

const contract = () => import('../../admin/contract/people.ts')

export function portalUserCommands(io: Io): Command[] {
  const command = new Command('people').description(
    'the users inside a HubSpot portal: read them, who they are, what changed',
  )
  command
    .command('sync <connection>')
    .description('read the users of a portal; status 1 where the reading is not complete')
    .action(
      withSession(io, async (session, name: string) => {
        const { runSync } = await import('../run-sync.ts')
        const reading = await runSync(session, name)
        session.out.show(reading, () => showReading(session.out, reading))
        if (reading.state !== 'sealed')
          throw new CliFailure(EXIT.failed, session.out.json ? '' : 'Nothing was changed by it.')
        session.out.note(`Next: hubward people list ${name}`)
      }),
    )
  command
    .command('list <connection>')
    .description('show the users of a portal as they were read last')
    .option('--search <text>', 'in name or address')
    .option('--alert <kind>', 'with such an open alert: orphan, dormant, ambiguous …')
    .option('--presence <state>', 'present, missing or removed')
    .option('--super-admins', 'those alone who may do everything')
    .action(
      withSession(
        io,
        async (
          { call, out },
          name: string,
          { superAdmins, ...filter }: ListOptions & { superAdmins?: boolean },
        ) => {
          const { portalPeopleEndpoints } = await contract()
          const items: PortalUserView[] = []
          let after: string | undefined
          do {
            const page = await call(portalPeopleEndpoints.users, {
              params: { connection: name },
              query: {
                ...filter,
                ...(superAdmins && { superAdmin: 'true' as const }),
                ...(after !== undefined && { after }),
                limit: 500,
              },
            })
            items.push(...page.items)
            after = page.next ?? undefined
          } while (after !== undefined)
          out.show(items, () => showUsers(out, name, items))
        },
      ),
    )
  command
    .command('show <connection> <user>')
    .description('one user, by id or address, and what changed about them')
    .action(
      withSession(io, async ({ call, out }, connection: string, user: string) => {
        const { portalPeopleEndpoints } = await contract()
        const found = await call(portalPeopleEndpoints.user, { params: { connection, user } })
        out.show(found, () => {
          showUser(out, found.user)
          if (found.elevated)
            out.line(
              `Access for a while: request ${found.elevated.request}, ${found.elevated.state}${found.elevated.state === 'granted' && found.elevated.endsAt ? ` until ${found.elevated.endsAt}` : ''}\n`,
            )
          showChanges(out, found.changes)
        })
      }),
    )
  command
    .command('timeline <connection>')
    .description('what changed between readings, and who did it where HubSpot tells')
    .option('--limit <count>', 'the newest so many', '100')
    .action(
      withSession(io, async ({ call, out }, connection: string, { limit }: { limit: string }) => {
        const { portalPeopleEndpoints } = await contract()
        const { items } = await call(portalPeopleEndpoints.timeline, {
          params: { connection },
          query: { limit: Number(limit) },
        })
        out.show(items, () => showChanges(out, items))
      }),
    )
  command
    .command('readings <connection>')
    .description('the last readings, and why one is incomplete')
    .action(
      withSession(io, async ({ call, out }, connection: string) => {
        const { portalPeopleEndpoints } = await contract()
        const { items } = await call(portalPeopleEndpoints.readings, { params: { connection } })
        out.show(items, () =>
          out.table(
            ['READING', 'BEGAN', 'OUTCOME', 'USERS', 'CALLS', 'WHY'],
            items.map(({ id, begunAt, state, usersRead, calls, reasons }) => [
              id,
              begunAt,
              { text: state, tone: state === 'incomplete' ? 'bad' : 'good' },
              String(usersRead),
              String(calls),
              reasons[0]?.text ?? '',
            ]),
            `It was not read yet. Next: hubward people sync ${connection}`,
          ),
        )
      }),
    )
  command
    .command('alerts <connection>')
    .description('what about the users deserves a look')
    .option('--close <id>', 'say that somebody has looked')
    .action(
      withSession(io, async ({ call, out }, connection: string, { close }: { close?: string }) => {
        const { portalPeopleEndpoints } = await contract()
        if (close !== undefined) {
          await call(portalPeopleEndpoints.closeAlert, {
            params: { connection, alert: Number(close) },
          })
          return out.show({ closed: Number(close) }, () => out.line(`Alert ${close} is closed.`))
        }
        const { items } = await call(portalPeopleEndpoints.alerts, { params: { connection } })
        out.show(items, () =>
          out.table(
            ['ALERT', 'SINCE', 'KIND', 'USER', 'WHAT WAS SEEN'],
            items.map(({ id, openedAt, kind, user, saw }) => [
              String(id),
              openedAt,
              { text: kind, tone: kind === 'new_super_admin' ? 'bad' : 'strong' },
              user.email ?? user.id,
              saw,
            ]),
            'Nothing deserves a look.',
          ),
        )
      }),
    )
  command
    .command('link <connection> <user> <person>')
    .description('say which member a portal user is')
    .action(
      withSession(io, async ({ call, out }, connection: string, user: string, person: string) => {
        const { portalPeopleEndpoints } = await contract()
        await call(portalPeopleEndpoints.link, { params: { connection, user }, body: { person } })
        out.show({ user, person }, () => out.line(`${user} is ${person}.`))
      }),
    )
  command
    .command('unlink <connection> <user>')
    .description('take such a link back: the address decides again')
    .action(
      withSession(io, async ({ call, out }, connection: string, user: string) => {
        const { portalPeopleEndpoints } = await contract()
        await call(portalPeopleEndpoints.unlink, { params: { connection, user } })
        out.show({ user }, () => out.line(`${user} is linked to nobody by hand any more.`))
      }),
    )
  command
    .command('settings <connection>')
    .description('how often the users are read, and by what rules they are looked at')
    .option('--every-hours <hours>', 'read by itself so often; 0: on demand alone')
    .option('--dormant-after <days>', 'days without a login')
    .option('--domain <domain...>', 'the organisation’s own domains')
    .option('--service-address <address...>', 'addresses of programs')
    .action(
      withSession(io, async ({ call, out }, connection: string, options: SettingOptions) => {
        const { portalPeopleEndpoints } = await contract()
        const params = { connection }
        const before = await call(portalPeopleEndpoints.settings, { params })
        const { everyHours, dormantAfter, domain, serviceAddress } = options
        const asked = Object.keys(options).length > 0
        const after = asked
          ? await call(portalPeopleEndpoints.setSettings, {
              params,
              body: {
                everyHours:
                  everyHours === undefined ? before.everyHours : Number(everyHours) || null,
                rules: {
                  ...before.rules,
                  ...(dormantAfter !== undefined && { dormantAfterDays: Number(dormantAfter) }),
                  ...(domain && { domains: domain }),
                  ...(serviceAddress && { serviceAddresses: serviceAddress }),
                },
              },
            })
          : before
        out.show(after, () => {
          const { rules } = after
          out.line(
            `Read           ${after.everyHours === null ? 'on demand alone' : `every ${after.everyHours} hours`}`,
          )
          out.line(`Dormant after  ${rules.dormantAfterDays} days without a login`)
          out.line(`Own domains    ${rules.domains.join(', ') || 'any'}`)
          out.line(`Programs       ${rules.serviceAddresses.join(', ') || 'none named'}`)
        })
      }),
    )
  addProvisioning(command, io)
  addAccessRequests(command, io)
  return [command]
}

interface ListOptions {
  readonly search?: string
  readonly alert?: never
  readonly presence?: never
}

interface SettingOptions {
  readonly everyHours?: string
  readonly dormantAfter?: string
  readonly domain?: string[]
  readonly serviceAddress?: string[]
}
