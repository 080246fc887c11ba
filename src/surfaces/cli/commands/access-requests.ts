/** `hubward people request|requests|approve|refuse …`: access for a while, asked for and answered. */
import type { Command } from 'commander'
import type { AccessRequestView } from '../../admin/contract/access-requests.ts'
import { CliFailure, EXIT } from '../failure.ts'
import type { Io } from '../io.ts'
import type { Output } from '../output.ts'
import { withSession } from '../session.ts'

const contract = () => import('../../admin/contract/access-requests.ts')
const several = (value: string, before: string[] = []): string[] => [...before, value]

interface Ask {
  readonly permissionSet?: string
  readonly team?: string
  readonly addTeam?: string[]
  readonly seat?: string[]
  readonly hours?: string
  readonly for?: string
  readonly reason: string
}

/** Adds them to `hubward people`. */
export function addAccessRequests(people: Command, io: Io): void {
  people
    .command('request <connection>')
    .description('ask for more access to a portal, for hours or for good')
    .option('--permission-set <name>', 'in the place of the one that is there')
    .option('--team <name>', 'as the main team')
    .option('--add-team <name>', 'as a further team; can be repeated', several)
    .option('--seat <name>', 'on top of those that are there; can be repeated', several)
    .option('--hours <n>', 'how long; for good unless told')
    .option('--for <member>', 'for somebody else')
    .requiredOption('--reason <text>', 'why, for whoever answers')
    .action(
      withSession(io, async ({ call, out }, connection: string, options: Ask) => {
        const { accessRequestEndpoints: endpoints } = await contract()
        const { permissionSet, team, addTeam, seat, hours, reason } = options
        const asked = await call(endpoints.ask, {
          params: { connection },
          body: {
            ...(permissionSet !== undefined && { permissionSet }),
            ...(team !== undefined && { team }),
            ...(addTeam && { teams: addTeam }),
            ...(seat && { seats: seat }),
            ...(hours !== undefined && { hours: hoursOf(hours) }),
            ...(options.for !== undefined && { for: options.for }),
            reason,
          },
        })
        out.show(asked, () => {
          out.line(`Asked: ${asked.id}. Somebody else has to approve it, until ${asked.lapsesAt}.`)
          out.line(`Next: hubward people approve ${asked.id}`)
        })
      }),
    )
  people
    .command('requests [connection]')
    .description('show requests: your own, and those that you may answer or read')
    .option('--all', 'with those that are over')
    .action(
      withSession(
        io,
        async ({ call, out }, connection: string | undefined, { all }: { all?: boolean }) => {
          const { accessRequestEndpoints: endpoints } = await contract()
          const { items } = await call(endpoints.list, {
            query: {
              ...(connection !== undefined && { connection }),
              all: all === true ? ('true' as const) : ('false' as const),
            },
          })
          out.show(items, () =>
            out.table(
              ['REQUEST', 'FOR', 'WHAT', 'HOW LONG', 'STATE'],
              items.map((one) => [
                one.id,
                one.email,
                whatOf(one),
                one.hours === null ? 'for good' : `${one.hours} h`,
                one.held ??
                  (one.endsAt && one.state === 'granted' ? `until ${one.endsAt}` : one.text),
              ]),
              'No requests.',
            ),
          )
        },
      ),
    )
  addAnswers(people, io)
  people
    .command('approvers <connection> [people...]')
    .description(
      'show who may answer requests besides the roles that approve; or name them, in the place of all who were named before',
    )
    .option('--group <group>', 'for requests of its members alone')
    .option('--none', 'nobody is named any more')
    .action(
      withSession(
        io,
        async (
          { call, out },
          connection: string,
          named: string[],
          { group, none }: { group?: string; none?: boolean },
        ) => {
          const { accessRequestEndpoints: endpoints } = await contract()
          const approvers = named.map((person) => ({
            person,
            ...(group !== undefined && { group }),
          }))
          const { items } =
            named.length > 0 || none === true
              ? await call(endpoints.setApprovers, { params: { connection }, body: { approvers } })
              : await call(endpoints.approvers, { params: { connection } })
          out.show(items, () =>
            out.table(
              ['WHO', 'FOR'],
              items.map(({ principalId, groupId }) => [principalId, groupId ?? 'everybody']),
              'Nobody is named: whoever has a role that approves answers.',
            ),
          )
        },
      ),
    )
}

const ANSWERS = {
  approve: 'approve a request: it is given next, by a plan with every guard',
  refuse: 'refuse a request',
  settle: 'say that what somebody changed by hand is meant, or put right',
} as const
const MOVES = {
  withdraw: 'withdraw a request before it is given',
  end: 'end access before its time: what was there before is given back',
} as const

function addAnswers(people: Command, io: Io): void {
  for (const answer of Object.keys(ANSWERS) as (keyof typeof ANSWERS)[])
    people
      .command(`${answer === 'settle' ? 'settle-request' : answer} <request>`)
      .description(ANSWERS[answer])
      .option('--note <text>', 'for whoever asked')
      .action(
        withSession(io, async ({ call, out }, request: string, { note }: { note?: string }) => {
          const { accessRequestEndpoints: endpoints } = await contract()
          const body = note === undefined ? {} : { note }
          show(out, await call(endpoints[answer], { params: { request }, body }))
        }),
      )
  for (const move of Object.keys(MOVES) as (keyof typeof MOVES)[])
    people
      .command(`${move}-request <request>`)
      .description(MOVES[move])
      .action(
        withSession(io, async ({ call, out }, request: string) => {
          const { accessRequestEndpoints: endpoints } = await contract()
          show(out, await call(endpoints[move], { params: { request } }))
        }),
      )
}

const show = (out: Output, request: AccessRequestView): void =>
  out.show(request, () => out.line(`${request.id} for ${request.email}: ${request.text}`))

function hoursOf(text: string): number {
  const hours = Number(text)
  if (Number.isInteger(hours) && hours > 0) return hours
  throw new CliFailure(EXIT.usage, '--hours is a whole number of hours.')
}

const PIECES = {
  permission_set: 'permission set',
  main_team: 'team',
  team: 'further team',
  seat: 'seat',
} as const satisfies Record<AccessRequestView['pieces'][number]['kind'], string>

const whatOf = ({ pieces }: AccessRequestView): string =>
  pieces
    .map(({ kind, id, name, had, replaces }) => {
      const instead = replaces.length > 0 ? ` in the place of ${replaces.join(' and ')}` : ''
      return `${PIECES[kind]} ${name ?? id}${instead}${had ? ' (there already)' : ''}`
    })
    .join(', ')
