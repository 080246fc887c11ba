/** What the path of an operation points at (RFC 7644 §3.5.2, figure 7). */
import { attributeNamed, type Attribute } from '../attribute.ts'
import type { Filter } from '../filter.ts'
import { quoted, refuse } from '../refuse.ts'
import { placeOf, type ResourceType } from '../resource-type.ts'

export interface Target {
  readonly extension: string | null
  readonly attribute: Attribute
  /** Which of several values; `null`: all of them. */
  readonly filter: Filter | null
  readonly sub: Attribute | null
}

/** Reads what stands between brackets. @throws HubwardError `scim.invalid_filter` */
export type ParseFilter = (text: string) => Filter

/**
 * `undefined`: the type has no such attribute.
 *
 * @throws HubwardError `scim.invalid_path` for what is no path; `scim.invalid_filter`
 */
export function targetOf(type: ResourceType, path: string, parse: ParseFilter): Target | undefined {
  const { name, filter, sub: subName } = split(path)
  const place = placeOf(type, name)
  if (!place?.attribute) return undefined
  const { extension, attribute } = place
  if (filter === null) return { extension, attribute, filter: null, sub: place.sub }
  if (place.sub || !attribute.multiValued || attribute.type !== 'complex')
    throw refuse('scim.invalid_path', `${quoted(name)} has no several values to choose from.`)
  const sub = subName === null ? null : attributeNamed(attribute.subAttributes ?? [], subName)
  if (sub === undefined) return undefined
  return { extension, attribute, filter: parse(filter), sub }
}

interface Parts {
  readonly name: string
  readonly filter: string | null
  readonly sub: string | null
}

/** `emails[type eq "work"].value` in its three parts; a bracket in quotes is text. */
function split(path: string): Parts {
  const open = path.indexOf('[')
  if (open === -1) return { name: path, filter: null, sub: null }
  const close = closing(path, open)
  const rest = path.slice(close + 1)
  if (close === -1 || (rest !== '' && !/^\.[^.[\]]+$/.test(rest)))
    throw refuse('scim.invalid_path', `${quoted(path)} is no path of a PATCH.`)
  return {
    name: path.slice(0, open),
    filter: path.slice(open + 1, close),
    sub: rest === '' ? null : rest.slice(1),
  }
}

function closing(path: string, open: number): number {
  let inText = false
  for (let at = open + 1; at < path.length; at++) {
    if (path[at] === '\\' && inText) at++
    else if (path[at] === '"') inText = !inText
    else if (path[at] === ']' && !inText) return at
  }
  return -1
}
