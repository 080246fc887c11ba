/**
 * Every page: its address, its file, and what its address may carry. Pages are fetched when they
 * are opened (`lazyRouteComponent`); this table is all that the first paint needs to know of them.
 */
import {
  createRootRoute,
  createRoute,
  lazyRouteComponent,
  redirect,
  type RouteComponent,
} from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { queryClient } from '../api/queries.ts'
import { sessionQuery } from '../api/session.ts'
import { NoSuchPage } from '../shell/fault.tsx'
import { Shell } from '../shell/shell.tsx'
import { Root } from './root.tsx'
import { choice, texts } from './search.ts'

/** The type is said and not inferred: a page asks the router for its own parameters. */
const page = (load: () => Promise<{ default: ComponentType }>): RouteComponent =>
  lazyRouteComponent(load)

const root = createRootRoute({ component: Root, notFoundComponent: NoSuchPage })

/** Whoever is not signed in does that first, and comes back to where they wanted to go. */
async function demandSession({ location }: { location: { href: string } }): Promise<void> {
  const session = await queryClient.ensureQueryData(sessionQuery)
  if (session.signedIn) return
  throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } })
}

/** Pages for people who are signed in, within the shell. */
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Shell,
  beforeLoad: demandSession,
})
const inApp = () => app

const home = createRoute({
  getParentRoute: inApp,
  path: '/',
  component: page(() => import('./home.tsx')),
  beforeLoad: async () => {
    const session = await queryClient.ensureQueryData(sessionQuery)
    if (session.signedIn && !session.acts.includes('read'))
      throw redirect({ to: '/connect-your-ai' })
  },
})

const connections = createRoute({
  getParentRoute: inApp,
  path: '/connections',
  component: page(() => import('./connections.tsx')),
  validateSearch: choice('show', ['all']),
})
const connectionNew = createRoute({
  getParentRoute: inApp,
  path: '/connections/new',
  component: page(() => import('./connection-new.tsx')),
  validateSearch: texts('replace', 'step', 'connection'),
})
/** HubSpot comes back here after an OAuth connection was allowed. */
const connectionCallback = createRoute({
  getParentRoute: inApp,
  path: '/connections/oauth-callback',
  component: page(() => import('./connection-callback.tsx')),
  validateSearch: texts('code', 'state', 'error', 'error_description'),
})
const connection = createRoute({
  getParentRoute: inApp,
  path: '/connections/$name',
  component: page(() => import('./connection.tsx')),
  validateSearch: texts('tab'),
})

const groups = createRoute({
  getParentRoute: inApp,
  path: '/groups',
  component: page(() => import('./groups.tsx')),
})
const group = createRoute({
  getParentRoute: inApp,
  path: '/groups/$name',
  component: page(() => import('./group.tsx')),
  validateSearch: texts('tab'),
})

const people = createRoute({
  getParentRoute: inApp,
  path: '/people',
  component: page(() => import('./people.tsx')),
  validateSearch: choice('tab', ['members', 'service-accounts', 'invitations']),
})
const person = createRoute({
  getParentRoute: inApp,
  path: '/people/$id',
  component: page(() => import('./person.tsx')),
  validateSearch: texts('tab'),
})
/** Service accounts are a tab of people; their address says so. */
const serviceAccounts = createRoute({
  getParentRoute: inApp,
  path: '/service-accounts',
  beforeLoad: () => {
    throw redirect({ to: '/people', search: { tab: 'service-accounts' } })
  },
})

const activity = createRoute({
  getParentRoute: inApp,
  path: '/activity',
  component: page(() => import('./activity.tsx')),
  validateSearch: texts(
    'q',
    'from',
    'to',
    'person',
    'group',
    'connection',
    'decision',
    'status',
    'door',
    'tool',
    'kind',
    'filter',
  ),
})
const event = createRoute({
  getParentRoute: inApp,
  path: '/activity/$sequence',
  component: page(() => import('./event.tsx')),
})

const explain = createRoute({
  getParentRoute: inApp,
  path: '/explain',
  component: page(() => import('./explain.tsx')),
  validateSearch: texts('person', 'connection', 'scope', 'method', 'path'),
})
const connectYourAi = createRoute({
  getParentRoute: inApp,
  path: '/connect-your-ai',
  component: page(() => import('./connect-your-ai.tsx')),
  validateSearch: texts('client', 'way'),
})
const settings = createRoute({
  getParentRoute: inApp,
  path: '/settings',
  component: page(() => import('./settings.tsx')),
  validateSearch: choice('tab', [
    'organisation',
    'sign-in',
    'ai-clients',
    'notifications',
    'vault',
    'about',
  ]),
})
const account = createRoute({
  getParentRoute: inApp,
  path: '/account',
  component: page(() => import('./account.tsx')),
})
/** An AI client asks to be let in. */
const consent = createRoute({
  getParentRoute: () => root,
  path: '/consent/$uid',
  beforeLoad: demandSession,
  component: page(() => import('./consent.tsx')),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: page(() => import('./sign-in.tsx')),
  validateSearch: texts('to'),
})
const signInCallback = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/callback',
  component: page(() => import('./sign-in-callback.tsx')),
})
/** The link's token is in the fragment, where no log sees it. */
const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: page(() => import('./welcome.tsx')),
})

export const routeTree = root.addChildren([
  app.addChildren([
    home,
    connections,
    connectionNew,
    connectionCallback,
    connection,
    groups,
    group,
    people,
    person,
    serviceAccounts,
    activity,
    event,
    explain,
    connectYourAi,
    settings,
    account,
  ]),
  consent,
  signIn,
  signInCallback,
  welcome,
])
