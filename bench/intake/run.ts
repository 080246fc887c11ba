/**
 * `npm run bench -- intake`: 200 submissions at the same moment for each of 1,000 links, over real
 * sockets and a real database. Fails unless exactly one wins each, and where anybody is told of a fault
 * of ours (500) instead of no (404) or to come again (503). `LINKS` and `RACERS` make it smaller.
 */
import { Agent } from 'node:http'
import { openApp } from '../../tests/support/app.ts'
import { setOrganisation } from '../../src/application/access/set-organisation.ts'
import { openRaceDoor, race } from '../../tests/support/intake-race.ts'
import { makeLink } from '../../tests/support/intake-sender.ts'
import { keepResult, machine, table } from '../results.ts'

const links = Number(process.env['LINKS'] ?? 1_000)
const racers = Number(process.env['RACERS'] ?? 200)

const app = await openApp({ contacts: 0, companies: 0, deals: 0 })
const { services } = app.hubward
await setOrganisation(app.operator, { name: 'Example Ltd' })
const door = await openRaceDoor(services)
const agent = new Agent({ keepAlive: true, maxSockets: racers })
let oneWinner = 0
let receipts = 0
// Also of what nobody should get: a table that leaves it out does not say that nobody did.
const statuses: Record<number, number> = { 201: 0, 404: 0, 500: 0, 503: 0 }
const times: number[] = []
for (let link = 0; link < links; link++) {
  const made = await makeLink(app.operator)
  const began = performance.now()
  const raced = await race(services, door, agent, made, racers)
  times.push(performance.now() - began)
  if (raced.statuses[201] === 1) oneWinner += 1
  if (raced.receiptMatches) receipts += 1
  for (const [status, count] of Object.entries(raced.statuses))
    statuses[Number(status)] = (statuses[Number(status)] ?? 0) + count
  if (process.stdout.isTTY && link % 10 === 9) process.stdout.write(`\r${link + 1} of ${links}`)
}
agent.destroy()
door.close()
await app.close()

times.sort((a, b) => a - b)
const at = (share: number): string =>
  `${Math.round(times[Math.floor(times.length * share)] ?? 0)} ms`
const markdown = `# Intake: one winner

\`npm run bench -- intake\`: ${racers} submissions at once for each of ${links} links, over real sockets and a real database. ${machine()}.

${table(
  ['what', 'result'],
  [
    ['links with exactly one winner', `${oneWinner} of ${links}`],
    ['links whose winner’s receipt is the one stored', `${receipts} of ${links}`],
    ...Object.entries(statuses).map(([status, count]) => [`answers ${status}`, count]),
    ['a whole race, median', at(0.5)],
    ['a whole race, 99 of 100', at(0.99)],
  ],
)}
`
keepResult('intake', markdown)
process.stdout.write(`\n${markdown}`)
process.exitCode = oneWinner === links && receipts === links && statuses[500] === 0 ? 0 : 1
