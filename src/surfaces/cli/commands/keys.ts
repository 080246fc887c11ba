/** `hubward key …`. A new key goes to stdout alone, so that a program can take it from there. */
import { Command } from 'commander'
import type { Io } from '../io.ts'
import { readExpiry, withSession } from '../session.ts'

export function keyCommands(io: Io): Command[] {
  const command = new Command('key').description(
    'client keys: how people and programs show who they are',
  )
  command
    .command('create <principal>')
    .description('make a key for a member (by address) or a service account (by name)')
    .requiredOption('--name <name>', 'where it will be used: laptop, nightly export')
    .option('--expires <end>', '90d, 12h, 4w or 2027-01-31')
    .action(
      withSession(
        io,
        async ({ call, out }, principal: string, options: { name: string; expires?: string }) => {
          const { keyEndpoints } = await contract()
          const { name } = options
          const body = { principal, name, expiresAt: readExpiry(options.expires) }
          const made = await call(keyEndpoints.create, { body })
          out.show(made, () => {
            const who = made.key.principal.email ?? made.key.principal.name
            out.note(
              `The key "${made.key.name}" of ${who} (${made.key.id}). It is shown this once:`,
            )
            out.line(made.text)
            out.note(
              'Next: put it where it is used, as HUBWARD_KEY or as a bearer token, and nowhere else.',
            )
          })
        },
      ),
    )
  command
    .command('list')
    .description('show keys, without what makes them keys')
    .option('--principal <principal>', 'of one member or service account')
    .action(
      withSession(io, async ({ call, out }, { principal }: { principal?: string }) => {
        const { keyEndpoints } = await contract()
        const { items } = await call(keyEndpoints.list, { query: { principal } })
        out.show(items, () =>
          out.table(
            ['ID', 'NAME', 'OF', 'STATE', 'MADE', 'EXPIRES'],
            items.map((key) => [
              key.id,
              key.name,
              key.principal.email ?? key.principal.name,
              out.tone(key.state, key.state === 'live' ? 'good' : 'dim'),
              key.createdAt.slice(0, 10),
              key.expiresAt?.slice(0, 10) ?? 'never',
            ]),
            'No keys. Next: hubward key create <principal> --name laptop',
          ),
        )
      }),
    )
  command
    .command('revoke <id>')
    .description('end a key at once')
    .action(
      withSession(io, async ({ call, out }, id: string) => {
        const { keyEndpoints } = await contract()
        const key = await call(keyEndpoints.revoke, { params: { key: id } })
        out.show(key, () =>
          out.line(`The key "${key.name}" was revoked at ${key.revokedAt ?? ''}.`),
        )
      }),
    )
  return [command]
}

const contract = () => import('../../admin/contract/keys.ts')
