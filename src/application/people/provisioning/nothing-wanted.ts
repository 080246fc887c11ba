/** Of plans that no source asks for: access for a while, and ways back. */
import type { Connection } from '../../../domain/connection/connection.ts'
import { DEFAULT_SETTINGS } from '../../../domain/people/plan/plan-input.ts'
import type { Repositories } from '../../ports.ts'
import type { Wanted } from './ports.ts'

/** Settings and protected users as they are in force; and what other sources want stays as it was. */
export async function nothingWanted(
  { provisioning }: Pick<Repositories, 'provisioning'>,
  { id }: Pick<Connection, 'id'>,
): Promise<Wanted> {
  const last = await provisioning.lastWanted(id)
  return {
    settings: DEFAULT_SETTINGS,
    breakGlass: [],
    ...last,
    desired: [],
    unclear: [],
    setsToMake: [],
    sources: await provisioning.sources(id),
    owned: {},
    fates: {},
  }
}
