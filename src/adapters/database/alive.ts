/**
 * Signs of life by the database's clock, which all processes share: two whose own clocks differ would
 * take each other's work for dead.
 */
import { sql } from 'kysely'

export const aliveNow = sql<Date>`clock_timestamp()`

/** Whoever gave none since then is dead. */
export const silentFor = (ms: number) => sql<Date>`clock_timestamp() - ${ms} * interval '1 ms'`
