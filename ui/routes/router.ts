/** The router over the table of pages. */
import { createRouter } from '@tanstack/react-router'
import { NoSuchPage, PageFault } from '../shell/fault.tsx'
import { PageSkeleton } from '../shell/page-skeleton.tsx'
import { routeTree } from './table.ts'

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingMs: 300,
  defaultPendingComponent: PageSkeleton,
  defaultErrorComponent: PageFault,
  defaultNotFoundComponent: NoSuchPage,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
