/**
 * A process that dies before its n-th step: from then on nothing that it does reaches anybody. A step is
 * whatever leaves a trace; dying before one is dying after the one before.
 */
import type { Context } from '../../src/application/context.ts'
import type { Repositories } from '../../src/application/ports.ts'

export class Killed extends Error {}

const STEPPING: ReadonlySet<string> = new Set(['provisioning', 'requests'])
const WRITING: ReadonlySet<string> = new Set(['claimDue', 'didNothing', 'hold', 'intend'])

export function killable(ctx: Context, at: number) {
  let steps = 0
  const step = (): void => {
    if (steps++ >= at) throw new Killed()
  }
  const repository = (of: object): object =>
    new Proxy(of, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name)
        return typeof value === 'function' && WRITING.has(String(name))
          ? async (...args: unknown[]) => {
              step()
              return (value as (...given: unknown[]) => unknown).apply(target, args)
            }
          : typeof value === 'function'
            ? value.bind(target)
            : value
      },
    })
  const read = new Proxy(ctx.store.read, {
    get: (target, name: keyof Repositories) =>
      STEPPING.has(name) ? repository(target[name]) : target[name],
  })
  const dying: Context = {
    ...ctx,
    store: {
      ...ctx.store,
      read,
      aside: async (work) => {
        step()
        return ctx.store.aside(work)
      },
    },
    upstream: {
      send(call, answer) {
        if (call.method !== 'GET' && call.path.startsWith('/settings/')) step()
        return ctx.upstream.send(call, answer)
      },
    },
  }
  return { ctx: dying, died: () => steps > at }
}
