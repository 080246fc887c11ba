/**
 * Parts of a page that stand below each other and ask for themselves: shown when all their answers
 * are there, because one that came late would push down what somebody is about to press.
 */
import { useQueries, type UseQueryOptions } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { SkeletonRows } from '../parts/skeleton.tsx'

interface TogetherProps {
  /** What the parts ask, as `ask` makes it. One that is refused is waited for no longer. */
  readonly questions: readonly Pick<UseQueryOptions, 'queryKey'>[]
  readonly children: ReactNode
}

export function Together({ questions, children }: TogetherProps) {
  const waiting = useQueries({
    queries: questions,
    combine: (answers) => answers.some(({ isPending }) => isPending),
  })
  return waiting ? <SkeletonRows rows={8} /> : children
}
