/** Around every page, signed in or not: tooltips, notices, and the question who sits there. */
import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { Toaster } from '../parts/toast.tsx'
import { TooltipProvider } from '../parts/tooltip.tsx'

const IdentityDialog = lazy(() => import('../sign-in/identity-dialog.tsx'))

export function Root() {
  return (
    <TooltipProvider>
      <Outlet />
      <Suspense>
        <IdentityDialog />
      </Suspense>
      <Toaster />
    </TooltipProvider>
  )
}
