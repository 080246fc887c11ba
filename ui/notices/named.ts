/**
 * A notice says ids, since it may leave the house and a name is somebody's own word. In the app, whoever may
 * read the organisation sees what its people call the thing.
 */
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/queries.ts'
import { useMay } from '../api/session.ts'

/** Puts titles in the place of the ids of connections, as far as they are known. */
export function useNamed(): (text: string) => string {
  const mayRead = useMay('read')
  const { data } = useQuery({ ...ask('GET /api/v1/connections'), enabled: mayRead })
  const titles = new Map(data?.items.map(({ id, title }) => [id, title]))
  return (text) => withTitles(text, titles)
}

export const withTitles = (text: string, titles: ReadonlyMap<string, string>): string =>
  text.replaceAll(/\bcon_[0-9a-z]+/g, (id) => titles.get(id) ?? id)
