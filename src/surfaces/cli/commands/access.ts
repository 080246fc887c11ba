/** `hubward access` and `hubward explain`. */
import { Command } from 'commander'
import { shellWord } from '../../../domain/shell-word.ts'
import type { AccessView } from '../../admin/contract/principals.ts'
import { CliFailure, EXIT } from '../failure.ts'
import type { Io } from '../io.ts'
import type { Output } from '../output.ts'
import { withSession } from '../session.ts'

export function accessCommands(io: Io): Command[] {
  const access = new Command('access')
    .description('what someone may do, and through which groups; without a name: yourself')
    .argument('[principal]', 'a member (by address) or a service account (by name)')
    .action(
      withSession(io, async ({ call, out }, principal: string | undefined) => {
        const { accessEndpoints } = await import('../../admin/contract/principals.ts')
        const view =
          principal === undefined
            ? await call(accessEndpoints.me)
            : await call(accessEndpoints.of, { params: { principal } })
        out.show(view, () => describe(out, view))
      }),
    )
  const explain = new Command('explain')
    .description('whether a call would pass, link by link; exit status 1 where it would not')
    .requiredOption('--as <principal>', 'a member (by address) or a service account (by name)')
    .argument('<connection>')
    .argument('<method>')
    .argument('<path>', 'at HubSpot: /crm/v3/objects/contacts')
    .option('--body <json>', 'the JSON body, where the call would have one that decides')
    .action(
      withSession(
        io,
        async (
          { call, out },
          connection: string,
          method: string,
          path: string,
          options: { as: string; body?: string },
        ) => {
          const { explainEndpoints } = await import('../../admin/contract/explain.ts')
          const body = { principal: options.as, connection, method, path, ...bodyOf(options.body) }
          const explained = await call(explainEndpoints.call, { body })
          out.show(explained, () => {
            out.table(
              ['', 'LINK', 'FOUND'],
              explained.chain.map(({ link, state, detail }) => [MARKS[state], link, detail]),
            )
            const remedy = explained.chain.find(({ link }) => link === explained.broken)?.remedy
            out.line(
              explained.allowed
                ? '\nThe call would pass.'
                : `\nThe call would be refused at "${explained.broken ?? ''}". ${remedy ?? ''}`.trimEnd(),
            )
          })
          if (!explained.allowed) throw new CliFailure(EXIT.failed, '')
        },
      ),
    )
  return [access, explain]
}

const MARKS = {
  holds: { text: '✓', tone: 'good' },
  broken: { text: '✗', tone: 'bad' },
  unknown: { text: '?', tone: 'dim' },
} as const

function bodyOf(text: string | undefined): { body?: unknown } {
  if (text === undefined) return {}
  try {
    return { body: JSON.parse(text) as unknown }
  } catch (cause) {
    throw new CliFailure(EXIT.usage, 'What follows --body is not valid JSON.', { cause })
  }
}

function describe(out: Output, { principal, groups, connections }: AccessView): void {
  out.line(`${principal.name} (${principal.email ?? 'service account'}), ${principal.role}`)
  out.line(`Groups: ${groups.map(({ name }) => name).join(', ') || 'none'}`)
  if (connections.length === 0) {
    out.line('\nNo grants: nothing may be done on any connection.')
    const who = shellWord(principal.email ?? principal.name)
    out.line(
      groups[0]
        ? `Next: hubward grant set ${groups[0].name} <connection> contacts:read`
        : `Next: hubward group add-member <group> ${who}`,
    )
  }
  for (const { name, state, scopes } of connections) {
    out.line(`\n${name}${state === 'active' ? '' : ` (${state})`}`)
    out.table(
      ['SCOPE', 'THROUGH', 'UNTIL', 'AT HUBSPOT'],
      scopes.map(({ scope, through, expiresAt, covered }) => [
        scope,
        through.join(', '),
        expiresAt ?? 'no end',
        covered ? out.tone('held', 'good') : out.tone('missing', 'bad'),
      ]),
    )
  }
}
