/**
 * Marketing: e-mails, forms, campaigns, events to attend, subscriptions. Where an answer or an
 * effect is about contacts (submissions, attendance, consent), the contact scope is needed too.
 */
import { family, READ_BY_POST, SETS_STATE, type Operation } from './operation.ts'

const READ_EMAIL = { scopes: ['marketing-email:read'] } as const
const WRITE_EMAIL = { scopes: ['marketing-email:write'] } as const
const SET_EMAIL = { ...WRITE_EMAIL, ...SETS_STATE } as const
const STATISTICS = { scopes: ['analytics:read'] } as const
/** Statistics that come along when asked for. */
const WITH_STATS = {
  scopesInQuery: { includeStats: STATISTICS.scopes, variantStats: STATISTICS.scopes },
} as const
/** A span of time brings an asset's metrics along. */
const WITH_METRICS = {
  scopesInQuery: { startDate: STATISTICS.scopes, endDate: STATISTICS.scopes },
} as const
const FORMS = { scopes: ['forms:read'] } as const
const WRITE_FORMS = { scopes: ['forms:write'] } as const
const CAMPAIGNS = { scopes: ['objects.campaigns:read'] } as const
const WRITE_CAMPAIGNS = { scopes: ['objects.campaigns:write'] } as const
const EVENTS = { scopes: ['objects.marketing_events:read'] } as const
const WRITE_EVENTS = { scopes: ['objects.marketing_events:write'] } as const
const ATTENDANCE = { scopes: ['objects.marketing_events:read', 'contacts:read'] } as const
const ATTEND = { scopes: ['objects.marketing_events:write', 'contacts:write'] } as const
const EVENT_LISTS = { scopes: ['objects.marketing_events:read', 'lists:read'] } as const
const LINK_LISTS = { scopes: ['objects.marketing_events:write', 'lists:write'] } as const
const CONSENT = { scopes: ['marketing-email:read', 'contacts:read'] } as const
const CHANGE_CONSENT = { scopes: ['marketing-email:write', 'contacts:write'] } as const
const SET_CONSENT = { ...CHANGE_CONSENT, ...SETS_STATE } as const

export const MARKETING: readonly Operation[] = [
  ...family('marketing.emails', ['/marketing/v3/emails', '/marketing/emails/{date}'], READ_EMAIL, [
    ['list', 'GET ', WITH_STATS],
    ['create', 'POST ', WRITE_EMAIL],
    ['clone', 'POST /clone', WRITE_EMAIL],
    ['create-variation', 'POST /ab-test/create-variation', WRITE_EMAIL],
    ['get', 'GET /{emailId}', WITH_STATS],
    ['update', 'PATCH /{emailId}', WRITE_EMAIL],
    ['delete', 'DELETE /{emailId}', WRITE_EMAIL],
    ['get-variation', 'GET /{emailId}/ab-test/get-variation', WITH_STATS],
    ['get-draft', 'GET /{emailId}/draft'],
    ['update-draft', 'PATCH /{emailId}/draft', WRITE_EMAIL],
    ['reset-draft', 'POST /{emailId}/draft/reset', SET_EMAIL],
    ['revisions', 'GET /{emailId}/revisions'],
    ['revision', 'GET /{emailId}/revisions/{revisionId}'],
    ['restore', 'POST /{emailId}/revisions/{revisionId}/restore', WRITE_EMAIL],
    ['restore-to-draft', 'POST /{emailId}/revisions/{revisionId}/restore-to-draft', WRITE_EMAIL],
    // Publishing sends: a second time could be a second mailing.
    ['publish', 'POST /{emailId}/publish', WRITE_EMAIL],
    ['unpublish', 'POST /{emailId}/unpublish', SET_EMAIL],
    ['statistics', 'GET /statistics/list', STATISTICS],
    ['histogram', 'GET /statistics/histogram', STATISTICS],
  ]),
  ...family('marketing.forms', ['/marketing/v3/forms'], FORMS, [
    ['list', 'GET '],
    ['create', 'POST ', WRITE_FORMS],
    ['get', 'GET /{formId}'],
    ['replace', 'PUT /{formId}', WRITE_FORMS],
    ['update', 'PATCH /{formId}', WRITE_FORMS],
    ['archive', 'DELETE /{formId}', WRITE_FORMS],
  ]),
  ...family('marketing.form-submissions', ['/form-integrations/v1/submissions/forms'], FORMS, [
    ['list', 'GET /{formId}', { scopes: ['forms:read', 'contacts:read'] }],
  ]),
  ...family(
    'marketing.campaigns',
    ['/marketing/v3/campaigns', '/marketing/campaigns/{date}'],
    CAMPAIGNS,
    [
      ['list', 'GET '],
      ['create', 'POST ', WRITE_CAMPAIGNS],
      ['get', 'GET /{campaignGuid}'],
      ['update', 'PATCH /{campaignGuid}', WRITE_CAMPAIGNS],
      ['delete', 'DELETE /{campaignGuid}', WRITE_CAMPAIGNS],
      ['batch-read', 'POST /batch/read', READ_BY_POST],
      ['batch-create', 'POST /batch/create', WRITE_CAMPAIGNS],
      ['batch-update', 'POST /batch/update', WRITE_CAMPAIGNS],
      ['batch-archive', 'POST /batch/archive', { ...WRITE_CAMPAIGNS, ...SETS_STATE }],
      ['assets', 'GET /{campaignGuid}/assets/{assetType}', WITH_METRICS],
      ['add-asset', 'PUT /{campaignGuid}/assets/{assetType}/{assetId}', WRITE_CAMPAIGNS],
      ['remove-asset', 'DELETE /{campaignGuid}/assets/{assetType}/{assetId}', WRITE_CAMPAIGNS],
      ['budget', 'GET /{campaignGuid}/budget/totals'],
      ['metrics', 'GET /{campaignGuid}/reports/metrics', STATISTICS],
      ['revenue', 'GET /{campaignGuid}/reports/revenue', STATISTICS],
      [
        'contacts',
        'GET /{campaignGuid}/reports/contacts/{contactType}',
        { scopes: ['analytics:read', 'contacts:read'] },
      ],
    ],
  ),
  ...family(
    'marketing.events',
    ['/marketing/v3/marketing-events', '/marketing/marketing-events/{date}'],
    EVENTS,
    [
      ['list', 'GET '],
      ['create', 'POST /events', WRITE_EVENTS],
      ['search', 'GET /events/search'],
      ['upsert', 'POST /events/upsert', WRITE_EVENTS],
      ['delete-many', 'POST /events/delete', { ...WRITE_EVENTS, ...SETS_STATE }],
      ['get-external', 'GET /events/{externalEventId}'],
      ['replace-external', 'PUT /events/{externalEventId}', WRITE_EVENTS],
      ['update-external', 'PATCH /events/{externalEventId}', WRITE_EVENTS],
      ['delete-external', 'DELETE /events/{externalEventId}', WRITE_EVENTS],
      ['cancel', 'POST /events/{externalEventId}/cancel', { ...WRITE_EVENTS, ...SETS_STATE }],
      ['complete', 'POST /events/{externalEventId}/complete', { ...WRITE_EVENTS, ...SETS_STATE }],
      ['attend', 'POST /events/{externalEventId}/{subscriberState}/upsert', ATTEND],
      ['attend-email', 'POST /events/{externalEventId}/{subscriberState}/email-upsert', ATTEND],
      ['record', 'POST /attendance/{externalEventId}/{subscriberState}/create', ATTEND],
      ['record-email', 'POST /attendance/{externalEventId}/{subscriberState}/email-create', ATTEND],
      ['record-own', 'POST /{objectId}/attendance/{subscriberState}/create', ATTEND],
      ['record-own-email', 'POST /{objectId}/attendance/{subscriberState}/email-create', ATTEND],
      ['batch-update', 'POST /batch/update', WRITE_EVENTS],
      ['batch-archive', 'POST /batch/archive', { ...WRITE_EVENTS, ...SETS_STATE }],
      ['get', 'GET /{objectId}'],
      ['update', 'PATCH /{objectId}', WRITE_EVENTS],
      ['delete', 'DELETE /{objectId}', WRITE_EVENTS],
      ['identifiers', 'GET /{externalEventId}/identifiers'],
      ['lists-external', 'GET /associations/{accountId}/{externalEventId}/lists', EVENT_LISTS],
      [
        'link-external',
        'PUT /associations/{accountId}/{externalEventId}/lists/{listId}',
        LINK_LISTS,
      ],
      [
        'unlink-external',
        'DELETE /associations/{accountId}/{externalEventId}/lists/{listId}',
        LINK_LISTS,
      ],
      ['lists', 'GET /associations/{marketingEventId}/lists', EVENT_LISTS],
      ['link', 'PUT /associations/{marketingEventId}/lists/{listId}', LINK_LISTS],
      ['unlink', 'DELETE /associations/{marketingEventId}/lists/{listId}', LINK_LISTS],
      ['of-contact', 'GET /participations/contacts/{contactIdentifier}/breakdown', ATTENDANCE],
      ['counts-external', 'GET /participations/{accountId}/{externalEventId}'],
      [
        'people-external',
        'GET /participations/{accountId}/{externalEventId}/breakdown',
        ATTENDANCE,
      ],
      ['counts', 'GET /participations/{marketingEventId}'],
      ['people', 'GET /participations/{marketingEventId}/breakdown', ATTENDANCE],
    ],
  ),
  ...family('marketing.subscriptions-v3', ['/communication-preferences/v3'], READ_EMAIL, [
    ['definitions', 'GET /definitions'],
    ['status', 'GET /status/email/{emailAddress}', CONSENT],
    // The second of two is an error there: the address is subscribed already, or no longer.
    ['subscribe', 'POST /subscribe', CHANGE_CONSENT],
    ['unsubscribe', 'POST /unsubscribe', CHANGE_CONSENT],
  ]),
  ...family(
    'marketing.subscriptions',
    ['/communication-preferences/v4', '/communication-preferences/{date}'],
    READ_EMAIL,
    [
      ['definitions', 'GET /definitions'],
      ['status', 'GET /statuses/{subscriberId}', CONSENT],
      ['set-status', 'POST /statuses/{subscriberId}', SET_CONSENT],
      ['unsubscribed', 'GET /statuses/{subscriberId}/unsubscribe-all', CONSENT],
      ['unsubscribe-all', 'POST /statuses/{subscriberId}/unsubscribe-all', SET_CONSENT],
      ['batch-status', 'POST /statuses/batch/read', { ...CONSENT, ...READ_BY_POST }],
      ['batch-set-status', 'POST /statuses/batch/write', SET_CONSENT],
      ['batch-unsubscribe-all', 'POST /statuses/batch/unsubscribe-all', SET_CONSENT],
      [
        'batch-unsubscribed',
        'POST /statuses/batch/unsubscribe-all/read',
        { ...CONSENT, ...READ_BY_POST },
      ],
    ],
  ),
]
