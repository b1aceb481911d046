import { describe, expect, test } from 'vitest';
import type { TurnId } from '../../../src-shared/model/ids.ts';
import { mapItem } from './map-item.ts';
import type { ThreadItem } from './protocol/generated/v2/ThreadItem';

const turnId = 'turn-1' as TurnId;
const head = (id: string) => ({ id: `turn-1/${id}`, turnId, startedAt: null, completedAt: null });

const cases: [string, object, object][] = [
  [
    'MCP tool call',
    {
      type: 'mcpToolCall',
      id: 'c',
      server: 'tiny',
      tool: 'echo',
      status: 'completed',
      arguments: { text: 'yo' },
      result: {
        content: [
          { type: 'text', text: 'echo: yo' },
          { type: 'image', data: 'AA', mimeType: 'image/webp' },
          { type: 'resource', uri: 'x:' },
        ],
        structuredContent: { text: 'yo' },
        _meta: null,
      },
      error: null,
      durationMs: 3,
    },
    {
      ...head('c'),
      kind: 'toolCall',
      origin: 'mcp',
      server: 'tiny',
      tool: 'echo',
      status: 'completed',
      arguments: '{\n  "text": "yo"\n}',
      progress: null,
      result: [
        { kind: 'text', text: 'echo: yo' },
        { kind: 'image', source: 'data:image/webp;base64,AA' },
        { kind: 'json', json: '{\n  "type": "resource",\n  "uri": "x:"\n}' },
      ],
      error: null,
      durationMs: 3,
    },
  ],
  [
    'MCP tool call that failed before it began',
    {
      type: 'mcpToolCall',
      id: 'c',
      server: 'tiny',
      tool: 'echo',
      status: 'failed',
      arguments: null,
      result: null,
      error: { message: 'no such tool' },
      durationMs: null,
    },
    {
      ...head('c'),
      kind: 'toolCall',
      origin: 'mcp',
      server: 'tiny',
      tool: 'echo',
      status: 'failed',
      arguments: 'null',
      progress: null,
      result: [],
      error: 'no such tool',
      durationMs: null,
    },
  ],
  [
    'dynamic tool call',
    {
      type: 'dynamicToolCall',
      id: 'd',
      namespace: 'browser',
      tool: 'click',
      arguments: { x: 1 },
      status: 'completed',
      contentItems: [
        { type: 'inputText', text: 'ok' },
        { type: 'inputImage', imageUrl: 'data:x' },
      ],
      success: false,
      durationMs: 1,
    },
    {
      ...head('d'),
      kind: 'toolCall',
      origin: 'dynamic',
      server: 'browser',
      tool: 'click',
      status: 'failed',
      arguments: '{\n  "x": 1\n}',
      progress: null,
      result: [
        { kind: 'text', text: 'ok' },
        { kind: 'image', source: 'data:x' },
      ],
      error: null,
      durationMs: 1,
    },
  ],
  [
    'function call output',
    { type: 'functionCallOutput', id: 'o', name: 'get', namespace: null, output: 'done' },
    {
      ...head('o'),
      kind: 'toolCall',
      origin: 'function',
      server: null,
      tool: 'get',
      status: 'completed',
      arguments: '',
      progress: null,
      result: [{ kind: 'text', text: 'done' }],
      error: null,
      durationMs: null,
    },
  ],
];

describe('a tool call', () => {
  test.each(cases)('%s', (_, item, expected) => {
    expect(mapItem(item as ThreadItem, { turnId, done: true })).toEqual(expected);
  });
});
