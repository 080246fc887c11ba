// Pipelines and their stages, per object type.
import { DEAL_STAGES, TICKET_STAGES, type SeedStage } from '../seed/pipelines.ts'

export type Stage = {
  id: string
  label: string
  displayOrder: number
  metadata: Record<string, string>
  createdAt: number
  updatedAt: number
  archived: boolean
}

export type Pipeline = {
  id: string
  label: string
  displayOrder: number
  stages: Stage[]
  createdAt: number
  updatedAt: number
  archived: boolean
}

export class PipelineBook {
  readonly #byType = new Map<string, Map<string, Pipeline>>()
  #nextId = 900_001

  constructor(at: number) {
    this.#seed('0-3', 'default', 'Sales Pipeline', DEAL_STAGES, at)
    this.#seed('0-5', '0', 'Support Pipeline', TICKET_STAGES, at)
  }

  of(typeId: string): Map<string, Pipeline> {
    let pipelines = this.#byType.get(typeId)
    if (!pipelines) this.#byType.set(typeId, (pipelines = new Map<string, Pipeline>()))
    return pipelines
  }

  nextId(): string {
    this.#nextId += 1
    return String(this.#nextId - 1)
  }

  #seed(typeId: string, id: string, label: string, stages: readonly SeedStage[], at: number): void {
    this.of(typeId).set(id, {
      id,
      label,
      displayOrder: 0,
      stages: stages.map((stage, displayOrder) => ({
        ...stage,
        displayOrder,
        createdAt: at,
        updatedAt: at,
        archived: false,
      })),
      createdAt: at,
      updatedAt: at,
      archived: false,
    })
  }
}
