/** Around every page, signed in or not: tooltips, notices, and the question who sits there. */
import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { Toaster } from '../parts/toast.tsx'
import { TooltipProvider } from '../parts/tooltip.tsx'

const IdentityDialog = lazy(() => import('../sign-in/identity-dialog.tsx'))

/** After the first page stands: what asks who sits there is not worth waiting for it. */
const AFTER_MS = 300

export function Root() {
  const stands = useRouterState({
    select: ({ resolvedLocation }) => resolvedLocation !== undefined,
  })
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (!stands) return undefined
    const timer = setTimeout(() => setLate(true), AFTER_MS)
    return () => clearTimeout(timer)
  }, [stands])
  return (
    <TooltipProvider>
      <Outlet />
      {late && (
        <Suspense>
          <IdentityDialog />
        </Suspense>
      )}
      <Toaster />
    </TooltipProvider>
  )
}
