/** Every tool, in the order in which clients see them. The order is part of the contract. */
import type { Tool } from './tool.ts'
import { describeObjectTool } from './tools/describe-object.ts'
import { getAnalyticsTool } from './tools/get-analytics.ts'
import { getContentTool } from './tools/get-content.ts'
import { getMyAccessTool } from './tools/get-my-access.ts'
import { getRecordsTool } from './tools/get-records.ts'
import { listRelatedTool } from './tools/list-related.ts'
import { searchRecordsTool } from './tools/search-records.ts'
import { summarizeRecordsTool } from './tools/summarize-records.ts'
import { writeRecordsTool } from './tools/write-records.ts'

export const TOOLS: readonly Tool[] = [
  getMyAccessTool,
  describeObjectTool,
  searchRecordsTool,
  getRecordsTool,
  listRelatedTool,
  summarizeRecordsTool,
  getContentTool,
  getAnalyticsTool,
  writeRecordsTool,
]

export const toolByName: ReadonlyMap<string, Tool> = new Map(TOOLS.map((tool) => [tool.name, tool]))
