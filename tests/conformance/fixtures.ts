/**
 * Tools that the official suite calls to see how a server answers. They stand behind the product's
 * own MCP door, so that everything around them (who asks, framing, errors, lists) is the real thing.
 * What the door cannot carry is not pretended here: `baseline-*.yml` names it, with reasons.
 */
import type { CallToolResult } from '@modelcontextprotocol/server'
import type { Fixture } from '../../src/surfaces/mcp/protocol.ts'

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='
const SILENCE = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA='

const text = (words: string) => ({ type: 'text', text: words }) as const
const image = { type: 'image', data: PIXEL, mimeType: 'image/png' } as const

const fixture = (name: string, answer: CallToolResult, inputSchema: object = {}): Fixture => ({
  tool: { name, description: name, inputSchema: { type: 'object', ...inputSchema } },
  call: () => answer,
})

export const FIXTURES: readonly Fixture[] = [
  fixture('test_simple_text', { content: [text('This is a simple text response for testing.')] }),
  fixture('test_image_content', { content: [image] }),
  fixture('test_audio_content', {
    content: [{ type: 'audio', data: SILENCE, mimeType: 'audio/wav' }],
  }),
  fixture('test_embedded_resource', {
    content: [
      {
        type: 'resource',
        resource: {
          uri: 'test://embedded-resource',
          mimeType: 'text/plain',
          text: 'This is an embedded resource content.',
        },
      },
    ],
  }),
  fixture('test_multiple_content_types', {
    content: [
      text('Multiple content types test:'),
      image,
      {
        type: 'resource',
        resource: {
          uri: 'test://mixed-content-resource',
          mimeType: 'application/json',
          text: '{"test":"data","value":123}',
        },
      },
    ],
  }),
  fixture('test_error_handling', {
    isError: true,
    content: [text('This tool intentionally returns an error for testing')],
  }),
  fixture(
    'json_schema_2020_12_tool',
    { content: [text('ok')] },
    {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $defs: {
        address: {
          $anchor: 'addressDef',
          type: 'object',
          properties: { street: { type: 'string' }, city: { type: 'string' } },
        },
      },
      properties: {
        name: { type: 'string' },
        address: { $ref: '#/$defs/address' },
        contactMethod: { type: 'string', enum: ['phone', 'email'] },
        phone: { type: 'string' },
        email: { type: 'string' },
      },
      allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
      if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
      // oxlint would take a plain `then` for a promise.
      ['then' as string]: { required: ['phone'] },
      else: { required: ['email'] },
      additionalProperties: false,
    },
  ),
]
