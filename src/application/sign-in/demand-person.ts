/** For what people do about themselves: who asks is somebody, or somebody in a browser. */
import { HubwardError } from '../../domain/errors.ts'
import type { Actor, Context } from '../context.ts'

type Person = Extract<Actor, { kind: 'principal' }>

/** @throws HubwardError `auth.missing` where nobody in particular asks, the operator included */
export function demandPerson(ctx: Context): Person {
  if (ctx.actor.kind === 'principal') return ctx.actor
  throw new HubwardError('auth.missing', 'Sign in first: this is about the one who asks.')
}

/** @throws HubwardError `auth.browser_needed` for client keys, which must not outlive themselves */
export function demandBrowser(ctx: Context): Person {
  const person = demandPerson(ctx)
  if (person.means.kind === 'session') return person
  throw new HubwardError(
    'auth.browser_needed',
    'This is done in a browser session, not with a client key. Sign in and do it there.',
  )
}
