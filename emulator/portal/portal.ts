// One portal's state: who it is, its object types, their properties and records. It knows nothing
// of tokens, allowances or HTTP.
import type { AccountType, Counts, Tier } from '../options.ts'
import { crmUserSeed } from '../people/crm-users.ts'
import { ownersOf, type Owner } from '../people/owners.ts'
import { UserBook } from '../people/user-book.ts'
import { seedMembers } from '../seed/members.ts'
import { seedShelves, type ShelfName } from '../seed/content.ts'
import { seedEdges } from '../seed/edges.ts'
import { createSeeds } from '../seed/seed.ts'
import { LinkBook } from './links.ts'
import { customType, ObjectTypes, type ObjectType } from './object-types.ts'
import { ListBook, seedLists } from './lists.ts'
import { PipelineBook } from './pipelines.ts'
import { PropertyBook } from './property-book.ts'
import type { Shelf } from './shelf.ts'
import { RecordStore, type Seed } from './record-store.ts'

export type PortalIdentity = {
  portalId: number
  portalName: string
  accountType: AccountType
  tier: Tier
  limitIncreases: 0 | 1 | 2
  hublet: string
  timeZone: string
  currency: string
  seed: number
}

export class Portal {
  readonly identity: PortalIdentity
  readonly counts: Counts
  readonly createdAt: number
  readonly types = new ObjectTypes()
  readonly properties: PropertyBook
  readonly users: UserBook
  readonly links: LinkBook
  readonly lists = new ListBook()
  readonly shelves: Record<ShelfName, Shelf>
  readonly pipelines: PipelineBook
  readonly #stores = new Map<string, RecordStore>()
  #owners: { version: number; list: readonly Owner[] } | undefined

  constructor(identity: PortalIdentity, counts: Counts, createdAt: number) {
    this.identity = identity
    this.counts = counts
    this.createdAt = createdAt
    this.properties = new PropertyBook(createdAt)
    this.pipelines = new PipelineBook(createdAt)
    this.users = new UserBook(seedMembers(identity.seed, counts.users))
    const { car, ...standard } = createSeeds(identity.seed, counts, this.#recordOwners()).seeds
    for (const [typeId, seed] of Object.entries(standard)) {
      this.#open(this.types.find(typeId)!, seed)
    }
    for (const type of this.types.list()) this.properties.open(type)
    const carObject = this.types.add(carType(identity.portalId))
    this.#open(carObject, car)
    this.#open(this.types.find('0-115')!, crmUserSeed(this.users.all(), identity.seed))
    seedLists(this.lists, this.store(this.types.find('0-1')!), createdAt)
    this.shelves = seedShelves(
      identity.seed,
      identity.portalId,
      this.owners.slice(0, 12).map((owner) => owner.userId),
    )
    this.links = new LinkBook(
      this.types,
      (type) => this.store(type),
      seedEdges(counts, carObject.typeId),
    )
  }

  /** The owners as the users are now, in the order of their ids. */
  get owners(): readonly Owner[] {
    if (this.#owners?.version !== this.users.version)
      this.#owners = { version: this.users.version, list: ownersOf(this.users) }
    return this.#owners.list
  }

  store(type: ObjectType): RecordStore {
    return this.#stores.get(type.typeId) ?? this.#open(type, EMPTY)
  }

  /** Adds a custom object type, with no records yet. */
  addType(type: ObjectType): ObjectType {
    this.types.add(type)
    this.#open(type, EMPTY)
    return type
  }

  /** Names whose values no two records of the type may share. */
  uniqueNames(type: ObjectType): string[] {
    const own = this.properties.uniqueNames(type.typeId)
    return type.typeId === '0-1' ? ['email', ...own] : own
  }

  /** Who the seeded records may belong to: the members and the queue, some of them deactivated. */
  #recordOwners(): string[] {
    return this.owners
      .filter(({ userId }) => !['removed', 'invited'].includes(this.users.get(userId)?.state ?? ''))
      .map((owner) => owner.id)
  }

  #open(type: ObjectType, seed: Seed): RecordStore {
    this.properties.open(type)
    const ordinal = this.#stores.size + 1
    const store = new RecordStore(seed, ordinal * 10_000_000_000 + 1501, this.identity.seed)
    this.#stores.set(type.typeId, store)
    return store
  }
}

const EMPTY: Seed = { count: 0, columns: {}, createdAt: () => 0, updatedAt: () => 0 }

const carType = (portalId: number) =>
  customType('2-41235987', portalId, 'car', {
    label: { singular: 'Car', plural: 'Cars' },
    required: ['vin'],
    searchable: ['vin', 'model'],
    primary: 'vin',
    secondary: ['model'],
  })
