/** Routes of the users inside portals: a reading line by line, and what is known of them. */
import { closeAlert, listAlerts } from '../../../application/people/alerts.ts'
import { linkUser, unlinkUser } from '../../../application/people/link-user.ts'
import { setPeopleSettings, showPeopleSettings } from '../../../application/people/settings.ts'
import { listReadings } from '../../../application/people/show-readings.ts'
import { showTimeline } from '../../../application/people/show-timeline.ts'
import { catalogueOf, listUsers, showUser } from '../../../application/people/show-users.ts'
import { startSync } from '../../../application/people/sync-people.ts'
import { portalPeopleEndpoints as endpoints } from '../contract/people.ts'
import {
  alertView,
  changeView,
  namesOf,
  portalUserView,
  readingView,
  syncProgressView,
} from '../portal-user-views.ts'
import { lines } from '../lines.ts'
import { route, streamingRoute } from '../route.ts'

export const portalPeopleRoutes = [
  streamingRoute(endpoints.sync, async ({ ctx, params }) =>
    lines((await startSync(ctx, params)).progress, syncProgressView),
  ),
  route(endpoints.readings, async ({ ctx, params }) => ({
    items: (await listReadings(ctx, params)).map(readingView),
  })),
  route(endpoints.users, async ({ ctx, params, query }) => {
    const { team, permissionSet, ...rest } = query
    const found = await listUsers(ctx, {
      ...params,
      ...rest,
      teamId: team,
      permissionSetId: permissionSet,
    })
    const catalogue = catalogueOf(found.snapshot)
    const names = namesOf(catalogue)
    return {
      items: found.items.map((one) => portalUserView(one, names, found.people)),
      next: found.next,
      total: found.total,
      snapshot: found.snapshot && readingView(found.snapshot),
      teams: catalogue.teams.map(({ id, name }) => ({ id, name })),
      permissionSets: catalogue.permissionSets.map(({ id, name }) => ({ id, name })),
      seats: [...catalogue.seats],
    }
  }),
  route(endpoints.user, async ({ ctx, params }) => {
    const shown = await showUser(ctx, params)
    const { connection, user, snapshot, people, alerts, changes, actors, elevated } = shown
    const names = namesOf(catalogueOf(snapshot))
    return {
      user: portalUserView(user, names, people),
      snapshot: snapshot && readingView(snapshot),
      openAlerts: alerts.map((one) => alertView(one, actors)),
      changes: changes.map((one) => changeView(one, names, actors, connection)),
      elevated: elevated && {
        request: elevated.id,
        state: elevated.state,
        endsAt: elevated.endsAt?.toISOString() ?? null,
      },
    }
  }),
  route(endpoints.link, async ({ ctx, params, body }) => {
    await linkUser(ctx, { ...params, ...body })
    return undefined
  }),
  route(endpoints.unlink, async ({ ctx, params }) => {
    await unlinkUser(ctx, params)
    return undefined
  }),
  route(endpoints.timeline, async ({ ctx, params, query }) => {
    const {
      connection,
      items,
      next,
      snapshot,
      names: emails,
    } = await showTimeline(ctx, { ...params, ...query })
    const names = namesOf(catalogueOf(snapshot))
    return { items: items.map((one) => changeView(one, names, emails, connection)), next }
  }),
  route(endpoints.alerts, async ({ ctx, params }) => {
    const { items, counts, names } = await listAlerts(ctx, params)
    return {
      items: items.map((one) => alertView(one, names)),
      counts: counts.map(({ kind, open }) => ({ kind, open })),
    }
  }),
  route(endpoints.closeAlert, async ({ ctx, params }) => {
    await closeAlert(ctx, params)
    return undefined
  }),
  route(endpoints.settings, ({ ctx, params }) => showPeopleSettings(ctx, params).then(copied)),
  route(endpoints.setSettings, ({ ctx, params, body }) =>
    setPeopleSettings(ctx, { ...params, settings: body }).then(copied),
  ),
]

const copied = ({ everyHours, rules }: Awaited<ReturnType<typeof showPeopleSettings>>) => ({
  everyHours,
  rules: {
    ...rules,
    domains: [...rules.domains],
    serviceAddresses: [...rules.serviceAddresses],
  },
})
