/**
 * A notice says ids, since it may leave the house and a name is somebody's own word. In the app, whoever may
 * read the organisation sees what its people call the thing.
 */
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/queries.ts'
import { useMay } from '../api/session.ts'

/** Puts names in the place of the ids of connections, channels and key requests, as far as they are known. */
export function useNamed(): (text: string) => string {
  const mayRead = useMay('read')
  const { data } = useQuery({ ...ask('GET /api/v1/connections'), enabled: mayRead })
  const channels = useQuery({ ...ask('GET /api/v1/notice-channels'), enabled: mayRead }).data
  const requests = useQuery({ ...ask('GET /api/v1/intakes'), enabled: mayRead }).data
  const titles = new Map([
    ...(requests?.items ?? []).map(({ id, title }) => [id, `“${title}”`] as const),
    ...(data?.items ?? []).map(({ id, title }) => [id, title] as const),
    ...(channels?.items ?? []).map(({ id, name }) => [id, name] as const),
  ])
  return (text) => withTitles(text, titles)
}

export const withTitles = (text: string, titles: ReadonlyMap<string, string>): string =>
  text.replaceAll(/\b(?:con|chn|itk)_[0-9a-z]+/g, (id) => titles.get(id) ?? id)
