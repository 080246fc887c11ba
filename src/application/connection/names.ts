/** How a new connection is called: the friendly title as typed, and the slug in every path. */
import { HubwardError, type FieldError } from '../../domain/errors.ts'
import { isSlug, slugOf } from '../../domain/ids.ts'
import type { Repositories } from '../ports.ts'
import { taken } from '../taken.ts'

export interface Naming {
  readonly title: string
  readonly name: string
}

/** @throws HubwardError `request.invalid` */
export function readNaming(input: { title: string; name?: string | undefined }): Naming {
  const title = input.title.trim()
  const name = input.name ?? slugOf(title)
  const mistakes: FieldError[] = []
  if (title === '' || title.length > 200)
    mistakes.push({ path: 'title', message: 'The friendly name has 1 to 200 characters.' })
  else if (name === undefined)
    mistakes.push({
      path: 'name',
      message:
        'No short name can be made from this friendly name: give one, such as "emea-portal".',
    })
  if (name !== undefined && !isSlug(name))
    mistakes.push({
      path: 'name',
      message: 'The short name has lower-case letters, digits and hyphens, such as "emea-portal".',
    })
  if (mistakes.length === 0 && name !== undefined) return { title, name }
  throw new HubwardError('request.invalid', mistakes.map(({ message }) => message).join(' '), {
    fields: mistakes,
  })
}

/** @throws HubwardError `resource.conflict` */
export async function demandFreeName(from: Repositories, name: string): Promise<void> {
  if (await from.connections.findByName(name))
    throw taken(
      'name',
      `There is already a connection "${name}". Choose another name, or replace the credential of that one.`,
    )
}
