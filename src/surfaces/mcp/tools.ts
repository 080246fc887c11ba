/** Every tool, in the order in which clients see them. The order is part of the contract. */
import type { Tool } from './tool.ts'
import { getMyAccessTool } from './tools/get-my-access.ts'
import { getRecordsTool } from './tools/get-records.ts'
import { searchRecordsTool } from './tools/search-records.ts'

export const TOOLS: readonly Tool[] = [getMyAccessTool, searchRecordsTool, getRecordsTool]

export const toolByName: ReadonlyMap<string, Tool> = new Map(TOOLS.map((tool) => [tool.name, tool]))
