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
import { sessionQuery, type Act } from '../api/session.ts'
import { NoSuchPage } from '../shell/fault.tsx'
import { Shell } from '../shell/shell.tsx'
import { pageFile } from './page-file.ts'
import { Root } from './root.tsx'
import { choice, texts } from './search.ts'

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** The page shows nothing to a role that may not do this: the shell says so instead. */
    readonly act?: Act
  }
}

/** Of the pages about the whole organisation. */
const READERS = { staticData: { act: 'read' } } as const

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
})

const connections = createRoute({
  getParentRoute: inApp,
  path: '/connections',
  ...READERS,
  validateSearch: choice('show', ['all']),
})
const connectionNew = createRoute({
  getParentRoute: inApp,
  path: '/connections/new',
  validateSearch: texts('replace', 'step', 'connection'),
})
/** HubSpot comes back here after an OAuth connection was allowed. */
const connectionCallback = createRoute({
  getParentRoute: inApp,
  path: '/connections/oauth-callback',
  validateSearch: texts('code', 'state', 'error', 'error_description'),
})
const connection = createRoute({
  getParentRoute: inApp,
  path: '/connections/$name',
  ...READERS,
  // Of the tab of portal users: its view and its filters.
  validateSearch: texts('tab', 'view', 'q', 'presence', 'alert', 'admins', 'team', 'set'),
})
const portalUser = createRoute({
  getParentRoute: inApp,
  path: '/connections/$name/users/$id',
  ...READERS,
})

const plan = createRoute({
  getParentRoute: inApp,
  path: '/connections/$name/plans/$id',
  ...READERS,
})
const check = createRoute({
  getParentRoute: inApp,
  path: '/connections/$name/checks/$check',
  ...READERS,
})
const intakes = createRoute({
  getParentRoute: inApp,
  path: '/intakes',
  ...READERS,
})
const intakeNew = createRoute({
  getParentRoute: inApp,
  path: '/intakes/new',
  staticData: { act: 'secure' },
  validateSearch: texts('again', 'replaces'),
})
const intake = createRoute({
  getParentRoute: inApp,
  path: '/intakes/$id',
  ...READERS,
})

const groups = createRoute({
  getParentRoute: inApp,
  path: '/groups',
  ...READERS,
})
const group = createRoute({
  getParentRoute: inApp,
  path: '/groups/$name',
  ...READERS,
  validateSearch: texts('tab'),
})

const people = createRoute({
  getParentRoute: inApp,
  path: '/people',
  ...READERS,
  validateSearch: choice('tab', ['members', 'service-accounts', 'invitations']),
})
const person = createRoute({
  getParentRoute: inApp,
  path: '/people/$id',
  ...READERS,
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

/** Whoever has no role asks, and may be named to answer. */
const requests = createRoute({
  getParentRoute: inApp,
  path: '/requests',
})
const request = createRoute({
  getParentRoute: inApp,
  path: '/requests/$id',
})

/** Reviewers need no role: a member sees those in which they decide. */
const reviews = createRoute({
  getParentRoute: inApp,
  path: '/reviews',
})
const review = createRoute({
  getParentRoute: inApp,
  path: '/reviews/$id',
})

const activity = createRoute({
  getParentRoute: inApp,
  path: '/activity',
  ...READERS,
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
    'operation',
    'tool',
    'kind',
    // Whose details are shown beside the list.
    'event',
  ),
})
const event = createRoute({
  getParentRoute: inApp,
  path: '/activity/$sequence',
  ...READERS,
})

const explain = createRoute({
  getParentRoute: inApp,
  path: '/explain',
  ...READERS,
  validateSearch: texts('person', 'connection', 'scope', 'method', 'path'),
})
const connectYourAi = createRoute({
  getParentRoute: inApp,
  path: '/connect-your-ai',
  validateSearch: texts('client', 'way'),
})
const settings = createRoute({
  getParentRoute: inApp,
  path: '/settings',
  validateSearch: choice('tab', [
    'organisation',
    'sign-in',
    'ai-clients',
    'sessions',
    'vault',
    'about',
  ]),
})
const account = createRoute({
  getParentRoute: inApp,
  path: '/account',
})
/** What no other row fits: said within the shell, to whom is inside. */
const nowhere = createRoute({
  getParentRoute: inApp,
  path: '$',
  component: NoSuchPage,
})
/** An AI client asks to be let in. */
const consent = createRoute({
  getParentRoute: () => root,
  path: '/consent/$uid',
  beforeLoad: demandSession,
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: texts('to'),
})
const signInCallback = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/callback/$callback',
})
/** The link's token is in the fragment, where no log sees it. */
const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
})

export const routeTree = root.addChildren([
  app.addChildren([
    home,
    connections,
    connectionNew,
    connectionCallback,
    connection,
    portalUser,
    plan,
    check,
    intakes,
    intakeNew,
    intake,
    groups,
    group,
    people,
    person,
    serviceAccounts,
    requests,
    request,
    reviews,
    review,
    activity,
    event,
    explain,
    connectYourAi,
    settings,
    account,
    nowhere,
  ]),
  consent,
  signIn,
  signInCallback,
  welcome,
])

/**
 * Which file shows which page. Not said where the routes are: a page's own type asks for the types
 * of all routes, and would stand in their definition.
 */
const FILES: readonly (readonly [Shown, () => Promise<{ default: ComponentType }>])[] = [
  [home, () => import('./home.tsx')],
  [connections, () => import('./connections.tsx')],
  [connectionNew, () => import('./connection-new.tsx')],
  [connectionCallback, () => import('./connection-callback.tsx')],
  [connection, () => import('./connection.tsx')],
  [portalUser, () => import('./portal-user.tsx')],
  [plan, () => import('./plan.tsx')],
  [check, () => import('./check.tsx')],
  [intakes, () => import('./intakes.tsx')],
  [intakeNew, () => import('./intake-new.tsx')],
  [intake, () => import('./intake.tsx')],
  [groups, () => import('./groups.tsx')],
  [group, () => import('./group.tsx')],
  [people, () => import('./people.tsx')],
  [person, () => import('./person.tsx')],
  [requests, () => import('./requests.tsx')],
  [request, () => import('./request.tsx')],
  [reviews, () => import('./reviews.tsx')],
  [review, () => import('./review.tsx')],
  [activity, () => import('./activity.tsx')],
  [event, () => import('./event.tsx')],
  [explain, () => import('./explain.tsx')],
  [connectYourAi, () => import('./connect-your-ai.tsx')],
  [settings, () => import('./settings.tsx')],
  [account, () => import('./account.tsx')],
  [consent, () => import('./consent.tsx')],
  [signIn, () => import('./sign-in.tsx')],
  [signInCallback, () => import('./sign-in-callback.tsx')],
  [welcome, () => import('./welcome.tsx')],
]

interface Shown {
  update(options: { readonly component: RouteComponent }): unknown
}

for (const [route, load] of FILES) route.update({ component: lazyRouteComponent(pageFile(load)) })
