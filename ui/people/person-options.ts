/** Members to choose from, found by name and by address. */
import type { Item } from '../api/endpoints.ts'
import type { Option } from '../parts/combobox.tsx'

type Member = Pick<Item<'GET /api/v1/members'>, 'id' | 'name' | 'email'>

export const personOptions = (members: readonly Member[] = []): readonly Option[] =>
  members.map(({ id, name, email }) => ({ value: id, label: name, detail: email, words: email }))
