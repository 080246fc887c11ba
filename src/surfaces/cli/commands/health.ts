/** `hubward health [connection]`: how connections fare, and what to do. */
import { Command } from 'commander'
import type { DiagnosisView, HealthHistoryView, HealthView } from '../../admin/contract/health.ts'
import { CliFailure, EXIT } from '../failure.ts'
import type { Io } from '../io.ts'
import type { Output, Tone } from '../output.ts'
import { withSession } from '../session.ts'
import { durationBetween } from '../duration.ts'

const TONES: Readonly<Record<DiagnosisView['severity'], Tone>> = {
  ok: 'good',
  notice: 'strong',
  warning: 'strong',
  urgent: 'bad',
}

export function healthCommands(io: Io): Command[] {
  return [
    new Command('health')
      .description('how connections fare, and what to do; status 1 where one is not well')
      .argument('[connection]', 'one of them, with its past and what happened to its key')
      .option('--look', 'look now, instead of telling what was seen last')
      .action(
        withSession(
          io,
          async ({ call, out }, name: string | undefined, { look }: { look?: boolean }) => {
            const { healthEndpoints } = await import('../../admin/contract/health.ts')
            const names =
              name === undefined
                ? (await call(healthEndpoints.list)).items.map(({ connection }) => connection.name)
                : [name]
            if (look)
              for (const connection of names)
                await call(healthEndpoints.look, { params: { connection } })
            if (name === undefined) {
              const { items } = await call(healthEndpoints.list)
              out.show(items, () => showAll(out, items))
              return endWith(items)
            }
            const found = await call(healthEndpoints.get, { params: { connection: name } })
            out.show(found, () => showOne(out, found))
            return endWith([found])
          },
        ),
      ),
  ]
}

function endWith(items: readonly HealthView[]): void {
  const ill = items.flatMap(({ connection, diagnosis, suspicion }) => {
    const what = diagnosis.severity === 'ok' ? suspected(suspicion) : diagnosis.title
    return what === undefined ? [] : [`${connection.name} (${what})`]
  })
  if (ill.length === 0) return
  // On another stream than the table, so it begins a line further on.
  throw new CliFailure(EXIT.failed, `\nNot well: ${ill.join(', ')}.`)
}

/** What was seen last and not often enough to be believed. */
const suspected = (suspicion: HealthView['suspicion']): string | undefined =>
  suspicion && suspicion.severity !== 'ok'
    ? `perhaps ${suspicion.title}, seen ${suspicion.seen} of ${suspicion.needed} times`
    : undefined

function showAll(out: Output, items: readonly HealthView[]): void {
  out.table(
    ['CONNECTION', 'HEALTH', 'SINCE', 'LAST LOOK', 'MS'],
    items.map(({ connection, diagnosis, suspicion, since, seenAt, latencyMs }) => [
      connection.name,
      {
        text: [diagnosis.title, suspected(suspicion)].filter(Boolean).join('; '),
        tone: TONES[suspicion?.severity ?? diagnosis.severity],
      },
      since ?? '',
      seenAt ?? 'not yet',
      latencyMs === null ? '' : String(latencyMs),
    ]),
    'No connections yet. Next: hubward connect "EMEA Portal" --name main',
  )
  for (const { connection, diagnosis } of items)
    if (diagnosis.severity !== 'ok') {
      out.line(`\n${connection.name}: ${diagnosis.description}`)
      out.line(`  ${diagnosis.remedy}`)
    }
}

function showOne(out: Output, found: HealthHistoryView): void {
  const { connection, diagnosis, since, seenAt, nextLookAt, suspicion } = found
  out.line(`${connection.name}: ${connection.title}`)
  out.line(`${'Health'.padEnd(16)}${diagnosis.title}${since ? `, since ${since}` : ''}`)
  out.line(`${''.padEnd(16)}${diagnosis.description}`)
  if (diagnosis.severity !== 'ok') out.line(`${'What to do'.padEnd(16)}${diagnosis.remedy}`)
  if (suspicion)
    out.line(
      `${'Suspected'.padEnd(16)}${suspicion.title}, seen ${suspicion.seen} of ${suspicion.needed} times`,
    )
  out.line(`${'Last look'.padEnd(16)}${seenAt ?? 'not yet'}; next ${nextLookAt ?? 'soon'}`)
  if (found.periods.length > 0) {
    out.line()
    out.table(
      ['HEALTH', 'FROM', 'FOR'],
      found.periods.map((period) => [
        { text: period.diagnosis.title, tone: TONES[period.diagnosis.severity] },
        period.beganAt,
        durationBetween(period.beganAt, period.endedAt ?? new Date().toISOString()),
      ]),
    )
  }
  out.line(`\nWhat happened to this key at HubSpot: ${wordsOfReading(found)}`)
  if (found.keyEvents.length > 0)
    out.table(
      ['WHEN', 'WHAT', 'BY HUBSPOT USER', 'ABOUT'],
      found.keyEvents.map(({ at, title, actorId, concern }) => [
        at,
        title,
        actorId === null ? '' : String(actorId),
        concern === 'this' ? 'this key' : 'perhaps this key',
      ]),
    )
}

function wordsOfReading({ reading }: HealthHistoryView): string {
  if (!reading) return 'not asked yet.'
  const gap = reading.gap
    ? ` What was between ${reading.gap.from} and ${reading.gap.to} is not known.`
    : ''
  if (reading.outcome === 'not_permitted')
    return `no credential of this portal may read it. Add the HubSpot scope account-info.security.read to see it here.${gap}`
  if (reading.outcome === 'failed')
    return `could not be read at ${reading.askedAt}; it is tried again.${gap}`
  return `read through ${reading.readThrough}.${gap}`
}
