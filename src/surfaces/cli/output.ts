/** What a command prints: JSON for programs on request, else lines and tables for people. */
import { styleText } from 'node:util'
import { printable, textWidth } from './text-width.ts'
import type { Io } from './io.ts'

export type Tone = 'good' | 'bad' | 'dim' | 'strong'

/** A cell: text, or text with a tone. */
export type Cell = string | { readonly text: string; readonly tone: Tone }

export interface Output {
  /** With `--json`: the value, and nothing else on stdout. */
  readonly json: boolean
  /** Prints the value as JSON, or calls what prints it for people. */
  show(value: unknown, forPeople: () => void): void
  /** Text lines on stdout. Everything unprintable in them is replaced. */
  line(text?: string): void
  /** On stderr, so that it is read by people and not by the next program. */
  note(text: string): void
  /** Without rows: `none` as a note, so that a program reads nothing and a person knows why. */
  table(headings: readonly string[], rows: readonly (readonly Cell[])[], none?: string): void
  /** As it is, bytes or text; waits while the reader is slow. */
  raw(chunk: Uint8Array | string): Promise<void>
  tone(text: string, tone: Tone): Cell
}

const TONES = { good: 'green', bad: 'red', dim: 'dim', strong: 'bold' } as const

export function createOutput(io: Io, json: boolean): Output {
  // https://no-color.org: set and not empty means no colour.
  const colours = io.stdout.isTTY === true && !io.env['NO_COLOR'] && io.env['TERM'] !== 'dumb'
  const write = (text: string): void => {
    if (!io.stdout.destroyed) io.stdout.write(text)
  }
  const paint = (text: string, tone: Tone | undefined): string =>
    colours && tone && text ? styleText(TONES[tone], text, { validateStream: false }) : text
  const output: Output = {
    json,
    show: (value, forPeople) => {
      if (json) write(`${JSON.stringify(value, null, 2)}\n`)
      else forPeople()
    },
    line: (text = '') => write(`${text.split('\n').map(printable).join('\n')}\n`),
    note: (text) => {
      if (!io.stderr.destroyed) io.stderr.write(`${text.split('\n').map(printable).join('\n')}\n`)
    },
    table: (headings, rows, none) => {
      if (rows.length === 0 && none !== undefined) return output.note(none)
      const cells = [
        headings.map((text): Cell => ({ text, tone: 'strong' })),
        ...rows.map((row) => [...row]),
      ]
      for (const text of alignedLines(cells, paint)) write(`${text}\n`)
    },
    raw: async (chunk) => {
      if (io.stdout.destroyed || io.stdout.write(chunk)) return
      // Not `events.once`: a reader that goes away is the end of the output, and no error here.
      const { promise, resolve } = Promise.withResolvers<unknown>()
      io.stdout.on('drain', resolve).on('close', resolve).on('error', resolve)
      await promise
      io.stdout.off('drain', resolve).off('close', resolve).off('error', resolve)
    },
    tone: (text, tone) => ({ text, tone }),
  }
  return output
}

/** Columns as wide as their widest cell, two spaces between them, none at the end of a line. */
function alignedLines(
  rows: readonly (readonly Cell[])[],
  paint: (text: string, tone: Tone | undefined) => string,
): string[] {
  const texts = rows.map((row) =>
    row.map((cell) => {
      const { text, tone } = typeof cell === 'string' ? { text: cell, tone: undefined } : cell
      return { text: printable(text), tone }
    }),
  )
  const widths = (texts[0] ?? []).map((_, column) =>
    Math.max(...texts.map((row) => textWidth(row[column]?.text ?? ''))),
  )
  return texts.map((row) => {
    const last = row.findLastIndex(({ text }) => text !== '')
    return row
      .slice(0, last + 1)
      .map(({ text, tone }, column) => {
        const gap = column === last ? 0 : (widths[column] ?? 0) - textWidth(text) + 2
        return paint(text, tone) + ' '.repeat(gap)
      })
      .join('')
  })
}
