import type { ToolCallItem, ToolResultPart } from '../../../src-shared/model/item.ts';
import { OUTPUT_CAP_CHARS } from '../../../src-shared/model/item.ts';
import type { ItemHead } from './item-head.ts';
import { mapStatus } from './item-head.ts';
import type { ThreadItem } from './protocol/generated/v2/ThreadItem';

type Kind<T extends ThreadItem['type']> = Extract<ThreadItem, { type: T }>;

export function mapMcpToolCall(item: Kind<'mcpToolCall'>, head: ItemHead): ToolCallItem {
  const { result } = item;
  const content = (result?.content ?? []).map((block) => mapMcpContent(block));
  // Structured content repeats the text as JSON; it is shown where there is nothing else.
  const structured = result?.structuredContent ?? null;
  return {
    ...head,
    kind: 'toolCall',
    origin: 'mcp',
    server: item.server,
    tool: item.tool,
    status: mapStatus(item.status),
    arguments: indented(item.arguments),
    progress: null,
    result: content.length === 0 && structured !== null ? [{ kind: 'json', json: indented(structured) }] : content,
    error: item.error?.message ?? null,
    durationMs: item.durationMs,
  };
}

export function mapDynamicToolCall(item: Kind<'dynamicToolCall'>, head: ItemHead): ToolCallItem {
  const result = (item.contentItems ?? []).map((part): ToolResultPart => {
    switch (part.type) {
      case 'inputText':
        return { kind: 'text', text: cap(part.text) };
      case 'inputImage':
        return { kind: 'image', source: part.imageUrl };
      default:
        return { kind: 'json', json: indented(part) };
    }
  });
  return {
    ...head,
    kind: 'toolCall',
    origin: 'dynamic',
    server: item.namespace,
    tool: item.tool,
    status: item.success === false ? 'failed' : mapStatus(item.status),
    arguments: indented(item.arguments),
    progress: null,
    result,
    error: null,
    durationMs: item.durationMs,
  };
}

export function mapFunctionOutput(item: Kind<'functionCallOutput'>, head: ItemHead): ToolCallItem {
  const { output } = item;
  const result =
    typeof output === 'string'
      ? [{ kind: 'text', text: cap(output) } as const]
      : output.map((part): ToolResultPart => {
          if (part.type === 'input_text') return { kind: 'text', text: cap(part.text) };
          if (part.type === 'input_image') {
            return { kind: 'image', source: 'image_url' in part ? part.image_url : part.file_id };
          }
          return { kind: 'json', json: indented(part) };
        });
  return {
    ...head,
    kind: 'toolCall',
    origin: 'function',
    server: item.namespace,
    tool: item.name,
    status: 'completed',
    arguments: '',
    progress: null,
    result,
    error: null,
    durationMs: null,
  };
}

/** One content block of the Model Context Protocol; servers may send blocks that this version does not know. Longer texts are cut. */
export function mapMcpContent(block: unknown, maxChars = OUTPUT_CAP_CHARS): ToolResultPart {
  if (typeof block !== 'object' || block === null) return { kind: 'json', json: indented(block) };
  const { type, text, data, mimeType } = block as Readonly<Record<string, unknown>>;
  if (type === 'text' && typeof text === 'string') return { kind: 'text', text: text.slice(0, maxChars) };
  if (type === 'image' && typeof data === 'string') {
    return { kind: 'image', source: `data:${typeof mimeType === 'string' ? mimeType : 'image/png'};base64,${data}` };
  }
  return { kind: 'json', json: indented(block) };
}

const cap = (text: string): string => (text.length > OUTPUT_CAP_CHARS ? text.slice(0, OUTPUT_CAP_CHARS) : text);
/** JSON for reading. */
export function indented(value: unknown): string {
  return cap(JSON.stringify(value ?? null, null, 2));
}
