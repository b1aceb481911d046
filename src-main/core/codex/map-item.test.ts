import { describe, expect, test } from 'vitest';
import type { TurnId } from '../../../src-shared/model/ids.ts';
import type { Item } from '../../../src-shared/model/item.ts';
import { OUTPUT_CAP_CHARS } from '../../../src-shared/model/item.ts';
import { mapItem } from './map-item.ts';
import type { ThreadItem } from './protocol/generated/v2/ThreadItem';

const turnId = 'turn-1' as TurnId;
/** Items as the servers send them; 0.124's lack many of the fields the bundled types demand. */
const map = (item: object, done = true): Item => mapItem(item as ThreadItem, { turnId, done });
const head = (id: string) => ({ id: `turn-1/${id}`, turnId, startedAt: null, completedAt: null });

const command = {
  type: 'commandExecution',
  id: 'call_1',
  command: "/bin/bash -lc 'echo hi; ls -la'",
  cwd: '/project',
  processId: '7909',
  source: 'unifiedExecStartup',
  status: 'completed',
  commandActions: [{ type: 'listFiles', command: 'ls -la', path: null }],
  aggregatedOutput: 'hi\n',
  exitCode: 0,
  durationMs: 4,
};

const cases: [string, object, object][] = [
  [
    'user message with every kind of part',
    {
      type: 'userMessage',
      id: 'u',
      clientId: null,
      content: [
        { type: 'text', text: 'look', text_elements: [] },
        { type: 'localImage', path: '/a.png' },
        { type: 'image', url: 'data:image/png;base64,AA' },
        { type: 'image', fileId: 'file-1' },
        { type: 'mention', name: 'a.ts', path: '/a.ts' },
        { type: 'skill', name: 'review', path: '/s/SKILL.md' },
        { type: 'localAudio', path: '/a.wav' },
      ],
      startedAtMs: 5,
      completedAtMs: 6,
    },
    {
      ...head('u'),
      startedAt: 5,
      completedAt: 6,
      kind: 'userMessage',
      parts: [
        { kind: 'text', text: 'look' },
        { kind: 'image', source: '/a.png' },
        { kind: 'image', source: 'data:image/png;base64,AA' },
        { kind: 'image', source: 'file-1' },
        { kind: 'mention', name: 'a.ts', path: '/a.ts' },
        { kind: 'skill', name: 'review', path: '/s/SKILL.md' },
        { kind: 'mention', name: '/a.wav', path: '/a.wav' },
      ],
    },
  ],
  [
    'agent message of 0.124',
    { type: 'agentMessage', id: 'm', text: 'Hello', phase: null, memoryCitation: null },
    { ...head('m'), kind: 'agentMessage', text: 'Hello', phase: null, status: 'completed' },
  ],
  [
    'agent message with questions',
    {
      type: 'agentMessage',
      id: 'm',
      text: 'Which?',
      phase: 'final_answer',
      questions: [
        { title: 'Colour', options: ['red', 'blue'] },
        { title: 'Size', options: null },
      ],
    },
    {
      ...head('m'),
      kind: 'agentMessage',
      text: 'Which?\n\n- Colour\n  - red\n  - blue\n- Size',
      phase: 'final',
      status: 'completed',
    },
  ],
  [
    'reasoning prefers its summary',
    { type: 'reasoning', id: 'r', summary: ['**A**', '**B**'], content: ['raw'] },
    { ...head('r'), kind: 'reasoning', text: '**A**\n\n**B**', status: 'completed' },
  ],
  [
    'raw reasoning where there is no summary',
    { type: 'reasoning', id: 'r', summary: [], content: ['raw'] },
    { ...head('r'), kind: 'reasoning', text: 'raw', status: 'completed' },
  ],
  ['plan', { type: 'plan', id: 'p', text: '1. x' }, { ...head('p'), kind: 'plan', text: '1. x', status: 'completed' }],
  [
    'command without its shell',
    command,
    {
      ...head('call_1'),
      kind: 'command',
      command: 'echo hi; ls -la',
      cwd: '/project',
      status: 'completed',
      source: 'agent',
      processId: '7909',
      output: 'hi\n',
      outputChars: 3,
      exitCode: 0,
      durationMs: 4,
      actions: [{ kind: 'list', command: 'ls -la', path: null, query: null }],
    },
  ],
  [
    'file changes, each as hunks',
    {
      type: 'fileChange',
      id: 'f',
      status: 'declined',
      changes: [
        { path: '/a.txt', kind: { type: 'add' }, diff: 'a\nb\n' },
        { path: '/b.txt', kind: { type: 'update', move_path: null }, diff: '@@ -1 +1 @@\n-x\n+y\n' },
      ],
    },
    {
      ...head('f'),
      kind: 'fileChange',
      status: 'declined',
      changes: [
        {
          path: '/a.txt',
          kind: 'add',
          movedTo: null,
          diff: '@@ -0,0 +1,2 @@\n+a\n+b\n',
          truncated: false,
          additions: 2,
          deletions: 0,
        },
        {
          path: '/b.txt',
          kind: 'update',
          movedTo: null,
          diff: '@@ -1 +1 @@\n-x\n+y\n',
          truncated: false,
          additions: 1,
          deletions: 1,
        },
      ],
    },
  ],
  [
    'sub-agent call',
    {
      type: 'collabAgentToolCall',
      id: 's',
      tool: 'spawnAgent',
      status: 'inProgress',
      senderThreadId: 't0',
      receiverThreadIds: ['t1'],
      prompt: 'look',
      model: null,
      reasoningEffort: null,
      agentsStates: { t1: { status: 'running', message: null } },
    },
    {
      ...head('s'),
      kind: 'subAgent',
      action: 'spawn',
      status: 'running',
      threadIds: ['t1'],
      prompt: 'look',
      model: null,
      states: [{ threadId: 't1', state: 'running', message: null }],
    },
  ],
  [
    'sub-agent activity',
    {
      type: 'subAgentActivity',
      id: 's',
      kind: 'interrupted',
      agentThreadId: 't1',
      agentPath: '/root/one',
      model: 'm',
      reasoningEffort: null,
    },
    {
      ...head('s'),
      kind: 'subAgent',
      action: 'interrupted',
      status: 'interrupted',
      threadIds: ['t1'],
      prompt: null,
      model: 'm',
      states: [{ threadId: 't1', state: null, message: '/root/one' }],
    },
  ],
  [
    'web search',
    { type: 'webSearch', id: 'w', query: 'cats', action: { type: 'openPage', url: 'https://x' }, results: null },
    { ...head('w'), kind: 'webSearch', action: 'open', query: 'cats', detail: 'https://x', status: 'completed' },
  ],
  [
    'image seen',
    { type: 'imageView', id: 'i', path: '/a.png' },
    { ...head('i'), kind: 'image', action: 'viewed', source: '/a.png', caption: null, status: 'completed' },
  ],
  [
    'image made',
    {
      type: 'imageGeneration',
      id: 'i',
      status: 'completed',
      revisedPrompt: 'a cat',
      result: 'AAAA',
      failure: null,
      generationId: null,
    },
    {
      ...head('i'),
      kind: 'image',
      action: 'generated',
      source: 'data:image/png;base64,AAAA',
      caption: 'a cat',
      status: 'completed',
    },
  ],
  [
    'review of 0.124, whose marks share the id of the turn',
    { type: 'enteredReviewMode', id: 'turn-1', review: 'current changes' },
    { ...head('turn-1:entered'), kind: 'review', phase: 'entered', text: 'current changes' },
  ],
  [
    'end of a review',
    { type: 'exitedReviewMode', id: 'turn-1', review: 'fine' },
    { ...head('turn-1:exited'), kind: 'review', phase: 'exited', text: 'fine' },
  ],
  ['compaction', { type: 'contextCompaction', id: 'k' }, { ...head('k'), kind: 'compaction', status: 'completed' }],
  [
    'sleep',
    { type: 'sleep', id: 'z', durationMs: 1000 },
    { ...head('z'), kind: 'sleep', durationMs: 1000, status: 'completed' },
  ],
  [
    'hook prompt',
    { type: 'hookPrompt', id: 'h', fragments: [{ text: 'mind the tests', hookRunId: 'run-1' }] },
    {
      ...head('h'),
      kind: 'hook',
      event: 'hookPrompt',
      source: 'run-1',
      status: 'completed',
      message: null,
      entries: ['mind the tests'],
      durationMs: null,
    },
  ],
  [
    'a kind of the future',
    { type: 'hologram', id: 'x', beams: 3 },
    {
      ...head('x'),
      kind: 'unknown',
      type: 'hologram',
      json: '{\n  "type": "hologram",\n  "id": "x",\n  "beams": 3\n}',
    },
  ],
];

describe('an item', () => {
  test.each(cases)('%s', (_, item, expected) => {
    expect(map(item)).toEqual(expected);
  });

  test('without a status of its own runs until it is completed', () => {
    expect(map({ type: 'agentMessage', id: 'm', text: '', phase: null }, false)).toMatchObject({ status: 'running' });
  });

  test('keeps the tail of a long output and says how long it was; uncut it has all of it', () => {
    const aggregatedOutput = `${'x'.repeat(OUTPUT_CAP_CHARS)}end`;
    const item = { ...command, aggregatedOutput } as unknown as ThreadItem;
    const capped = mapItem(item, { turnId, done: true });
    expect(capped).toMatchObject({ outputChars: OUTPUT_CAP_CHARS + 3, output: aggregatedOutput.slice(3) });
    expect(mapItem(item, { turnId, done: true, uncut: true })).toMatchObject({ output: aggregatedOutput });
  });
});
