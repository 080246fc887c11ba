// The association types between object types: HubSpot's own, and the labels that an admin adds.
import type { ObjectType } from './object-types.ts'

export type LinkType = {
  typeId: number
  category: 'HUBSPOT_DEFINED' | 'USER_DEFINED'
  label: string | null
  /** The name in v3 answers. */
  name: string
  /** The type seen from the other end. */
  inverse: number
}

/** Most labels that a pair of types may have; the next is answered 437 (KAL). */
export const MAX_TYPES_PER_PAIR = 50

/** from, to, id there, id back; `P` marks the primary one of its pair. */
type Row = readonly [from: string, to: string, there: number, back: number, mark?: 'P']

const ROWS: readonly Row[] = [
  ['0-1', '0-2', 279, 280],
  ['0-1', '0-2', 1, 2, 'P'],
  ['0-3', '0-1', 3, 4],
  ['0-3', '0-2', 341, 342],
  ['0-3', '0-2', 5, 6, 'P'],
  ['0-5', '0-1', 16, 15],
  ['0-5', '0-2', 339, 340],
  ['0-5', '0-2', 26, 25, 'P'],
  ['0-5', '0-3', 28, 27],
  ['0-1', '0-1', 449, 449],
  ['0-2', '0-2', 450, 450],
  ['0-3', '0-3', 451, 451],
  ['0-5', '0-5', 452, 452],
  ['0-3', '0-8', 19, 20],
  ['0-14', '0-8', 67, 68],
  ['0-14', '0-3', 64, 63],
  ['0-14', '0-1', 69, 70],
  ['0-14', '0-2', 71, 72],
  ['0-46', '0-1', 202, 201],
  ['0-46', '0-2', 190, 189],
  ['0-46', '0-3', 214, 213],
  ['0-46', '0-5', 228, 227],
  ['0-48', '0-1', 194, 193],
  ['0-48', '0-2', 182, 181],
  ['0-48', '0-3', 206, 205],
  ['0-48', '0-5', 220, 219],
  ['0-49', '0-1', 198, 197],
  ['0-49', '0-2', 186, 185],
  ['0-49', '0-3', 210, 209],
  ['0-49', '0-5', 224, 223],
  ['0-47', '0-1', 200, 199],
  ['0-47', '0-2', 188, 187],
  ['0-47', '0-3', 212, 211],
  ['0-47', '0-5', 226, 225],
  ['0-27', '0-1', 204, 203],
  ['0-27', '0-2', 192, 191],
  ['0-27', '0-3', 216, 215],
  ['0-27', '0-5', 230, 229],
]

export class LinkTypes {
  readonly #byPair = new Map<string, LinkType[]>()
  /** Ids for pairs that the table does not know, and for the admin's labels. */
  #nextId = 1001

  /** The types from one object type to another, the unlabelled default first. */
  between(from: ObjectType, to: ObjectType): LinkType[] {
    return this.#byPair.get(key(from, to)) ?? this.#open(from, to)
  }

  default(from: ObjectType, to: ObjectType): LinkType {
    return this.between(from, to)[0]!
  }

  primary(from: ObjectType, to: ObjectType): LinkType | undefined {
    return this.between(from, to).find((type) => type.label === 'Primary')
  }

  find(from: ObjectType, to: ObjectType, typeId: number): LinkType | undefined {
    return this.between(from, to).find((type) => type.typeId === typeId)
  }

  /** Adds a label in both directions; answers with the two types. */
  addLabel(
    from: ObjectType,
    to: ObjectType,
    name: string,
    label: string,
    inverseLabel: string | null,
  ): LinkType[] {
    const there = this.#take()
    const same = from.typeId === to.typeId && (inverseLabel === null || inverseLabel === label)
    const back = same ? there : this.#take()
    const user = 'USER_DEFINED' as const
    const forward = { typeId: there, category: user, label, name, inverse: back }
    this.between(from, to).push(forward)
    if (same) return [forward]
    const backward = {
      typeId: back,
      category: user,
      label: inverseLabel ?? label,
      name,
      inverse: there,
    }
    this.between(to, from).push(backward)
    return [forward, backward]
  }

  relabel(
    from: ObjectType,
    to: ObjectType,
    typeId: number,
    label: string,
    inverseLabel: string | null,
  ): boolean {
    const type = this.find(from, to, typeId)
    if (!type || type.category !== 'USER_DEFINED') return false
    type.label = label
    const back = this.find(to, from, type.inverse)
    if (back && back !== type && inverseLabel !== null) back.label = inverseLabel
    return true
  }

  removeLabel(from: ObjectType, to: ObjectType, typeId: number): boolean {
    const type = this.find(from, to, typeId)
    if (!type || type.category !== 'USER_DEFINED') return false
    for (const [list, id] of [
      [this.between(from, to), typeId],
      [this.between(to, from), type.inverse],
    ] as const) {
      const at = list.findIndex((one) => one.typeId === id)
      if (at >= 0) list.splice(at, 1)
    }
    return true
  }

  #open(from: ObjectType, to: ObjectType): LinkType[] {
    const rows = ROWS.flatMap(([a, b, there, back, mark]): [number, number, boolean][] =>
      a === from.typeId && b === to.typeId
        ? [[there, back, mark === 'P']]
        : b === from.typeId && a === to.typeId
          ? [[back, there, mark === 'P']]
          : [],
    )
    const hasPrimary = rows.some(([, , primary]) => primary)
    const types = rows.map(([typeId, inverse, primary]): LinkType => ({
      typeId,
      category: 'HUBSPOT_DEFINED',
      label: primary ? 'Primary' : null,
      name: `${from.name}_to_${to.name}${hasPrimary && !primary ? '_unlabeled' : ''}`,
      inverse,
    }))
    this.#byPair.set(key(from, to), types)
    if (types.length === 0) this.#define(from, to, types)
    return types
  }

  /** A pair outside the table (custom types): HubSpot gives each such pair its own default. */
  #define(from: ObjectType, to: ObjectType, types: LinkType[]): void {
    const there = this.#take()
    const same = from.typeId === to.typeId
    const back = same ? there : this.#take()
    const category =
      from.custom || to.custom ? ('USER_DEFINED' as const) : ('HUBSPOT_DEFINED' as const)
    types.push({
      typeId: there,
      category,
      label: null,
      name: `${from.name}_to_${to.name}`,
      inverse: back,
    })
    if (same) return
    this.#byPair.set(key(to, from), [
      { typeId: back, category, label: null, name: `${to.name}_to_${from.name}`, inverse: there },
    ])
  }

  #take(): number {
    this.#nextId += 1
    return this.#nextId - 1
  }
}

const key = (from: ObjectType, to: ObjectType): string => `${from.typeId}>${to.typeId}`
