/** Pages and posts of the website, for holders of `content:read`. */
import { z } from 'zod'
import {
  CONTENT_KINDS,
  getContent,
  type ContentKind,
} from '../../../application/mcp/get-content.ts'
import { cursor, envelope, limit, pathId } from '../fields.ts'
import { defineTool } from '../tool.ts'

const { object_type: _, ...around } = envelope

export const getContentTool = defineTool({
  name: 'get_content',
  title: 'Get website content',
  description:
    'Lists site pages, landing pages, blog posts, blog authors or tags, latest changed first; with an id, shows one, a blog post with its text.',
  input: z.strictObject({
    kind: z.enum(Object.keys(CONTENT_KINDS) as [ContentKind, ...ContentKind[]]),
    id: pathId.optional().describe('Show this one alone, with its text.'),
    limit: limit(20, 100),
    cursor,
  }),
  output: z.looseObject({
    ...around,
    kind: z.string(),
    total: z.number(),
    returned: z.number(),
    content: z.array(z.looseObject({ id: z.string() })),
    next_cursor: z.string().optional(),
  }),
  shown: (view) => view.content,
  verb: getContent,
})
