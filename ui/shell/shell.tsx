/**
 * What stands around every page of somebody signed in: sidebar (a drawer when narrow), skip link,
 * command palette. A new page takes the focus and is named, so that a screen reader hears of it.
 */
import { Outlet, useMatches, useRouterState } from '@tanstack/react-router'
import { Dialog } from 'radix-ui'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { SessionContext, useLastSession, useMay } from '../api/session.ts'
import { Bell } from '../notices/bell.tsx'
import { IconButton } from '../parts/button.tsx'
import { useFocusReturn } from '../parts/use-focus-return.ts'
import { NotForRole } from './fault.tsx'
import { Mark } from './mark.tsx'
import { Sidebar } from './sidebar.tsx'

const fetchPalette = () => import('./command-palette.tsx')
const CommandPalette = lazy(fetchPalette)
/** When the first page has long been painted. */
const IDLE_MS = 2_000

export function Shell() {
  const [drawer, setDrawer] = useState(false)
  const [palette, setPalette] = useState(false)
  const { remember, giveBack } = useFocusReturn()
  const main = useFocusOnNewPage()
  const session = useLastSession()

  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      setPalette((open) => !open)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])

  // What is typed right after Ctrl K is not to fall into the time of fetching.
  useEffect(() => {
    const idle = setTimeout(() => void fetchPalette().catch(() => undefined), IDLE_MS)
    return () => clearTimeout(idle)
  }, [])

  const search = (): void => {
    setDrawer(false)
    setPalette(true)
  }
  // Nobody is here: the router is on its way to the sign-in page.
  if (!session) return null
  return (
    <SessionContext value={session}>
      <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)] print:block">
        <a
          href="#main"
          className="sr-only z-80 rounded-md bg-accent px-4 py-2 font-medium text-accent-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          Skip to the page
        </a>
        <aside className="sticky top-0 hidden h-dvh border-r border-line bg-surface lg:block print:hidden">
          <Sidebar onSearch={search} />
        </aside>
        <header className="sticky top-0 z-20 flex h-13 items-center gap-2 border-b border-line bg-surface px-2 lg:hidden print:hidden">
          <IconButton icon="menu" label="Menu" onClick={() => setDrawer(true)} />
          <Mark size={24} />
          <span className="grow font-semibold">Hubward</span>
          <Bell />
          <IconButton icon="search" label="Go to…" onClick={search} />
        </header>
        <Dialog.Root open={drawer} onOpenChange={setDrawer}>
          <Dialog.Portal>
            <Dialog.Overlay className="fade-in fixed inset-0 z-40 bg-shade lg:hidden" />
            <Dialog.Content
              aria-describedby={undefined}
              onOpenAutoFocus={remember}
              onCloseAutoFocus={giveBack}
              className="slide-in-left fixed inset-y-0 left-0 z-50 w-72 max-w-[85vw] border-r border-line bg-surface shadow-pop lg:hidden"
            >
              <Dialog.Title className="sr-only">Menu</Dialog.Title>
              <Sidebar onSearch={search} onGo={() => setDrawer(false)} />
            </Dialog.Content>
          </Dialog.Portal>
        </Dialog.Root>
        <main ref={main} id="main" tabIndex={-1} className="min-w-0 outline-none">
          <PageForRole />
        </main>
        {palette && (
          <Suspense>
            <CommandPalette onClose={() => setPalette(false)} />
          </Suspense>
        )}
      </div>
    </SessionContext>
  )
}

/** The page, or that it is not for this role: what would be refused is not even asked. */
function PageForRole() {
  const act = useMatches({ select: (matches) => matches.at(-1)?.staticData.act })
  // Whoever is signed in may see what asks for nothing.
  const may = useMay(act ?? 'read') || act === undefined
  return may ? <Outlet /> : <NotForRole />
}

/** After a change of page, not after the first load: there the browser has its own order. */
function useFocusOnNewPage() {
  const main = useRef<HTMLElement>(null)
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const before = useRef(path)
  useEffect(() => {
    if (path === before.current) return
    const first = before.current === undefined
    before.current = path
    if (!first) main.current?.focus({ preventScroll: true })
  }, [path])
  return main
}
