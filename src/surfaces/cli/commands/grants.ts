/** `hubward grant …` and `hubward scopes`. */
import { Command } from 'commander'
import { byComma } from '../by-comma.ts'
import type { Io } from '../io.ts'
import { readExpiry, withSession } from '../session.ts'

export function grantCommands(io: Io): Command[] {
  const grant = new Command('grant').description('grants: what a group may do on a connection')
  grant
    .command('set <group> <connection> <scopes...>')
    .description('let a group do exactly these scopes; `hubward scopes` lists them')
    .option('--expires <end>', '90d, 12h, 4w or 2027-01-31; beside the standing grant')
    .action(
      withSession(
        io,
        async (
          { call, out },
          group: string,
          connection: string,
          scopes: string[],
          options: { expires?: string },
        ) => {
          const { grantEndpoints } = await contract()
          const expiresAt = readExpiry(options.expires)
          const body = { group, connection, scopes: scopes.flatMap(byComma), expiresAt }
          const set = await call(grantEndpoints.set, { body })
          for (const warning of set.warnings) out.note(`Warning: ${warning}`)
          out.show(set, () => {
            const end = set.grant.expiresAt ? ` until ${set.grant.expiresAt}` : ''
            out.line(
              `${set.grant.group.name} on ${set.grant.connection.name}${end}: ${set.grant.scopes.join(' ')}`,
            )
          })
        },
      ),
    )
  grant
    .command('list')
    .description('show grants')
    .option('--group <group>', 'of one group')
    .option('--connection <connection>', 'on one connection')
    .action(
      withSession(io, async ({ call, out }, options: { group?: string; connection?: string }) => {
        const { grantEndpoints } = await contract()
        const { items } = await call(grantEndpoints.list, {
          query: { group: options.group, connection: options.connection },
        })
        out.show(items, () =>
          out.table(
            ['GROUP', 'CONNECTION', 'SCOPES', 'END', 'ID'],
            items.map(({ id, group, connection, scopes, expiresAt, state }) => [
              group.name,
              connection.name,
              scopes.join(' '),
              state === 'ended'
                ? out.tone(`ended ${expiresAt ?? ''}`, 'bad')
                : (expiresAt ?? 'none'),
              id,
            ]),
            'No grants, and nothing is granted by default. Next: hubward grant set <group> <connection> contacts:read',
          ),
        )
      }),
    )
  grant
    .command('remove <id>')
    .description('end a grant, by the id that `grant list` shows')
    .action(
      withSession(io, async ({ call, out }, id: string) => {
        const { grantEndpoints } = await contract()
        await call(grantEndpoints.remove, { params: { grant: id } })
        out.show({ removed: id }, () => out.line(`The grant ${id} has ended.`))
      }),
    )
  const scopes = new Command('scopes')
    .description('every scope: what it allows, and what HubSpot wants for it')
    .action(
      withSession(io, async ({ call, out }) => {
        const { scopeEndpoints } = await contract()
        const { items } = await call(scopeEndpoints.list)
        out.show(items, () => {
          out.table(
            ['SCOPE', 'ALLOWS', 'HUBSPOT SCOPES'],
            items.map(({ scope, description, hubspotScopes, hubspotScopesOneOf }) => [
              scope,
              description,
              [...hubspotScopes, ...hubspotScopesOneOf.map((group) => group.join(' or '))].join(
                ' + ',
              ),
            ]),
          )
          out.line('\nOther objects, custom ones too: objects.<name>:read, :write, :merge')
        })
      }),
    )
  return [grant, scopes]
}

const contract = () => import('../../admin/contract/groups.ts')

/** `contacts:read,deals:read` is what some would write. */
