/** `hubward group …`. */
import { Command } from 'commander'
import { isSlug, slugOf } from '../../../domain/ids.ts'
import type { GroupView } from '../../admin/contract/groups.ts'
import { CliFailure, EXIT } from '../failure.ts'
import type { Io } from '../io.ts'
import type { Output } from '../output.ts'
import { withSession } from '../session.ts'
import { readText } from '../read-file.ts'

interface Texts {
  readonly title?: string
  readonly description?: string
  readonly contextFile?: string
}

export function groupCommands(io: Io): Command[] {
  const command = new Command('group').description(
    'groups: people and programs with the same grants',
  )
  texts(command.command('add <name>').description('make an empty group')).action(
    withSession(io, async ({ call, out }, name: string, options: Texts) => {
      const { groupEndpoints } = await contract()
      const made = await call(groupEndpoints.create, {
        body: { ...namesOf(name), ...(await fieldsOf(options)) },
      })
      out.show(made, () => {
        out.line(`Made the group ${made.name}.`)
        out.line(`Next: hubward grant set ${made.name} <connection> contacts:read`)
        out.line(`      hubward group add-member ${made.name} <email>`)
      })
    }),
  )
  command
    .command('list')
    .description('show all groups')
    .action(
      withSession(io, async ({ call, out }) => {
        const { groupEndpoints } = await contract()
        const { items } = await call(groupEndpoints.list)
        out.show(items, () =>
          out.table(
            ['NAME', 'TITLE', 'MEMBERS', 'GRANTS'],
            items.map(({ name, title, members, grants }) => [
              name,
              title,
              String(members.length),
              grants
                .map(({ connection, scopes }) => `${connection.name} (${scopes.length})`)
                .join(', '),
            ]),
            'No groups yet. Next: hubward group add sales',
          ),
        )
      }),
    )
  command
    .command('show <name>')
    .description('show one group with its members and grants')
    .action(
      withSession(io, async ({ call, out }, name: string) => {
        const { groupEndpoints } = await contract()
        const group = await call(groupEndpoints.get, { params: { group: name } })
        out.show(group, () => describe(out, group))
      }),
    )
  texts(command.command('set <name>').description("change a group's texts")).action(
    withSession(io, async ({ call, out }, name: string, options: Texts) => {
      const { groupEndpoints } = await contract()
      const body = await fieldsOf(options)
      if (Object.keys(body).length === 0)
        throw new CliFailure(
          EXIT.usage,
          'Say what to change: --title, --description, --context-file.',
        )
      const group = await call(groupEndpoints.update, { params: { group: name }, body })
      out.show(group, () => describe(out, group))
    }),
  )
  command
    .command('remove <name>')
    .description('end a group and all its grants; its members stay')
    .action(
      withSession(io, async ({ call, out }, name: string) => {
        const { groupEndpoints } = await contract()
        await call(groupEndpoints.remove, { params: { group: name } })
        out.show({ removed: name }, () => out.line(`The group ${name} and its grants are gone.`))
      }),
    )
  command
    .command('add-member <group> <principal>')
    .description('take in a member (by address) or a service account (by name)')
    .action(
      withSession(io, async ({ call, out }, name: string, principal: string) => {
        const { groupEndpoints } = await contract()
        const group = await call(groupEndpoints.addMember, { params: { group: name, principal } })
        out.show(group, () =>
          out.line(`${principal} is in ${group.name} (${group.members.length}).`),
        )
      }),
    )
  command
    .command('remove-member <group> <principal>')
    .description('take someone out; the grants of the group are no longer theirs')
    .action(
      withSession(io, async ({ call, out }, name: string, principal: string) => {
        const { groupEndpoints } = await contract()
        const group = await call(groupEndpoints.removeMember, {
          params: { group: name, principal },
        })
        out.show(group, () =>
          out.line(`${principal} is not in ${group.name} (${group.members.length}).`),
        )
      }),
    )
  return [command]
}

const contract = () => import('../../admin/contract/groups.ts')

const texts = (command: Command): Command =>
  command
    .option('--title <title>', 'what people call it')
    .option('--description <text>', 'what it is for')
    .option('--context-file <path>', "a file with the text that the members' AI is given")

/** `Sales EMEA` is a title, of which the short name is made; what is a short name already stays it. */
function namesOf(typed: string): { readonly name: string; readonly title?: string } {
  const name = isSlug(typed) ? typed : slugOf(typed)
  return name === undefined || name === typed ? { name: typed } : { name, title: typed }
}

async function fieldsOf({ title, description, contextFile }: Texts) {
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(contextFile !== undefined && { context: await readText(contextFile) }),
  }
}

function describe(out: Output, group: GroupView): void {
  out.line(`${group.name}: ${group.title}`)
  if (group.description) out.line(group.description)
  if (group.context) out.line(`\nContext for AI:\n${group.context.trimEnd()}`)
  out.line('\nMembers')
  for (const { name, email } of group.members) out.line(`  ${email ?? `${name} (service account)`}`)
  if (group.members.length === 0) out.line('  none')
  out.line('\nGrants')
  for (const { connection, scopes, expiresAt, state } of group.grants) {
    const end = expiresAt ? ` (${state === 'ended' ? 'ended' : 'until'} ${expiresAt})` : ''
    out.line(`  ${connection.name}: ${scopes.join(' ')}${end}`)
  }
  if (group.grants.length === 0) out.line('  none')
}
