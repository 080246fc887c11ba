// Pipelines and stages. A stage that records stand in cannot be removed; a PUT removes the stages
// that it does not name (KAL).
import { schemaScopes, type Access } from '../auth/scopes.ts'
import { isoInstant } from '../clock.ts'
import type { ObjectType } from '../portal/object-types.ts'
import type { Pipeline, Stage } from '../portal/pipelines.ts'
import { optionsOf } from '../portal/property-table.ts'
import { conflict, invalid, objectNotFound } from '../server/errors.ts'
import { missingFields, objectBody, type Json } from '../server/json-body.ts'
import {
  created,
  dated,
  mount,
  NO_CONTENT,
  ok,
  type Answer,
  type Call,
  type Route,
} from '../server/route.ts'
import { typeOf } from './params.ts'

const scopes = (access: Access) => (call: Call) => schemaScopes(typeOf(call), access)
const READ = scopes('read')
const WRITE = scopes('write')
const STAGES = '/:pipeline/stages'

export const pipelineRoutes: readonly Route[] = mount(
  dated('/crm/pipelines', '/:type', '/crm/v3/pipelines/:type'),
  [
    { method: 'GET', path: '', needs: READ, handle: list },
    { method: 'POST', path: '', needs: WRITE, handle: create },
    {
      method: 'GET',
      path: '/:pipeline',
      needs: READ,
      handle: (call) => ok(viewPipeline(needPipeline(call))),
    },
    { method: 'PUT', path: '/:pipeline', needs: WRITE, handle: replace },
    { method: 'PATCH', path: '/:pipeline', needs: WRITE, handle: update },
    { method: 'DELETE', path: '/:pipeline', needs: WRITE, handle: remove },
    { method: 'GET', path: '/:pipeline/audit', needs: READ, handle: audit },
    {
      method: 'GET',
      path: STAGES,
      needs: READ,
      handle: (call) => ok({ results: needPipeline(call).stages.map(viewStage) }),
    },
    { method: 'POST', path: STAGES, needs: WRITE, handle: createStage },
    {
      method: 'GET',
      path: `${STAGES}/:stage`,
      needs: READ,
      handle: (call) => ok(viewStage(needStage(call))),
    },
    { method: 'PUT', path: `${STAGES}/:stage`, needs: WRITE, handle: updateStage },
    { method: 'PATCH', path: `${STAGES}/:stage`, needs: WRITE, handle: updateStage },
    { method: 'DELETE', path: `${STAGES}/:stage`, needs: WRITE, handle: removeStage },
    { method: 'GET', path: `${STAGES}/:stage/audit`, needs: READ, handle: audit },
  ],
)

const pipelinesOf = (call: Call) => call.world.portal.pipelines.of(typeOf(call).typeId)

function list(call: Call): Answer {
  const pipelines = [...pipelinesOf(call).values()].sort((a, b) => a.displayOrder - b.displayOrder)
  return ok({ results: pipelines.map(viewPipeline) })
}

function create(call: Call): Answer {
  const { portal } = call.world
  const body = objectBody(call.body)
  checkLabel(call, body)
  const id = typeof body['pipelineId'] === 'string' ? body['pipelineId'] : portal.pipelines.nextId()
  const pipeline = makePipeline(call, id, body)
  pipelinesOf(call).set(id, pipeline)
  refreshOptions(call)
  return created(viewPipeline(pipeline))
}

function makePipeline(call: Call, id: string, body: Json): Pipeline {
  if (!Array.isArray(body['stages'])) throw missingFields(['stages'])
  return {
    id,
    label: String(body['label']),
    displayOrder: Number(body['displayOrder'] ?? 0),
    stages: body['stages'].map((raw, at) => makeStage(call, objectBody(raw), at)),
    createdAt: call.now,
    updatedAt: call.now,
    archived: false,
  }
}

/** Deal stages must say how probable the deal is; ticket stages, whether they are closed. */
function makeStage(call: Call, body: Json, at: number): Stage {
  if (typeof body['label'] !== 'string') throw missingFields(['label'])
  const metadata = Object.fromEntries(
    Object.entries(objectBody(body['metadata'] ?? {})).map(([name, value]) => [
      name,
      String(value),
    ]),
  )
  const type = typeOf(call)
  if (type.typeId === '0-3') {
    const probability = Number(metadata['probability'])
    if (!(probability >= 0 && probability <= 1)) {
      throw invalid('Stage metadata must contain a probability between 0.0 and 1.0.')
    }
    metadata['isClosed'] ??= String(probability === 0 || probability === 1)
  }
  if (type.typeId === '0-5' && metadata['ticketState'] !== undefined) {
    metadata['isClosed'] = String(metadata['ticketState'] === 'CLOSED')
  }
  return {
    id:
      typeof body['stageId'] === 'string' ? body['stageId'] : call.world.portal.pipelines.nextId(),
    label: body['label'],
    displayOrder: Number(body['displayOrder'] ?? at),
    metadata,
    createdAt: call.now,
    updatedAt: call.now,
    archived: false,
  }
}

function checkLabel(call: Call, body: Json, own?: Pipeline): void {
  if (typeof body['label'] !== 'string' || body['label'] === '') throw missingFields(['label'])
  const taken = [...pipelinesOf(call).values()].some(
    (one) => one !== own && one.label === body['label'],
  )
  if (taken)
    throw conflict(`There is already a pipeline with the label '${body['label']}'.`, {
      category: 'OBJECT_ALREADY_EXISTS',
    })
}

function replace(call: Call): Answer {
  const before = needPipeline(call)
  const body = objectBody(call.body)
  checkLabel(call, body, before)
  const after = { ...makePipeline(call, before.id, body), createdAt: before.createdAt }
  const kept = new Set(after.stages.map((stage) => stage.id))
  for (const stage of before.stages) if (!kept.has(stage.id)) refuseInUse(call, stage)
  pipelinesOf(call).set(before.id, after)
  refreshOptions(call)
  return ok(viewPipeline(after))
}

function update(call: Call): Answer {
  const pipeline = needPipeline(call)
  const body = objectBody(call.body)
  if (body['label'] !== undefined) {
    checkLabel(call, body, pipeline)
    pipeline.label = String(body['label'])
  }
  if (typeof body['displayOrder'] === 'number') pipeline.displayOrder = body['displayOrder']
  pipeline.updatedAt = call.now
  refreshOptions(call)
  return ok(viewPipeline(pipeline))
}

function remove(call: Call): Answer {
  const pipeline = pipelinesOf(call).get(call.params['pipeline']!)
  if (!pipeline) return NO_CONTENT
  for (const stage of pipeline.stages) refuseInUse(call, stage)
  pipelinesOf(call).delete(pipeline.id)
  refreshOptions(call)
  return NO_CONTENT
}

function createStage(call: Call): Answer {
  const pipeline = needPipeline(call)
  const stage = makeStage(call, objectBody(call.body), pipeline.stages.length)
  pipeline.stages.push(stage)
  refreshOptions(call)
  return created(viewStage(stage))
}

function updateStage(call: Call): Answer {
  const stage = needStage(call)
  const body = objectBody(call.body)
  if (typeof body['label'] === 'string') stage.label = body['label']
  if (typeof body['displayOrder'] === 'number') stage.displayOrder = body['displayOrder']
  for (const [name, value] of Object.entries(objectBody(body['metadata'] ?? {})))
    stage.metadata[name] = String(value)
  stage.updatedAt = call.now
  refreshOptions(call)
  return ok(viewStage(stage))
}

function removeStage(call: Call): Answer {
  const pipeline = needPipeline(call)
  const stage = needStage(call)
  refuseInUse(call, stage)
  pipeline.stages = pipeline.stages.filter((one) => one !== stage)
  refreshOptions(call)
  return NO_CONTENT
}

/** Counts the records of the stage by their property; a few seeded ones are enough to refuse. */
function refuseInUse(call: Call, stage: Stage): void {
  const type = typeOf(call)
  if (!type.pipeline) return
  const store = call.world.portal.store(type)
  const name = type.pipeline.stage
  const seeded = store.column(name).some((value, n) => value === stage.id && store.untouched(n))
  const written = [...store.indexed(Number.POSITIVE_INFINITY)].some(
    (record) => !record.archived && record.properties[name] === stage.id,
  )
  if (!seeded && !written) return
  throw invalid(`Stage IDs: [${stage.id}] are being referenced by objects and cannot be deleted`, {
    subCategory: 'PipelineError.STAGE_ID_IN_USE',
    context: { stageId: [stage.id] },
  })
}

/** The stage and pipeline properties offer what the pipelines hold. */
function refreshOptions(call: Call): void {
  const { portal } = call.world
  const type: ObjectType = typeOf(call)
  if (!type.pipeline) return
  const pipelines = [...pipelinesOf(call).values()]
  const lists = [
    [type.pipeline.pipeline, pipelines],
    [type.pipeline.stage, pipelines.flatMap((one) => one.stages)],
  ] as const
  for (const [name, items] of lists) {
    const property = portal.properties.find(type.typeId, name)
    if (!property) continue
    property.options = optionsOf(items.map((item) => item.id)).map((option, at) => ({
      ...option,
      label: items[at]!.label,
    }))
  }
}

function audit(call: Call): Answer {
  needPipeline(call)
  return ok({ results: [] })
}

function needPipeline(call: Call): Pipeline {
  const pipeline = pipelinesOf(call).get(call.params['pipeline']!)
  if (!pipeline) throw objectNotFound(`Could not find pipeline with ID ${call.params['pipeline']}`)
  return pipeline
}

function needStage(call: Call): Stage {
  const stage = needPipeline(call).stages.find((one) => one.id === call.params['stage'])
  if (!stage) throw objectNotFound(`Could not find stage with ID ${call.params['stage']}`)
  return stage
}

const viewStage = (stage: Stage) => ({
  ...stage,
  createdAt: isoInstant(stage.createdAt),
  updatedAt: isoInstant(stage.updatedAt),
  writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
})

const viewPipeline = (pipeline: Pipeline) => ({
  ...pipeline,
  stages: pipeline.stages.map(viewStage),
  createdAt: isoInstant(pipeline.createdAt),
  updatedAt: isoInstant(pipeline.updatedAt),
})
