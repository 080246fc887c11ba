/** What an address is that a sender gave. It is read, never fetched. */
import { maskSecrets } from '../../domain/credential/mask.ts'
import { describeLink } from '../../domain/hubspot/links/link.ts'
import { parseLink } from '../../domain/hubspot/links/parse-link.ts'
import type { HandedLink, WantedLink } from '../../domain/intake/intake.ts'

/** @param wanted what was asked for, in the order of the texts; an empty text was not given */
export const readHandedLinks = (
  texts: readonly string[],
  wanted: readonly WantedLink[],
): readonly HandedLink[] =>
  texts.flatMap((text, at) =>
    text.trim() === '' ? [] : [{ asked: wanted[at]?.label ?? null, ...readHandedLink(text) }],
  )

function readHandedLink(text: string): HandedLink {
  const url = maskSecrets(text.trim())
  const read = parseLink(text)
  if (!read.ok)
    return { url, portalId: null, kind: null, objectType: null, id: null, saw: read.error.needs }
  const { portalId, kind, objectType, id } = read.value
  const type = objectType?.name ?? objectType?.objectTypeId ?? null
  const saw = [describeLink(read.value), ...read.value.notes].join('. ')
  return { url, portalId, kind, objectType: type, id, saw }
}
