/**
 * Whether this machine's clock agrees with the database's, whose time orders budgets and claims, and
 * with HubSpot's, against which tokens expire.
 */
import { tryWay } from '../../../adapters/hubspot/health/way.ts'
import { fail, ok, passedOver, warn, type Check, type Finding } from '../check.ts'
import { ask } from './database.ts'
import { hubspotOrigins } from './hubspot.ts'

export const databaseClockCheck: Check = {
  name: 'clock_database',
  title: 'Clock and database',
  needs: ['database'],
  async look(subject) {
    const sent = Date.now()
    const [row] = await ask<{ now: Date }>(subject, 'select clock_timestamp() as now')
    const middle = (sent + Date.now()) / 2
    return row
      ? skew(row.now.getTime() - middle, 'the database’s', { warn: 2_000, fail: 30_000 })
      : passedOver('The database told no time.')
  },
}

export const hubspotClockCheck: Check = {
  name: 'clock_hubspot',
  title: 'Clock and HubSpot',
  needs: ['config'],
  async look(subject) {
    const [origin] = await hubspotOrigins(subject)
    if (origin === undefined) return passedOver('There is no HubSpot to ask.')
    const { date, at } = await tryWay(origin)
    if (date === null) return passedOver('HubSpot was not reached, or told no time.')
    // The header counts whole seconds (RFC 9110 §6.6.1).
    return skew(date.getTime() + 500 - at, 'HubSpot’s', { warn: 10_000, fail: 60_000 })
  },
}

/** @param byMs how far the other clock is ahead of ours */
export function skew(
  byMs: number,
  whose: string,
  limits: { readonly warn: number; readonly fail: number },
): Finding {
  const off = Math.abs(byMs)
  if (off < limits.warn) return ok(`This machine's clock agrees with ${whose}.`)
  const told = `This machine's clock is ${(off / 1000).toFixed(0)} s ${
    byMs > 0 ? 'behind' : 'ahead of'
  } ${whose}.`
  const remedy = 'Let the machine set its clock by NTP (timedatectl set-ntp true).'
  return off < limits.fail ? warn(told, remedy) : fail(told, remedy)
}
