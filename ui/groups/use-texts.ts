/** The texts of a group while they are edited, and what another admin saved in between. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../api/api.ts'
import { forget, keyOf } from '../api/queries.ts'
import { useForm, type FormState } from '../parts/form-state.ts'
import { say } from '../parts/toast.tsx'
import type { GroupView } from './matrix.ts'

export const LABELS = {
  title: 'Title',
  description: 'What it is for',
  context: 'What their AI is told',
} as const

export type Texts = { readonly [Name in keyof typeof LABELS]: string }

export interface TextsEdit {
  readonly form: FormState<Texts>
  /** What somebody else changed while I have unsaved changes. */
  readonly theirs: readonly (keyof Texts)[]
  /** The next save is against what the server has now. */
  keepMine(): void
}

const textsOf = ({ title, description, context }: GroupView): Texts => ({
  title,
  description,
  context,
})

export const NAMES = Object.keys(LABELS) as (keyof Texts)[]

export function useTexts(group: GroupView): TextsEdit {
  const client = useQueryClient()
  /** What my edit began with. */
  const [start, setStart] = useState({ texts: textsOf(group), revision: group.revision })
  const form = useForm<Texts>({
    initial: start.texts,
    submit: async (values) => {
      const saved = await api('PATCH /api/v1/groups/{group}', {
        params: { group: group.id },
        body: { ...values, revision: start.revision },
      })
      setStart({ texts: textsOf(saved), revision: saved.revision })
      const params = { group: group.name }
      client.setQueryData(keyOf('GET /api/v1/groups/{group}', { params }), saved)
      await forget(client, ['groups'])
      say('Saved')
    },
  })
  const { reset, dirty, refusal } = form
  const changed = NAMES.filter((name) => group[name] !== start.texts[name])
  const theirs = dirty ? changed : []
  const keepMine = (): void => setStart({ texts: textsOf(group), revision: group.revision })

  // What others saved is taken over where it cannot cost me anything.
  if (group.revision !== start.revision && theirs.length === 0) {
    setStart({ texts: textsOf(group), revision: group.revision })
    if (!dirty) reset(textsOf(group))
  }
  // A refused save says that there is something newer to compare with.
  useEffect(() => {
    if (refusal?.code === 'access.edit_conflict')
      void forget(client, ['groups']).catch(() => undefined)
  }, [refusal, client])

  return { form, theirs, keepMine }
}
