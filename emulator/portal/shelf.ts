// Things in the portal that are kept as documents rather than as CRM records: pages, posts, e-mails,
// forms, files, campaigns. A shelf holds one kind; it makes its seeded documents when first read.

export type Doc = {
  id: string
  createdAt: string
  updatedAt: string
  archived: boolean
  [field: string]: unknown
}

export class Shelf {
  readonly #make: () => Doc[]
  #docs: Map<string, Doc> | undefined
  #nextId: number

  constructor(firstId: number, make: (firstId: number) => Doc[]) {
    this.#make = () => make(firstId)
    this.#nextId = firstId + 100_000
  }

  all(): Doc[] {
    return [...this.#open().values()]
  }

  get(id: string): Doc | undefined {
    return this.#open().get(id)
  }

  put(doc: Doc): Doc {
    this.#open().set(doc.id, doc)
    return doc
  }

  remove(id: string): void {
    this.#open().delete(id)
  }

  nextId(): string {
    this.#nextId += 1
    return String(this.#nextId)
  }

  #open(): Map<string, Doc> {
    this.#docs ??= new Map(this.#make().map((doc) => [doc.id, doc]))
    return this.#docs
  }
}
