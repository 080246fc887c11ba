/** Whether the monitor looks, and what it believes: which connections are not well. */
import { CONDITIONS, TABLE, type Condition } from '../../../domain/health/condition.ts'
import { ok, passedOver, warn, type Check } from '../check.ts'
import { ask } from './database.ts'

interface Row {
  readonly name: string
  readonly condition: string
  readonly age: number | null
}

/** Healthy ones are looked at every five minutes. */
const STALE_S = 900

export const connectionsCheck: Check = {
  name: 'connections',
  title: 'Connections',
  needs: ['database'],
  async look(subject) {
    const rows = await ask<Row>(
      subject,
      `select c.name, h.condition, extract(epoch from now() - h.seen_at)::float as age
       from connection c join connection_health h on h.connection_id = c.id
       where c.state <> 'disconnected' order by c.name`,
    )
    if (rows.length === 0) return passedOver('There are no connections yet.')
    const ill = rows.filter(({ condition }) => condition !== 'healthy')
    if (ill.length > 0)
      return warn(
        `Not well: ${ill.map(({ name, condition }) => `${name} (${titleOf(condition)})`).join(', ')}.`,
        'hubward health <connection> says what to do.',
      )
    const stale = rows.filter(({ age }) => age !== null && age > STALE_S)
    if (subject.running && stale.length > 0)
      return warn(
        `Not looked at for long: ${stale.map(({ name }) => name).join(', ')}.`,
        'See the check of the jobs, and the log.',
      )
    return ok(rows.length === 1 ? 'The one connection is well.' : `All ${rows.length} are well.`)
  },
}

const titleOf = (text: string): string =>
  CONDITIONS.includes(text as Condition) ? TABLE[text as Condition].title : text
