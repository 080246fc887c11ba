/** What is asked: who, where, and an action, by a scope or by a call as HubSpot documents it. */
import type { Answer } from '../api/endpoints.ts'

export type Explanation = Answer<'POST /api/v1/explain/action'>
export type ChainLink = Explanation['chain'][number]

/** As it stands in the address. */
export interface Search {
  readonly person?: string
  readonly connection?: string
  readonly scope?: string
  readonly method?: string
  readonly path?: string
}

export type Question =
  | { readonly principal: string; readonly connection: string; readonly action: string }
  | {
      readonly principal: string
      readonly connection: string
      readonly method: string
      readonly path: string
    }

/** `undefined` until it is whole. */
export function questionOf({
  person,
  connection,
  scope,
  method,
  path,
}: Search): Question | undefined {
  if (!person || !connection) return undefined
  const who = { principal: person, connection }
  if (scope) return { ...who, action: scope }
  return path ? { ...who, method: method ?? 'GET', path } : undefined
}

/** What people say when they mean such a scope, for finding it by their words. */
const SAID: Readonly<Record<string, string>> = {
  read: 'read see look view find search list get count a an the',
  write: 'write create add make update edit change log archive delete remove associate a an the',
  merge: 'merge join duplicates a an the two',
  'gdpr-delete': 'erase delete for ever gdpr a an the',
}

/** "deals deal update edit change …": plural and singular. */
export const wordsFor = (scope: {
  readonly scope: string
  readonly verb: string
  readonly resourceTitle: string
}): string => {
  const title = scope.resourceTitle.toLowerCase()
  return [title, singular(title), scope.scope, SAID[scope.verb] ?? ''].join(' ')
}

const singular = (word: string): string =>
  word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.endsWith('s') ? word.slice(0, -1) : word
