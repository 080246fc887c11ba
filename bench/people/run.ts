/**
 * `npm run bench -- people`: reading 10,000 portal users over real sockets into a real database: how
 * many calls, how long, how much memory; again with nothing new, again with a hundred changes. Then
 * bad days by seed: of so many readings, how many were sealed, and whether one was ever wrong.
 * `USERS` and `SEEDS` make it smaller. Fails where a figure breaks a promise.
 */
import { setOrganisation } from '../../src/application/access/set-organisation.ts'
import { connectPortal } from '../../src/application/connection/connect-portal.ts'
import type { StoredReading } from '../../src/application/people/ports.ts'
import { syncPeople } from '../../src/application/people/sync-people.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { openApp, type App } from '../../tests/support/app.ts'
import { keepResult, machine, table, type Cell } from '../results.ts'

const users = Number(process.env['USERS'] ?? 10_000)
const seeds = Number(process.env['SEEDS'] ?? 100)

const round = (value: number): number => Math.round(value)
const faults: string[] = []
const demand = (holds: boolean, what: string): void => {
  if (!holds) faults.push(what)
}

interface Connected {
  readonly app: App
  readonly sync: () => Promise<StoredReading>
  readonly id: string
}

async function connected(options: { users: number }): Promise<Connected> {
  const app = await openApp({
    contacts: 0,
    companies: 0,
    deals: 0,
    enforceLimits: false,
    ...options,
  })
  await setOrganisation(app.operator, { name: 'Example Ltd' })
  const { connection } = await connectPortal(app.operator, {
    title: 'Bench',
    kind: 'service_key',
    secrets: { token: redacted(app.portal.tokens[0]?.secret ?? '') },
  })
  return {
    app,
    id: connection.id,
    sync: () => syncPeople(app.operator, { connection: connection.id }),
  }
}

async function measured(what: string, sync: () => Promise<StoredReading>): Promise<Cell[]> {
  const began = performance.now()
  const { state, usersRead, calls } = await sync()
  const ms = performance.now() - began
  demand(state === 'sealed', `${what}: ${state}`)
  const pages = Math.ceil(usersRead / 100)
  // Users, owners, archived owners and CRM users by page, and what is constant.
  demand(calls <= 2 * pages + 2 * Math.ceil(usersRead / 500) + 230, `${what}: ${calls} calls`)
  return [
    what,
    usersRead,
    calls,
    round(ms),
    round(usersRead / (ms / 1000)),
    round(process.memoryUsage().rss / 2 ** 20),
  ]
}

async function large(): Promise<Cell[][]> {
  const { app, sync } = await connected({ users })
  const rows = [await measured('first reading', sync), await measured('nothing new', sync)]
  const plain = app.portal.people
    .list()
    .filter(({ superAdmin, state }) => !superAdmin && state === 'active')
  for (const [at, user] of plain.slice(0, 100).entries())
    app.portal.people.happens(user.id, { event: at % 2 === 0 ? 'removed' : 'deactivated' })
  rows.push(await measured('50 removed, 50 deactivated', sync))
  await app.close()
  return rows
}

async function badDays(): Promise<Cell[][]> {
  const { app, sync, id } = await connected({ users: 30 })
  const { people } = app.hubward.services.store.read
  const counts = { sealed: 0, incomplete: 0, wrong: 0, late: 0 }
  await sync()
  app.portal.switches.shortPages = 4
  for (let seed = 1; seed <= seeds; seed++) {
    app.portal.chaos({ seed, writes: false })
    const { state } = await sync()
    app.portal.faults.clear()
    counts[state === 'sealed' ? 'sealed' : 'incomplete'] += 1
    const known = await people.known(id)
    const members = app.portal.people.list()
    for (const { id: userId, state: truth } of members) {
      const one = known.get(String(userId))
      if (one?.presence === 'removed' && truth !== 'removed') counts.wrong += 1
    }
    // Without a bad day the next reading knows everything.
    const { state: after } = await sync()
    const now = await people.known(id)
    const there = app.portal.people.list().filter((user) => user.state !== 'removed')
    const present = [...now.values()].filter(({ presence }) => presence === 'present')
    if (after !== 'sealed' || present.length !== there.length) counts.late += 1
    if (process.stdout.isTTY) process.stdout.write(`\r${seed} of ${seeds}`)
  }
  await app.close()
  demand(counts.wrong === 0, `${counts.wrong} users were taken for removed who were there`)
  demand(counts.late === 0, `${counts.late} readings after a bad day did not agree with the portal`)
  return [
    ['readings on a bad day', seeds],
    ['of them sealed', counts.sealed],
    ['of them incomplete, with reasons', counts.incomplete],
    ['users taken for removed who were there', counts.wrong],
    ['next readings that did not agree with the portal', counts.late],
  ]
}

const markdown = `# Portal users

\`npm run bench -- people\`: the emulated portal without its limits, over real sockets, into a real database. ${machine()}.

${table(['reading', 'users', 'calls', 'ms', 'users/s', 'memory MB (portal included)'], await large())}

A call reads a page: 100 users, 500 owners, 100 CRM users. Logins and security activity, 200 by page, come
beside it. None is made for each user; who seems to be gone is asked for, at most 200 in one reading.

${table(['30 users, seeded mishaps in lists', 'count'], await badDays())}

Mishaps: pages lost, repeated, looped, truncated, empty; refusals, 429 and 500 in the midst; users whom
somebody changes between two pages.
`
keepResult('people', markdown)
process.stdout.write(`\n${markdown}`)
for (const fault of faults) process.stderr.write(`${fault}\n`)
process.exitCode = faults.length === 0 ? 0 : 1
