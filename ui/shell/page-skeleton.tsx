/** The shape of a page while its code or its first answer is on the way. */
import { Loading, Skeleton } from '../parts/skeleton.tsx'

export function PageSkeleton() {
  return (
    <div className="mx-auto w-full max-w-6xl px-4 pt-5 sm:px-8 sm:pt-8">
      <Loading>
        <Skeleton className="h-7 w-52" />
        <Skeleton className="mt-3 h-4 w-80 max-w-full" />
        <Skeleton className="mt-8 h-72 w-full rounded-lg" />
      </Loading>
    </div>
  )
}
