/** The short form of `npm run bench -- intake`: of any number who submit at once, exactly one wins. */
import { Agent } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectionRig, type ConnectionRig } from '../support/connection-rig.ts'
import { openRaceDoor, race, type RaceDoor } from '../support/intake-race.ts'
import { makeLink } from '../support/intake-sender.ts'

const RACERS = 40
const LINKS = 10

let rig: ConnectionRig
let door: RaceDoor
const agent = new Agent({ keepAlive: true, maxSockets: RACERS })
beforeAll(async () => {
  rig = await connectionRig({ contacts: 0, companies: 0, deals: 0 })
  door = await openRaceDoor(rig.services)
})
afterAll(async () => {
  agent.destroy()
  door.close()
  await rig.close()
})

test(`of ${RACERS} submissions at once one wins, ${LINKS} times out of ${LINKS}`, async () => {
  for (let link = 0; link < LINKS; link++) {
    const made = await makeLink(rig.ctx)
    const { statuses, receiptMatches } = await race(rig.services, door, agent, made, RACERS)
    expect(statuses).toEqual({ 201: 1, 404: RACERS - 1 })
    expect(receiptMatches).toBe(true)
    const { rows } = await rig.organisation.database.pool.query(
      `select count(*)::int as jobs from jobs.job where name = 'intake.check' and data->>'intakeId' = $1`,
      [made.intake.id],
    )
    expect(rows).toEqual([{ jobs: 1 }])
  }
}, 60_000)
