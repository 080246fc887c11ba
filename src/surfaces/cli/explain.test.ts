/**
 * Every link of the chain, broken for real: the first broken one is marked, and the command that
 * is offered, pasted as it is, mends it and takes nothing away.
 */
import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cliRig, type CliRig } from '../../../tests/support/cli-rig.ts'
import type { Explanation } from '../../application/gateway/explain-chain.ts'

let cli: CliRig
const hubward: CliRig['hubward'] = (...asked) => cli.hubward(...asked)
const done = async (line: string) => {
  const { status, err } = await hubward(wordsOf(line), { input: token() })
  expect(`${status} ${err}`).toMatch(/^0 /)
}
const token = () => cli.rig.portal.tokens[0]?.secret ?? ''

beforeAll(async () => {
  cli = await cliRig()
  await done('connect Main --name main --token-stdin')
  await done('group add sales')
  await done('member add sana@example.com --name Sana')
  await done('group add-member sales sana@example.com')
  await done('key create sana@example.com --name laptop')
  await done('grant set sales main contacts:read companies:read')
})
afterAll(() => cli.close())

/** As a shell reads a line that was pasted. */
const wordsOf = (line: string): string[] =>
  execFileSync('sh', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n')

const CONTACTS = 'main GET /crm/v3/objects/contacts'

async function explain(who: string, call = CONTACTS): Promise<Explanation> {
  const { out } = await hubward(['--json', ...wordsOf(`explain --as ${who} ${call}`)])
  return JSON.parse(out) as Explanation
}

const remedyOf = ({ chain, broken }: Explanation) =>
  chain.find(({ link }) => link === broken)?.remedy ?? ''

/** Pastes what is offered; `<group>` is the one thing that a person has to fill in. */
async function paste(explained: Explanation): Promise<void> {
  const [, command = ''] = /hubward (.*)$/.exec(remedyOf(explained)) ?? []
  await done(command.replace('<group>', 'sales'))
}

const brokenAt = async (link: string | null, who: string, call?: string) => {
  const explained = await explain(who, call)
  expect(explained.broken).toBe(link)
  return explained
}

test('a whole chain passes', async () => {
  await brokenAt(null, 'sana@example.com')
})

test('operation known: how to write a path, but not for what is refused by name', async () => {
  const unknown = await brokenAt('operation known', 'sana@example.com', 'main GET /crm/v3/nonsense')
  expect(remedyOf(unknown)).toContain('as HubSpot documents it')
  const refused = 'main GET /oauth/v1/access-tokens/x'
  expect(remedyOf(await brokenAt('operation known', 'sana@example.com', refused))).toBe('')
})

test('member active, key valid, in a group: from removed to working, one paste at a time', async () => {
  await done("member add odd@example.com --name 'Odd $(false) Name'")
  await done('member remove odd@example.com')
  await paste(await brokenAt('member active', 'odd@example.com'))
  await paste(await brokenAt('key valid', 'odd@example.com'))
  await paste(await brokenAt('in a group', 'odd@example.com'))
  await brokenAt(null, 'odd@example.com')
})

test('a program with an awkward name gets there as well', async () => {
  await done(`service-account add "it's nightly"`)
  await paste(await brokenAt('key valid', `"it's nightly"`))
  await paste(await brokenAt('in a group', `"it's nightly"`))
  await brokenAt(null, `"it's nightly"`)
})

test('grant exists: the links behind it are not guessed at, and the call’s own scope is offered', async () => {
  await done('group add empty')
  await done('service-account add lonely')
  await done('key create lonely --name production')
  await done('group add-member empty lonely')
  const explained = await brokenAt('grant exists', 'lonely')
  expect(explained.chain.find(({ link }) => link === 'scope granted')?.state).toBe('unknown')
  expect(remedyOf(explained)).toBe('Grant it: hubward grant set empty main contacts:read')
  await paste(explained)
  await brokenAt(null, 'lonely')
})

test('scope granted: the offered command keeps what the group has', async () => {
  const deals = 'main GET /crm/v3/objects/deals'
  await paste(await brokenAt('scope granted', 'sana@example.com', deals))
  await brokenAt(null, 'sana@example.com', deals)
  await brokenAt(null, 'sana@example.com')
  await brokenAt(null, 'sana@example.com', 'main GET /crm/v3/objects/companies')
})

test('HubSpot scope held: switched on there, noticed here', async () => {
  const thin = cli.rig.portal.addToken({ name: 'thin', scopes: ['crm.objects.contacts.read'] })
  const { status } = await hubward(['connect', 'Thin', '--token-stdin'], { input: thin.secret })
  expect(status).toBe(0)
  await done('grant set sales thin deals:read')
  const deals = 'thin GET /crm/v3/objects/deals'
  const explained = await brokenAt('HubSpot scope held', 'sana@example.com', deals)
  expect(remedyOf(explained)).toContain('crm.objects.deals.read')
  thin.scopes = new Set([...thin.scopes, 'crm.objects.deals.read'])
  await paste(explained)
  await brokenAt(null, 'sana@example.com', deals)
})

test('connection healthy: resumed', async () => {
  await done('connection suspend main --reason audit')
  await paste(await brokenAt('connection healthy', 'sana@example.com'))
  await brokenAt(null, 'sana@example.com')
})

test('budget left: how long to wait', async () => {
  cli.budget.reading = [{ budget: 'daily', limit: 10, remaining: 0, windowMs: 86_400_000 }]
  try {
    expect(remedyOf(await brokenAt('budget left', 'sana@example.com'))).toContain('midnight')
  } finally {
    cli.budget.reading = []
  }
})
