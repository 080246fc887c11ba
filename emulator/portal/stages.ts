// What a record's pipeline stage says about it: where it starts, and whether a deal is closed.
import type { ObjectType } from './object-types.ts'
import type { Portal } from './portal.ts'

type Values = Record<string, string | null>

/** The first pipeline, for records created without one. */
export function startingPipeline(portal: Portal, type: ObjectType): Record<string, string> {
  const first = type.pipeline && portal.pipelines.of(type.typeId).keys().next().value
  return type.pipeline && first ? { [type.pipeline.pipeline]: first } : {}
}

/** The read-only properties of a deal that follow from its stage. */
export function derivedFromStage(portal: Portal, type: ObjectType, values: Values): Values {
  if (type.typeId !== '0-3' || !values['dealstage']) return {}
  const stages = [...portal.pipelines.of(type.typeId).values()].flatMap((one) => one.stages)
  return dealFacts(
    stages.find((stage) => stage.id === values['dealstage'])?.metadata['probability'],
  )
}

export function dealFacts(probability: string | undefined): Values {
  const chance = Number(probability)
  if (probability === undefined || Number.isNaN(chance)) return {}
  return {
    hs_deal_stage_probability: String(chance),
    hs_is_closed: String(chance === 0 || chance === 1),
    hs_is_closed_won: String(chance === 1),
  }
}
