// The official SDK is the oracle: its client runs against the portal, family by family, and its
// generated models check the shape of each raw answer.
import { Client } from '@hubspot/api-client'
import * as cmsBlogsAuthorsModels from '@hubspot/api-client/lib/codegen/cms/blogs/authors/index.js'
import * as cmsBlogsBlogPostsModels from '@hubspot/api-client/lib/codegen/cms/blogs/blog_posts/index.js'
import * as cmsBlogsTagsModels from '@hubspot/api-client/lib/codegen/cms/blogs/tags/index.js'
import * as cmsPagesModels from '@hubspot/api-client/lib/codegen/cms/pages/index.js'
import * as associationsV4SchemaModels from '@hubspot/api-client/lib/codegen/crm/associations/v4/schema/index.js'
import * as companiesModels from '@hubspot/api-client/lib/codegen/crm/companies/index.js'
import * as contactsModels from '@hubspot/api-client/lib/codegen/crm/contacts/index.js'
import * as listsModels from '@hubspot/api-client/lib/codegen/crm/lists/index.js'
import * as objectsModels from '@hubspot/api-client/lib/codegen/crm/objects/index.js'
import * as ownersModels from '@hubspot/api-client/lib/codegen/crm/owners/index.js'
import * as pipelinesModels from '@hubspot/api-client/lib/codegen/crm/pipelines/index.js'
import * as propertiesModels from '@hubspot/api-client/lib/codegen/crm/properties/index.js'
import * as schemasModels from '@hubspot/api-client/lib/codegen/crm/schemas/index.js'
import * as eventsModels from '@hubspot/api-client/lib/codegen/events/index.js'
import * as filesModels from '@hubspot/api-client/lib/codegen/files/index.js'
import * as marketingEmailsModels from '@hubspot/api-client/lib/codegen/marketing/emails/index.js'
import * as marketingFormsModels from '@hubspot/api-client/lib/codegen/marketing/forms/index.js'
import * as settingsUsersModels from '@hubspot/api-client/lib/codegen/settings/users/index.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Emulator } from './index.ts'
import { asker, startPortal, type Ask } from './testing/portal.ts'
import { misfits, type Models } from './testing/sdk-shape.ts'

let emulator: Emulator
let client: Client
let ask: Ask

beforeAll(async () => {
  emulator = await startPortal()
  client = new Client({ accessToken: emulator.tokens[0]!.secret, basePath: emulator.url })
  ask = asker(emulator)
})
afterAll(() => emulator.close())

/** Raw answers and the SDK model that describes each. */
const SHAPES: [path: string, model: string, models: Models][] = [
  [
    '/crm/v3/objects/contacts?limit=2&associations=companies,deals&propertiesWithHistory=email',
    'CollectionResponseSimplePublicObjectWithAssociationsForwardPaging',
    contactsModels,
  ],
  [
    '/crm/v3/objects/companies',
    'CollectionResponseSimplePublicObjectWithAssociationsForwardPaging',
    companiesModels,
  ],
  [
    '/crm/v3/objects/p1234567_car?associations=contacts',
    'CollectionResponseSimplePublicObjectWithAssociationsForwardPaging',
    objectsModels,
  ],
  ['/crm/v3/owners', 'CollectionResponsePublicOwnerForwardPaging', ownersModels],
  ['/crm/v3/properties/deals', 'CollectionResponsePropertyNoPaging', propertiesModels],
  ['/crm/v3/properties/deals/amount', 'Property', propertiesModels],
  ['/crm/v3/properties/deals/groups', 'CollectionResponsePropertyGroupNoPaging', propertiesModels],
  ['/crm/v3/pipelines/deals', 'CollectionResponsePipelineNoPaging', pipelinesModels],
  ['/crm-object-schemas/v3/schemas', 'CollectionResponseObjectSchemaNoPaging', schemasModels],
  [
    '/crm/v4/associations/contacts/companies/labels',
    'CollectionResponseAssociationSpecWithLabelNoPaging',
    associationsV4SchemaModels,
  ],
  ['/crm/v3/lists/1', 'ListFetchResponse', listsModels],
  ['/crm/v3/lists/2/memberships', 'ApiCollectionResponseJoinTimeAndRecordId', listsModels],
  [
    '/marketing/v3/forms',
    'CollectionResponseFormDefinitionBaseForwardPaging',
    marketingFormsModels,
  ],
  [
    '/marketing/v3/emails',
    'CollectionResponseWithTotalPublicEmailForwardPaging',
    marketingEmailsModels,
  ],
  ['/files/v3/files/search', 'CollectionResponseFile', filesModels],
  ['/cms/v3/pages/site-pages', 'CollectionResponseWithTotalPageForwardPaging', cmsPagesModels],
  [
    '/cms/v3/blogs/posts',
    'CollectionResponseWithTotalBlogPostForwardPaging',
    cmsBlogsBlogPostsModels,
  ],
  ['/cms/v3/blogs/tags', 'CollectionResponseWithTotalTagForwardPaging', cmsBlogsTagsModels],
  [
    '/cms/v3/blogs/authors',
    'CollectionResponseWithTotalBlogAuthorForwardPaging',
    cmsBlogsAuthorsModels,
  ],
  ['/events/v3/events', 'CollectionResponseExternalUnifiedEvent', eventsModels],
  ['/settings/v3/users', 'CollectionResponsePublicUserForwardPaging', settingsUsersModels],
]

test.each(SHAPES)(
  'the answer of %s fits the SDK, so a typed client reads it without surprise',
  async (path, model, models) => {
    expect(models[model], model).toBeDefined()
    const { status, json } = await ask('GET', path)
    expect(status).toBe(200)
    expect(json.results?.length ?? 1).toBeGreaterThan(0)
    expect(misfits(json, model, models)).toEqual([])
  },
)

test('the oracle can fail: a wrong type and an unknown field are found, however deep', () => {
  const wrong = {
    results: [
      {
        id: 7,
        properties: { email: 1 },
        nonsense: true,
        associations: { companies: { results: [{ id: '1', kind: 'x' }] } },
      },
    ],
  }
  const type = 'CollectionResponseSimplePublicObjectWithAssociationsForwardPaging'
  expect(misfits(wrong, type, contactsModels)).toEqual([
    '$.results[0].id: number instead of string',
    '$.results[0].properties.email: number instead of string',
    '$.results[0].nonsense: not in SimplePublicObjectWithAssociations',
    '$.results[0].associations.companies.results[0].kind: not in AssociatedId',
  ])
})

test('a contact lives its whole life through the SDK: created, read, changed, found, archived', async () => {
  const { basicApi, searchApi } = client.crm.contacts
  const made = await basicApi.create({
    properties: { email: 'Ines.Nowak@new.example', firstname: 'Ines' },
    associations: [],
  })
  expect(made.properties['email']).toBe('ines.nowak@new.example')
  const read = await basicApi.getById(made.id, ['firstname', 'phone'], ['firstname'])
  expect(read.properties).toMatchObject({ firstname: 'Ines', phone: null })
  expect(read.propertiesWithHistory?.['firstname']?.[0]?.value).toBe('Ines')
  await basicApi.update(made.id, { properties: { firstname: 'Inés' } })
  const byEmail = await basicApi.getById(
    'ines.nowak@new.example',
    ['firstname'],
    undefined,
    undefined,
    false,
    'email',
  )
  expect(byEmail.id).toBe(made.id)
  const found = await searchApi.doSearch({
    filterGroups: [
      {
        filters: [
          { propertyName: 'email', operator: 'EQ' as never, value: 'INES.NOWAK@new.example' },
        ],
      },
    ],
    properties: ['firstname'],
    limit: 5,
    after: '0',
    sorts: [],
  })
  expect(found).toMatchObject({
    total: 1,
    results: [{ id: made.id, properties: { firstname: 'Inés' } }],
  })
  await basicApi.archive(made.id)
  await expect(basicApi.getById(made.id)).rejects.toMatchObject({ code: 404 })
  expect((await basicApi.getById(made.id, [], [], [], true)).archived).toBe(true)
})

test('every contact is met exactly once through list paging, which is what a copy relies on', async () => {
  const all = await client.crm.contacts.getAll(100)
  const ids = all.map((contact) => Number(contact.id))
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toEqual([...ids].sort((a, b) => a - b))
})

test('batches answer as the SDK expects, with 207 and the missing ids named', async () => {
  const { batchApi, basicApi } = client.crm.companies
  const page = await basicApi.getPage(2)
  const inputs = [...page.results.map(({ id }) => ({ id })), { id: '999' }]
  const read = await batchApi.read({ inputs, properties: ['name'], propertiesWithHistory: [] })
  expect(read.results).toHaveLength(2)
  expect(read).toMatchObject({
    numErrors: 1,
    errors: [{ category: 'OBJECT_NOT_FOUND', context: { ids: ['999'] } }],
  })
  const made = await batchApi.create({
    inputs: [{ properties: { name: 'Batch One' }, associations: [] }],
  })
  expect(made.results[0]?.properties['name']).toBe('Batch One')
  const updated = await batchApi.update({
    inputs: [{ id: made.results[0]!.id, properties: { name: 'Batch Two' } }],
  })
  expect(updated.results[0]?.properties['name']).toBe('Batch Two')
  const input = { id: 'ext-1', idProperty: 'external_id', properties: { name: 'Upserted' } }
  expect((await batchApi.upsert({ inputs: [input] })).results[0]).toMatchObject({ _new: true })
  expect((await batchApi.upsert({ inputs: [input] })).results[0]).toMatchObject({ _new: false })
  await batchApi.archive({ inputs: [{ id: made.results[0]!.id }] })
})

test('associations made by the SDK are seen from both ends', async () => {
  const [contact] = (await client.crm.contacts.basicApi.getPage(1)).results
  const deal = await client.crm.deals.basicApi.create({
    properties: { dealname: 'New', dealstage: 'contractsent' },
    associations: [],
  })
  const { v4 } = client.crm.associations
  await v4.basicApi.create('deals', deal.id, 'contacts', contact!.id, [
    { associationCategory: 'HUBSPOT_DEFINED' as never, associationTypeId: 3 },
  ])
  const forward = await v4.basicApi.getPage('deals', deal.id, 'contacts')
  expect(forward.results.map((one) => one.toObjectId)).toEqual([contact!.id])
  const backward = await v4.basicApi.getPage('contacts', contact!.id, 'deals')
  expect(backward.results.map((one) => one.toObjectId)).toContain(deal.id)
  const read = await v4.batchApi.getPage('deals', 'contacts', { inputs: [{ id: deal.id }] })
  expect(read.results[0]?.to).toHaveLength(1)
  await v4.basicApi.archive('deals', deal.id, 'contacts', contact!.id)
  expect((await v4.basicApi.getPage('deals', deal.id, 'contacts')).results).toEqual([])
})

test('properties, pipelines and schemas can be managed through the SDK', async () => {
  const { properties, pipelines, schemas } = client.crm
  const made = await properties.coreApi.create('contacts', {
    name: 'shoe_size',
    label: 'Shoe size',
    type: 'number' as never,
    fieldType: 'number' as never,
    groupName: 'contactinformation',
  })
  expect(made.hubspotDefined).toBe(false)
  await properties.coreApi.archive('contacts', 'shoe_size')
  const pipeline = await pipelines.pipelinesApi.create('tickets', {
    label: 'Returns',
    displayOrder: 1,
    stages: [{ label: 'Received', displayOrder: 0, metadata: { ticketState: 'OPEN' } }],
  })
  expect(pipeline.stages).toHaveLength(1)
  await pipelines.pipelinesApi.archive('tickets', pipeline.id)
  const schema = await schemas.coreApi.create({
    name: 'boat',
    labels: { singular: 'Boat', plural: 'Boats' },
    primaryDisplayProperty: 'hull',
    requiredProperties: ['hull'],
    searchableProperties: ['hull'],
    secondaryDisplayProperties: [],
    properties: [{ name: 'hull', label: 'Hull', type: 'string', fieldType: 'text' }],
    associatedObjects: ['CONTACT'],
  } as never)
  expect(schema.fullyQualifiedName).toBe('p1234567_boat')
  const boat = await client.crm.objects.basicApi.create('boat', {
    properties: { hull: 'Alma' },
    associations: [],
  })
  expect(
    (await client.crm.objects.basicApi.getById(schema.objectTypeId!, boat.id, ['hull'])).properties[
      'hull'
    ],
  ).toBe('Alma')
})

test('activities, commerce, owners, lists and content are reached through the SDK', async () => {
  const { objects, products, lineItems, quotes, owners, lists } = client.crm
  for (const api of [
    objects.notes,
    objects.calls,
    objects.meetings,
    objects.tasks,
    objects.emails,
    products,
    lineItems,
    quotes,
  ]) {
    expect((await api.basicApi.getPage(1)).results).toHaveLength(1)
  }
  const note = await objects.notes.basicApi.create({
    properties: { hs_timestamp: '2026-11-01T10:00:00Z', hs_note_body: 'Called.' },
    associations: [],
  })
  expect(note.properties['hs_timestamp']).toBe('2026-11-01T10:00:00.000Z')
  expect((await owners.ownersApi.getPage()).results.length).toBe(11)
  expect((await lists.listsApi.doSearch({ query: 'customers' })).total).toBe(1)
  const page = await client.cms.pages.sitePagesApi.getPage()
  expect(page.total).toBeGreaterThan(0)
  const posts = await client.cms.blogs.blogPosts.basicApi.getPage()
  expect(posts.results[0]?.created).toBeInstanceOf(Date)
  expect((await client.marketing.forms.formsApi.getPage()).results.length).toBeGreaterThan(0)
  expect((await client.files.filesApi.doSearch()).results.length).toBeGreaterThan(0)
})
