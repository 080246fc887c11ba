/** `hubward member …` and `hubward service-account …`. */
import { Command } from 'commander'
import { shellWord } from '../../../domain/shell-word.ts'
import type { Io } from '../io.ts'
import { withSession } from '../session.ts'

export const peopleCommands = (io: Io): Command[] => [member(io), serviceAccount(io)]

function member(io: Io): Command {
  const command = new Command('member').description(
    'people: who they are and what they may do here',
  )
  command
    .command('add <email>')
    .description('add a person, who may do nothing until a group takes them in')
    .option('--name <name>', 'how people call them; the part before the @ unless told')
    .option(
      '--role <role>',
      'member, approver, operator, auditor, security_admin or admin',
      'member',
    )
    .action(
      withSession(
        io,
        async ({ call, out }, email: string, options: { name?: string; role: Role }) => {
          const { memberEndpoints } = await contract()
          const name = options.name ?? email.split('@', 1)[0] ?? email
          const added = await call(memberEndpoints.create, {
            body: { email, name, role: options.role },
          })
          out.show(added, () => {
            out.line(`Added ${added.email} (${added.role}).`)
            out.line(`Next: hubward group add-member <group> ${shellWord(added.email)}`)
            out.line(`      hubward key create ${shellWord(added.email)} --name laptop`)
          })
        },
      ),
    )
  command
    .command('invite <email>')
    .description('make a link by which a member signs in for the first time; earlier ones end')
    .action(
      withSession(io, async ({ call, out }, email: string) => {
        const { invitationEndpoints } = await import('../../admin/contract/welcome.ts')
        const made = await call(invitationEndpoints.create, { params: { member: email } })
        const { link, invitation } = made
        out.show(made, () => {
          out.line(`Give this to ${email}, and to nobody else: whoever opens it signs in as them.`)
          out.line(`It works once, until ${invitation.expiresAt}.`)
          out.line('')
          out.line(`  ${link}`)
        })
      }),
    )
  command
    .command('list')
    .description('show all members')
    .action(
      withSession(io, async ({ call, out }) => {
        const { memberEndpoints } = await contract()
        const { items } = await call(memberEndpoints.list)
        out.show(items, () =>
          out.table(
            ['EMAIL', 'NAME', 'ROLE', 'GROUPS'],
            items.map(({ email, name, role, groups }) => [email, name, role, names(groups)]),
          ),
        )
      }),
    )
  command
    .command('role <email> <role>')
    .description('give someone another role')
    .action(
      withSession(io, async ({ call, out }, email: string, role: Role) => {
        const { memberEndpoints } = await contract()
        const changed = await call(memberEndpoints.update, {
          params: { member: email },
          body: { role },
        })
        out.show(changed, () => out.line(`${changed.email} is ${changed.role} now.`))
      }),
    )
  command
    .command('remove <email>')
    .description('end all access of a person at once: groups, keys, role')
    .action(
      withSession(io, async ({ call, out }, email: string) => {
        const { memberEndpoints } = await contract()
        await call(memberEndpoints.remove, { params: { member: email } })
        out.show({ removed: email }, () => out.line(`${email} has no access any more.`))
      }),
    )
  return command
}

function serviceAccount(io: Io): Command {
  const command = new Command('service-account').description(
    'programs: they hold keys and join groups as people do',
  )
  command
    .command('add <name>')
    .description('add a program')
    .action(
      withSession(io, async ({ call, out }, name: string) => {
        const { serviceAccountEndpoints } = await contract()
        const added = await call(serviceAccountEndpoints.create, { body: { name } })
        out.show(added, () => {
          out.line(`Added ${added.name}.`)
          out.line(`Next: hubward group add-member <group> ${shellWord(added.name)}`)
          out.line(`      hubward key create ${shellWord(added.name)} --name production`)
        })
      }),
    )
  command
    .command('list')
    .description('show all service accounts')
    .action(
      withSession(io, async ({ call, out }) => {
        const { serviceAccountEndpoints } = await contract()
        const { items } = await call(serviceAccountEndpoints.list)
        out.show(items, () =>
          out.table(
            ['NAME', 'GROUPS', 'ID'],
            items.map(({ id, name, groups }) => [name, names(groups), id]),
            'No service accounts yet. Next: hubward service-account add "Nightly export"',
          ),
        )
      }),
    )
  command
    .command('remove <name>')
    .description('end all access of a program at once')
    .action(
      withSession(io, async ({ call, out }, name: string) => {
        const { serviceAccountEndpoints } = await contract()
        await call(serviceAccountEndpoints.remove, { params: { serviceAccount: name } })
        out.show({ removed: name }, () => out.line(`${name} has no access any more.`))
      }),
    )
  return command
}

/** The server says which there are, if it is none of them. */
type Role = 'admin' | 'security_admin' | 'approver' | 'auditor' | 'operator' | 'member'

const contract = () => import('../../admin/contract/principals.ts')
const names = (groups: readonly { name: string }[]) => groups.map(({ name }) => name).join(', ')
