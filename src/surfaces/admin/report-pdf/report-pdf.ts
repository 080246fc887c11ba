/** A check's report as a PDF that can be forwarded: streamed, its text can be selected and searched. */
import {
  countsInWords,
  type CheckReport,
  type Finding,
  type Outcome,
  type StepResult,
} from '../../../domain/check/report.ts'
import { accountTypeWords } from '../../../domain/connection/connection.ts'
import { CREDENTIAL_KINDS } from '../../../domain/credential/kind.ts'
import { MARGIN, Sheet, WIDTH, type Ink } from './sheet.ts'

const OUTCOMES: Readonly<Record<Outcome, { readonly word: string; readonly ink: Ink }>> = {
  ok: { word: 'OK', ink: 'good' },
  warning: { word: 'WARNING', ink: 'warn' },
  failed: { word: 'FAILED', ink: 'bad' },
  skipped: { word: 'SKIPPED', ink: 'faint' },
}

/** The bytes as they are made. */
export function reportPdf(report: CheckReport): AsyncIterable<Uint8Array> {
  const { connection, id, finishedAt } = report
  const sheet = new Sheet(
    `Check of ${connection.title}`,
    `Hubward · check ${id} · no secret and no value of any record is in this report`,
    new Date(finishedAt),
  )
  head(sheet, report)
  overview(sheet, report.steps)
  for (const step of report.steps) section(sheet, step)
  if (sheet.lossy)
    sheet.text(
      'Some letters cannot be shown in this PDF and stand as "?". The page and the JSON have them.',
      { size: 8, ink: 'faint' },
    )
  sheet.end()
  return sheet.bytes
}

function head(sheet: Sheet, { connection, portal, verdict, steps, ...times }: CheckReport): void {
  sheet.mark(22)
  sheet.at('Hubward', MARGIN + 30, sheet.y + 6, { size: 11, font: 'bold', ink: 'accent' })
  sheet.y += 38
  sheet.text(`Check of ${connection.title}`, { size: 20, font: 'bold', gap: 6 })
  const { y } = sheet
  const green = verdict === 'green'
  const plate = sheet.plate(green ? 'GREEN' : 'RED', MARGIN, y + 2, green ? 'good' : 'bad', 9)
  const state = STATES[connection.state] ?? connection.state
  sheet.at(`${countsInWords(steps)}. ${state}`, MARGIN + plate + 8, y + 2, {
    size: 10,
    ink: 'soft',
    width: WIDTH - plate - 8,
  })
  sheet.y = y + 24
  facts(sheet, [
    ['Portal', portal.name === null ? String(portal.id) : `${portal.id} (${portal.name})`],
    ['Account', `${accountTypeWords(portal.accountType)}, data in ${portal.hublet}`],
    ['Connection', connection.name],
    ['Credential', CREDENTIAL_KINDS[connection.kind].title],
    ['Began', inWords(times.startedAt)],
    ['Ended', inWords(times.finishedAt)],
  ])
}

const STATES: Readonly<Record<string, string>> = {
  active: 'The connection is active.',
  pending: 'The connection is not active yet.',
  suspended: 'The connection is paused.',
  needs_reauth: 'The connection needs a new credential.',
}

/** `2026-11-29 20:11:38 UTC` */
const inWords = (instant: string): string => `${instant.slice(0, 19).replace('T', ' ')} UTC`

function facts(sheet: Sheet, rows: readonly (readonly [string, string])[]): void {
  const top = sheet.y
  const height = 12 + Math.ceil(rows.length / 2) * 16
  sheet.box(top, height)
  for (const [index, [name, value]] of rows.entries()) {
    const x = MARGIN + 12 + (index % 2) * (WIDTH / 2)
    const y = top + 10 + Math.floor(index / 2) * 16
    sheet.at(name, x, y, { size: 8.5, ink: 'faint', width: 60 })
    sheet.at(value, x + 62, y, { size: 8.5, width: WIDTH / 2 - 84 })
  }
  sheet.y = top + height + 18
}

function overview(sheet: Sheet, steps: readonly StepResult[]): void {
  for (const { title, outcome, summary } of steps) {
    sheet.room(18)
    const { y } = sheet
    const { word, ink } = OUTCOMES[outcome]
    sheet.rule()
    sheet.at(word, MARGIN, y + 6, { size: 7.5, font: 'bold', ink, width: 56 })
    sheet.at(title, MARGIN + 60, y + 5, { size: 9, font: 'bold', width: 160 })
    sheet.at(summary, MARGIN + 226, y + 5, { size: 9, ink: 'soft', width: WIDTH - 226 })
    sheet.y = y + 19
  }
  sheet.rule()
  sheet.y += 20
}

function section(sheet: Sheet, step: StepResult): void {
  sheet.room(64)
  const { y } = sheet
  const { word, ink } = OUTCOMES[step.outcome]
  const style = { size: 12, font: 'bold' } as const
  sheet.at(step.title, MARGIN, y, { ...style, width: WIDTH - 80 })
  sheet.plate(word, MARGIN + sheet.widthOf(step.title, style) + 9, y + 2, ink, 6.5)
  sheet.y = y + 18
  sheet.text(step.summary, { size: 9.5, ink: 'soft', gap: 4 })
  for (const one of step.findings) if (one.text !== step.summary || one.remedy) finding(sheet, one)
  sheet.y += 12
}

function finding(sheet: Sheet, { outcome, text, remedy }: Finding): void {
  const { ink } = OUTCOMES[outcome]
  // The word, where the colour alone would say it.
  const mark = outcome === 'ok' ? '' : `${OUTCOMES[outcome].word.toLowerCase()}: `
  const style = { size: 9, indent: 14, gap: 1 }
  // The dot stays with its text.
  sheet.roomFor(mark + text, style)
  sheet.dot(MARGIN + 4, sheet.y + 5, ink)
  sheet.text(mark + text, style)
  if (remedy) sheet.text(`What to do: ${remedy}`, { size: 8.5, ink: 'accent', indent: 14, gap: 1 })
  sheet.y += 3
}
