/**
 * One form of address as a row of data: where on which host, and what it leads to. A template is
 * written as the address is: words stand for themselves, `{portal}` for a part, `{view:word}` for a
 * part of another shape than its name’s own, `*` at the end for whatever follows.
 */
import { standardType } from '../object-types.ts'
import type { Beside, LinkedType, LinkKind } from './link.ts'

export interface LinkForm {
  readonly at: string
  readonly kind: LinkKind
  /** The object type, where the form itself says it. */
  readonly type?: string
  /** What is taken from the query: name → which part of the answer. */
  readonly query?: Readonly<Record<string, Target>>
  /** The kind instead, when the query gave the id. */
  readonly withId?: LinkKind
  readonly note?: string
  /**
   * `official`: in HubSpot’s documentation or code. `seen`: in addresses people published.
   * `assumed`: HubSpot publishes none and none was seen; the answer says so.
   */
  readonly source: 'official' | 'seen' | 'assumed'
}

export type Target = 'id' | 'type' | Beside

/** What a template’s parts held. */
export interface Parts {
  readonly portal: number | null
  readonly type: LinkedType | null
  readonly id: string | null
  readonly beside: Partial<Record<Beside, string>>
}

/** A template that can be compared with an address’s segments; walks each segment once. */
export interface CompiledForm {
  readonly form: LinkForm
  match(segments: readonly string[]): Parts | null
}

export function compile(form: LinkForm): CompiledForm {
  const pieces = form.at.split('/').slice(1)
  const open = pieces.at(-1) === '*'
  const steps = (open ? pieces.slice(0, -1) : pieces).map(step)
  const type = form.type === undefined ? null : linkedType(form.type)
  return {
    form,
    match(segments) {
      if (open ? segments.length < steps.length : segments.length !== steps.length) return null
      const held = { portal: null, type, id: null, beside: {} }
      return steps.every((take, index) => take(segments[index]!, held)) ? held : null
    },
  }
}

/** Reads one value for a part; false where it is not of the part’s shape. */
export function hold(target: Target, value: string, held: Held, shape?: string): boolean {
  if (target === 'type') {
    held.type = linkedType(value)
    return held.type !== null
  }
  if (!SHAPES[shape ?? 'word']!.test(value)) return false
  if (target === 'id') held.id = value
  else held.beside[target] = value
  return true
}

/** While a template is being compared. */
export interface Held {
  portal: number | null
  type: LinkedType | null
  id: string | null
  beside: Partial<Record<Beside, string>>
}

/** A portal’s number: HubSpot’s are up to nine figures today. */
export function portalNumber(text: string, base: 10 | 36 = 10): number | null {
  if (!(base === 10 ? /^[1-9]\d{0,11}$/ : /^[1-9a-z][0-9a-z]{0,7}$/).test(text)) return null
  return Number.parseInt(text, base)
}

/** `0-3`, `2-987`, `deal`, `DEALS`, `p123_car`; `null` for anything else. */
export function linkedType(text: string): LinkedType | null {
  const standard = standardType(text)
  if (standard) return { objectTypeId: standard.objectTypeId, name: standard.name }
  if (SHAPES.type!.test(text)) return { objectTypeId: text, name: null }
  const custom = QUALIFIED.exec(text)
  return custom ? { objectTypeId: null, name: custom[2]!.toLowerCase() } : null
}

/** The portal in a custom object’s qualified name. */
export const portalOfType = (text: string): number | null => {
  const custom = QUALIFIED.exec(text)
  return custom ? portalNumber(custom[1]!) : null
}

const QUALIFIED = /^p([1-9]\d{0,11})_([a-z][a-z0-9_]{0,99})$/i

const SHAPES: Readonly<Record<string, RegExp>> = {
  id: /^[1-9]\d{0,19}$/,
  guid: /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
  type: /^(?:0-[1-9]\d{0,5}|2-[1-9]\d{0,11})$/,
  word: /^[\w.-]{1,128}$/,
  version: /^(?:v[1-9]|20\d{2}-\d{2}(?:-beta)?)$/,
  layout: /^(?:list|board|table|calendar|map|report|gantt)$/,
  slug: /^(?:[\p{L}\p{N}\p{M}._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2}){1,200}$/u,
  any: /^/,
}

type Step = (segment: string, held: Held) => boolean

function step(piece: string): Step {
  const placeholder = /^\{(\w+)(?::(\w+))?\}$/.exec(piece)
  if (!placeholder) return (segment) => segment === piece
  const [, name = '', shape = name] = placeholder
  if (name === 'portal') return takePortal
  if (name === 'type') return shape === 'object' ? takeObject : takeTypeId
  if (name === 'name') return takeName
  if (name === 'any' || name === 'version') return (segment) => SHAPES[name]!.test(segment)
  if (name === 'slug')
    return (segment, held) => {
      if (!SHAPES.slug!.test(segment)) return false
      held.id = held.id === null ? segment : `${held.id}/${segment}`
      return true
    }
  const known = shape in SHAPES ? shape : 'word'
  return (segment, held) => hold(name as Target, segment, held, known)
}

const takePortal: Step = (segment, held) => {
  held.portal = portalNumber(segment)
  return held.portal !== null
}

const takeTypeId: Step = (segment, held) =>
  SHAPES.type!.test(segment) && hold('type', segment, held)

/** A standard type by its plain name, as older pages have it: `deal`, `deals`. */
const takeName: Step = (segment, held) => /^[a-z_]+$/.test(segment) && hold('type', segment, held)

/** As the API takes it: any alias, an id, or a custom object’s qualified name. */
const takeObject: Step = (segment, held) => {
  if (!hold('type', segment, held)) return false
  held.portal ??= portalOfType(segment)
  return true
}
