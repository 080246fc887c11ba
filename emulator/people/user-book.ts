// The portal's users, permission sets, teams and seats. It keeps and finds; what may happen to whom
// is `changes.ts`, what an answer looks like is the routes' business.
import {
  isMember,
  type PermissionSet,
  type Queue,
  type Seat,
  type Team,
  type User,
} from './user.ts'

export type Members = {
  users: readonly User[]
  queues: readonly Queue[]
  permissionSets: readonly PermissionSet[]
  teams: readonly Team[]
  seats: readonly Seat[]
}

export class UserBook {
  readonly queues: readonly Queue[]
  readonly permissionSets: Map<string, PermissionSet>
  readonly teams: Map<string, Team>
  readonly seats: Map<string, Seat>
  /** Invitations that were sent, for tests that count them. */
  readonly welcomeMails: { email: string; at: number }[] = []
  /** Rises with every change; caches hang on it. */
  version = 0
  readonly #byId: Map<number, User>
  readonly #byEmail: Map<string, number>
  #nextId: number
  #members: { version: number; list: readonly User[] } | undefined

  constructor({ users, queues, permissionSets, teams, seats }: Members) {
    this.queues = queues
    this.permissionSets = new Map(permissionSets.map((set) => [set.id, set]))
    this.teams = new Map(teams.map((team) => [team.id, team]))
    this.seats = new Map(seats.map((seat) => [seat.name, { ...seat }]))
    this.#byId = new Map(users.map((user) => [user.id, user]))
    this.#byEmail = new Map(users.map((user) => [user.email, user.id]))
    this.#nextId = users.reduce((most, { id }) => Math.max(most, id), 8_200_000)
  }

  /** Everybody who is or was here, in the order of coming. */
  all(): User[] {
    return [...this.#byId.values()]
  }

  /** The members, in the order of their ids. */
  members(): readonly User[] {
    if (this.#members?.version !== this.version) {
      this.#members = { version: this.version, list: this.all().filter(isMember) }
    }
    return this.#members.list
  }

  /** Somebody who is or was here. */
  get(id: number): User | undefined {
    return this.#byId.get(id)
  }

  /** By address, whatever its case. */
  byEmail(email: string): User | undefined {
    const id = this.#byEmail.get(email.trim().toLowerCase())
    return id === undefined ? undefined : this.#byId.get(id)
  }

  put(user: User): User {
    this.#byId.set(user.id, user)
    this.#byEmail.set(user.email, user.id)
    this.version += 1
    return user
  }

  nextId(): number {
    this.#nextId += 17
    return this.#nextId
  }

  /** The id that the next permission set or team gets. */
  nextKey(of: ReadonlyMap<string, unknown>): string {
    return String(Math.max(0, ...[...of.keys()].map(Number)) + 1)
  }

  /** The members who hold a seat that is counted: a deactivated user's is not. */
  seatsHeld(name: string): number {
    return this.members().filter(
      (user) => user.state !== 'deactivated' && user.seatNames.includes(name),
    ).length
  }

  /** Seats that nobody holds, those held back for users who just left included in the held ones. */
  seatsLeft(seat: Seat, now: number, heldBackMs: number): number {
    const heldBack = this.all().filter(
      (user) =>
        user.state === 'removed' &&
        user.seatNames.includes(seat.name) &&
        (user.removedAt ?? 0) + heldBackMs > now,
    ).length
    return seat.bought - this.seatsHeld(seat.name) - (heldBackMs > 0 ? heldBack : 0)
  }

  /** Active members whose super admin rights count. */
  superAdmins(): User[] {
    return this.members().filter((user) => user.superAdmin && user.state === 'active')
  }
}
