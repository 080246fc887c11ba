/** `hubward resolve` and `hubward pick`. */
import { Argument, Command } from 'commander'
import { PICK_LISTS, type PickListName } from '../../../domain/hubspot/picks.ts'
import type { PickView, ResolutionView } from '../../admin/contract/resolve.ts'
import { CliFailure, EXIT } from '../failure.ts'
import type { Io } from '../io.ts'
import type { Cell, Output } from '../output.ts'
import { withSession } from '../session.ts'

export function resolveCommands(io: Io): Command[] {
  const resolve = new Command('resolve')
    .description(
      'what a HubSpot link means, and whether it is there; exit status 1 where it is not',
    )
    .argument('<link>', 'an address from HubSpot, in quotes; it is read, never opened')
    .option('--connection <name>', 'whose it should be; else the one of the portal it names')
    .action(
      withSession(io, async ({ call, out }, link: string, options: { connection?: string }) => {
        const { resolveEndpoints } = await contract()
        const resolved = await call(resolveEndpoints.resolve, { body: { link, ...options } })
        out.show(resolved, () => describe(out, resolved))
        if (resolved.portal === 'other' || resolved.found.state === 'missing')
          throw new CliFailure(EXIT.failed, '')
      }),
    )
  const pick = new Command('pick')
    .description('ids of a portal to pick from, so that nobody needs a link')
    .argument('<connection>')
    .addArgument(new Argument('<list>').choices(Object.keys(PICK_LISTS)))
    .option('--search <words>', 'only those whose name or id holds all the words')
    .action(
      withSession(
        io,
        async (
          { call, out },
          connection: string,
          list: PickListName,
          options: { search?: string },
        ) => {
          const { resolveEndpoints } = await contract()
          const picked = await call(resolveEndpoints.pick, {
            params: { connection },
            body: { list, ...options },
          })
          out.show(picked, () => {
            out.table(HEADINGS[list], picked.items.flatMap(rowsOf[list]), NOTHING)
            for (const notice of picked.notices) out.note(notice)
            if (picked.missingScopes.length > 0)
              out.note(`Switch on at HubSpot: ${picked.missingScopes.join(', ')}`)
            if (!picked.complete && picked.notices.length === 0)
              out.note('HubSpot has more; these are the first.')
          })
        },
      ),
    )
  return [resolve, pick]
}

const contract = () => import('../../admin/contract/resolve.ts')

const NOTHING = 'Nothing to pick from. What is missing, if anything, is said below.'

const HEADINGS: Readonly<Record<PickListName, readonly string[]>> = {
  meetings: ['SLUG', 'NAME', 'KIND', 'LINK'],
  pipelines: ['OBJECT', 'PIPELINE', 'STAGE', 'NAME', ''],
  objects: ['TYPE', 'NAME', 'FULL NAME', 'TITLE'],
  forms: ['GUID', 'NAME', 'KIND'],
  lists: ['ID', 'NAME', 'OF', 'KIND', 'SIZE'],
}

const fact = ({ facts }: PickView, name: string): string =>
  facts.find((one) => one.name === name)?.value ?? ''

/** A pipeline has a line of its own and one for each stage. */
const rowsOf: Readonly<Record<PickListName, (item: PickView) => readonly (readonly Cell[])[]>> = {
  meetings: (item) => [[item.id, item.name, fact(item, 'type'), fact(item, 'link')]],
  pipelines: (item) => [
    [item.of ?? '', item.id, '', { text: item.name, tone: 'strong' }],
    ...item.parts.map((part): Cell[] => [
      '',
      '',
      part.id,
      part.name,
      { text: part.note, tone: 'dim' },
    ]),
  ],
  objects: (item) => [[item.id, fact(item, 'name'), fact(item, 'full name'), item.name]],
  forms: (item) => [[item.id, item.name, fact(item, 'type')]],
  lists: (item) => [[item.id, item.name, item.of ?? '', fact(item, 'kind'), fact(item, 'size')]],
}

const FOUND: Readonly<Record<ResolutionView['found']['state'], string>> = {
  found: 'there',
  missing: 'not there',
  refused: 'may not be read',
  unknown: 'not known now',
  not_looked_up: 'not looked up',
}

function describe(
  out: Output,
  { link, says, connection, portal, found, rights, notes }: ResolutionView,
): void {
  const type = link.objectType
  const facts: readonly (readonly [string, string | null | undefined])[] = [
    ['Portal', link.portalId === null ? 'the link names none' : String(link.portalId)],
    ['Region', link.region],
    ['Object type', type && [type.objectTypeId, type.name].filter(Boolean).join(' ')],
    ['Id', link.id],
    ...Object.entries(link.beside).map(([name, value]) => [capital(name), value] as const),
    ['Id for the API', found.apiId],
    [
      'Connection',
      connection &&
        (portal === 'other' ? `${connection.name}, of another portal` : connection.name),
    ],
    ['Name', found.name],
    ['Scope', rights && rightsInWords(rights)],
    ['In HubSpot', FOUND[found.state]],
  ]
  out.line(capital(says))
  for (const [name, value] of facts) if (value) out.line(`  ${name.padEnd(16)}${value}`)
  if (found.why) out.note(found.why)
  for (const note of notes) out.note(note)
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const rightsInWords = ({
  scope,
  credential,
  missing,
  you,
}: NonNullable<ResolutionView['rights']>): string =>
  [
    scope,
    credential ? 'the credential covers it' : `the credential lacks ${missing.join(', ')}`,
    you ? 'a grant of yours has it' : 'no grant of yours has it',
  ].join('; ')
