/** Turns names of permission sets, teams and seats into the portal's ids, and notes what is not there. */
import type { FieldError } from '../errors.ts'
import { emailKey } from './portal-user.ts'
import type { Facet, Snapshot } from './snapshot.ts'

export class PortalNames {
  readonly mistakes: FieldError[] = []
  readonly setsToMake: string[] = []
  readonly #snapshot: Snapshot

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot
  }

  mistake(path: string, message: string): void {
    this.mistakes.push({ path, message })
  }

  hasUser(email: string): boolean {
    return this.#snapshot.users.some((user) => emailKey(user.email) === emailKey(email))
  }

  /** `undefined`: there is none of that name, and only a person can make one. */
  permissionSet(name: string, path: string): string | undefined {
    const { permissionSets } = this.#snapshot
    const found = permissionSets.filter((one) => one.name === name || one.id === name)
    if (found.length > 1)
      this.mistake(path, `Two permission sets are called "${name}". Write the id of one.`)
    if (!this.#isRead('permission_sets', path, 'permission sets') || found[0]) return found[0]?.id
    this.setsToMake.push(name)
    return undefined
  }

  team(name: string, path: string): string {
    const found = this.#snapshot.teams.filter((one) => one.name === name || one.id === name)
    if (found.length > 1) this.mistake(path, `Two teams are called "${name}". Write the id of one.`)
    if (this.#isRead('teams', path, 'teams') && !found[0])
      this.mistake(path, `The portal has no team "${name}".`)
    return found[0]?.id ?? name
  }

  seat(name: string, path: string): string {
    const isThere = this.#snapshot.seats.some((one) => one.name === name)
    if (this.#isRead('seats', path, 'seats') && !isThere)
      this.mistake(path, `The portal has no seat "${name}".`)
    return name
  }

  #isRead(facet: Facet, path: string, words: string): boolean {
    const state = this.#snapshot.facets[facet]
    if (state === 'read') return true
    this.mistake(path, `The ${words} of the portal could not be read (${state}).`)
    return false
  }
}
