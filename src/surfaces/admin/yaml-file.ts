/**
 * A YAML file as text: read with every mistake at its line and column. What the document means is not
 * its matter.
 */
import { isMap, isPair, LineCounter, parseAllDocuments, type Document } from 'yaml'
import type { z } from 'zod'
import { HubwardError, type FieldError } from '../../domain/errors.ts'
import { fieldErrors, theFirst } from './contract/field-errors.ts'

/**
 * Reads the text. `check` tells what only the organisation or the portal knows (names, scopes), so that
 * all mistakes are told at once.
 *
 * @throws HubwardError `request.invalid`; each field's message begins with its line and column
 */
export async function readYamlFile<S extends z.ZodType>(
  schema: S,
  text: string,
  check: (raw: unknown) => Promise<readonly FieldError[]>,
): Promise<z.output<S>> {
  const lines = new LineCounter()
  const document = parseYaml(text, lines)
  const raw = plainData(document)
  const parsed = schema.safeParse(raw, { reportInput: true })
  const ofForm = parsed.success ? [] : fieldErrors(schema, parsed.error)
  const mistakes = [...ofForm, ...(await check(raw))].map((mistake) => {
    const offset = offsetOf(document, mistake.path)
    return { offset, path: mistake.path, message: `${place(lines, offset)}: ${mistake.message}` }
  })
  if (parsed.success && mistakes.length === 0) return parsed.data
  throw invalid(mistakes.sort((a, b) => a.offset - b.offset))
}

/** YAML 1.2, one document, no repeated keys, no tags that make anything but plain data. */
function parseYaml(text: string, lines: LineCounter): Document {
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    version: '1.2',
  })
  const [document, another] = Array.isArray(documents) ? documents : []
  if (!document) throw invalid([{ path: '', message: 'The file is empty.' }])
  if (another)
    throw invalid([
      {
        path: '',
        message: `${place(lines, another.range[0])}: The file holds a second document (after "---"); write one.`,
      },
    ])
  if (document.errors.length > 0)
    throw invalid(
      document.errors.map(({ pos, message }) => ({
        path: '',
        message: `${place(lines, pos[0])}: ${message}`,
      })),
    )
  return document
}

/** Anchors may save repeating a list of scopes; a file that unfolds to something huge may not. */
function plainData(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause
    throw invalid([
      {
        path: '',
        message: 'There is an alias to nothing, or aliases that unfold to far too much.',
      },
    ])
  }
}

/** Where a path stands in the text; for what is missing, where its parent stands. */
function offsetOf(document: Document, path: string): number {
  const steps = path === '' ? [] : path.split('.')
  for (let length = steps.length; length > 0; length--) {
    const offset = offsetAt(document, steps.slice(0, length))
    if (offset !== undefined) return offset
  }
  return document.contents?.range?.[0] ?? 0
}

function offsetAt(document: Document, steps: readonly string[]): number | undefined {
  const parent =
    steps.length > 1 ? document.getIn(steps.slice(0, -1).map(step), true) : document.contents
  const last = steps.at(-1)
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isPair(item) && String(item.key) === last)
    return rangeStart(pair?.value) ?? rangeStart(pair?.key)
  }
  return rangeStart(document.getIn(steps.map(step), true))
}

const step = (text: string): string | number => (/^\d+$/.test(text) ? Number(text) : text)

function rangeStart(node: unknown): number | undefined {
  const range =
    typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : undefined
}

function place(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset)
  return `line ${line}, column ${col}`
}

function invalid(fields: readonly FieldError[]): HubwardError {
  const plain = fields.map(({ path, message }) => ({ path, message }))
  const count = plain.length === 1 ? 'a mistake' : `${plain.length} mistakes`
  return new HubwardError('request.invalid', `The file has ${count}. Nothing was changed.`, {
    fields: theFirst(plain),
  })
}
