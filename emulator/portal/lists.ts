// Lists of records: manual ones hold what was added; seeded active ones hold what their property
// says. Membership is worked out when first read.
import type { RecordStore } from './record-store.ts'

export type RecordList = {
  listId: string
  name: string
  objectTypeId: string
  processingType: 'MANUAL' | 'DYNAMIC' | 'SNAPSHOT'
  filterBranch?: unknown
  createdAt: number
  updatedAt: number
  deletedAt?: number
  /** Record ids with the instant of joining. */
  members: () => Map<number, number>
}

export class ListBook {
  readonly #lists = new Map<string, RecordList>()
  #nextId = 1

  add(
    list: Omit<RecordList, 'listId' | 'members'>,
    members: () => Map<number, number>,
  ): RecordList {
    const listId = String(this.#nextId)
    this.#nextId += 1
    let made: Map<number, number> | undefined
    const whole = { ...list, listId, members: () => (made ??= members()) }
    this.#lists.set(listId, whole)
    return whole
  }

  get(listId: string): RecordList | undefined {
    return this.#lists.get(listId)
  }

  all(): RecordList[] {
    return [...this.#lists.values()]
  }
}

/** Two lists that a fresh portal might have: the customers, and some invited by hand. */
export function seedLists(book: ListBook, contacts: RecordStore, at: number): void {
  const base = { objectTypeId: '0-1', createdAt: at, updatedAt: at }
  book.add(
    { ...base, name: 'Customers', processingType: 'DYNAMIC', filterBranch: CUSTOMERS },
    () => {
      const stages = contacts.column('lifecyclestage')
      return membersOf(contacts, (n) => stages[n] === 'customer')
    },
  )
  book.add({ ...base, name: 'Invited to the fair', processingType: 'MANUAL' }, () =>
    membersOf(contacts, (n) => n % 20 === 3 && n < 2000),
  )
}

function membersOf(store: RecordStore, belongs: (n: number) => boolean): Map<number, number> {
  const members = new Map<number, number>()
  for (let n = 0; n < store.seed.count; n += 1) {
    if (belongs(n)) members.set(store.idOf(n), store.seed.createdAt(n))
  }
  return members
}

const CUSTOMERS = {
  filterBranchType: 'OR',
  filterBranches: [
    {
      filterBranchType: 'AND',
      filterBranches: [],
      filters: [
        {
          filterType: 'PROPERTY',
          property: 'lifecyclestage',
          operation: {
            operationType: 'ENUMERATION',
            operator: 'IS_ANY_OF',
            values: ['customer'],
            includeObjectsWithNoValueSet: false,
          },
        },
      ],
    },
  ],
  filters: [],
}
