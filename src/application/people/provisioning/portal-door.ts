/**
 * The portal as an application of a plan sees it: its questions as calls of HubSpot's API, and what
 * HubSpot answers as one of a few meanings. Who is asked, and how, is handed in.
 *
 * @see the facts sheet §4: settings users
 */
import { emailKey } from '../../../domain/people/portal-user.ts'
import { listedUser } from '../../../domain/people/parse-lists.ts'
import type { AccessState } from '../../../domain/people/plan/access-state.ts'
import { accessStateOf } from '../../../domain/people/plan/access-state.ts'
import type {
  PortalAnswer,
  PortalCall,
  PortalRead,
  ReadUser,
} from '../../../domain/people/apply/portal-call.ts'
import type { PortalDoor } from './carry-out.ts'
import { meaningOf, type AskHubSpot, type HttpAnswer, type HttpCall } from './hubspot-answer.ts'
import { moveRecordsCall, ownedRecords, type RecordPlaces } from './owned-records.ts'

const USERS = '/settings/v3/users'

export function portalDoor(ask: AskHubSpot, places: () => Promise<RecordPlaces>): PortalDoor {
  return {
    call: async (call) => {
      switch (call.ask) {
        case 'read':
        case 'find':
          return readUser(ask, call)
        case 'create':
          return createUser(ask, call)
        case 'put':
          return written(await ask(putOf(call)))
        case 'remove':
          return written(await ask({ method: 'DELETE', target: one(call.userId) }))
        case 'owned':
          return ownedRecords(ask, call.move, places)
        case 'move':
          return written(await ask(moveRecordsCall(call.records, call.toOwnerId)))
      }
    },
  }
}

type Named<A extends PortalCall['ask']> = Extract<PortalCall, { ask: A }>

const one = (userId: string): string => `${USERS}/${encodeURIComponent(userId)}`

async function readUser(
  ask: AskHubSpot,
  call: Exclude<PortalRead, { ask: 'owned' }>,
): Promise<PortalAnswer> {
  const target =
    call.ask === 'read'
      ? one(call.userId)
      : `${one(call.email.trim().toLowerCase())}?idProperty=EMAIL`
  const answer = await ask({ method: 'GET', target })
  const meaning = meaningOf(answer)
  if (meaning) return meaning
  const user = userIn(answer)
  // An answer about somebody else is none.
  const asked =
    call.ask === 'read'
      ? user?.userId === call.userId
      : user && emailKey(user.email) === emailKey(call.email)
  return user && asked ? { heard: 'user', user } : { heard: 'done' }
}

async function createUser(ask: AskHubSpot, call: Named<'create'>): Promise<PortalAnswer> {
  const body = {
    email: call.email.trim(),
    sendWelcomeEmail: call.welcome,
    ...namesOf(call.state),
    ...assignmentsOf(call.state),
  }
  const answer = await ask({ method: 'POST', target: USERS, body })
  const meaning = meaningOf(answer)
  if (meaning) return meaning
  const user = userIn(answer)
  return user && emailKey(user.email) === emailKey(call.email)
    ? { heard: 'user', user }
    : { heard: 'nothing' }
}

const putOf = ({ userId, state, names }: Named<'put'>): HttpCall => ({
  method: 'PUT',
  target: one(userId),
  body: { ...(names ? namesOf(state) : {}), ...assignmentsOf(state) },
})

/** Left out where there is none: HubSpot takes no empty name. */
const namesOf = ({ firstName, lastName }: AccessState) => ({
  ...(firstName === null ? {} : { firstName }),
  ...(lastName === null ? {} : { lastName }),
})

/** All of it, always: what is left out may stay or go, by what HubSpot's own pages say. */
const assignmentsOf = (state: AccessState) => ({
  roleId: state.permissionSetIds[0] ?? null,
  primaryTeamId: state.primaryTeamId,
  secondaryTeamIds: state.secondaryTeamIds,
  seatNames: state.seats,
})

const written = (answer: HttpAnswer): PortalAnswer => meaningOf(answer) ?? { heard: 'done' }

function userIn(answer: HttpAnswer): ReadUser | undefined {
  if (!('body' in answer) || typeof answer.body !== 'object' || answer.body === null)
    return undefined
  const user = listedUser(answer.body as Record<string, unknown>)
  if (!user) return undefined
  const { userId, email, superAdmin } = user
  return { userId, email, superAdmin, state: accessStateOf(user) }
}
