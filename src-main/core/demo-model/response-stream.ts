import type { ServerResponse } from 'node:http';
import type { CallItem } from './tool-call.ts';

/** Deltas of one step that are ready at the same moment are written together: fewer system calls, same wire format. */
export type DeltaBatches = AsyncIterable<readonly string[]>;

const ARGUMENT_PIECE_CHARS = 40;

let lastId = 0;
const freshId = (prefix: string): string => `${prefix}_demo_${(++lastId).toString(36)}_${Date.now().toString(36)}`;

/**
 * Writes one Responses API answer as server-sent events. Every method resolves when the socket has taken what it
 * wrote, so a slow reader slows the script instead of filling memory; after a lost connection writing does nothing.
 */
export class ResponseStream {
  readonly #response: ServerResponse;
  readonly #id = freshId('resp');
  readonly #model: string;
  #sequence = 0;
  #outputIndex = 0;
  #deltas = 0;

  constructor(response: ServerResponse, model: string) {
    this.#response = response;
    this.#model = model;
  }

  async open(headers: Readonly<Record<string, string>>): Promise<void> {
    this.#response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      ...headers,
    });
    await this.#send('response.created', { response: this.#envelope('in_progress') });
  }

  async think(batches: DeltaBatches): Promise<void> {
    const id = freshId('rs');
    const at = { item_id: id, output_index: this.#outputIndex, summary_index: 0 };
    await this.#send('response.output_item.added', {
      output_index: this.#outputIndex,
      item: { type: 'reasoning', id, summary: [] },
    });
    await this.#send('response.reasoning_summary_part.added', { ...at, part: { type: 'summary_text', text: '' } });
    const text = await this.#deltasOf('response.reasoning_summary_text.delta', at, batches);
    const summary = [{ type: 'summary_text', text }];
    await this.#itemDone({ type: 'reasoning', id, summary, encrypted_content: 'demo' });
  }

  async say(batches: DeltaBatches): Promise<void> {
    const id = freshId('msg');
    const at = { item_id: id, output_index: this.#outputIndex, content_index: 0 };
    const head = { type: 'message', id, role: 'assistant' };
    await this.#send('response.output_item.added', {
      output_index: this.#outputIndex,
      item: { ...head, status: 'in_progress', content: [] },
    });
    await this.#send('response.content_part.added', {
      ...at,
      part: { type: 'output_text', text: '', annotations: [] },
    });
    const text = await this.#deltasOf('response.output_text.delta', at, batches);
    await this.#send('response.output_text.done', { ...at, text });
    const content = [{ type: 'output_text', text, annotations: [] }];
    await this.#itemDone({ ...head, status: 'completed', content });
  }

  async call(item: CallItem): Promise<void> {
    const isFunction = item.type === 'function_call';
    const id = freshId(isFunction ? 'fc' : 'ctc');
    const ids = { id, call_id: freshId('call') };
    const body = isFunction ? item.arguments : item.input;
    await this.#send('response.output_item.added', {
      output_index: this.#outputIndex,
      item: { ...item, ...ids, status: 'in_progress', [isFunction ? 'arguments' : 'input']: '' },
    });
    const event = isFunction ? 'response.function_call_arguments.delta' : 'response.custom_tool_call_input.delta';
    for (let from = 0; from < body.length; from += ARGUMENT_PIECE_CHARS) {
      const delta = body.slice(from, from + ARGUMENT_PIECE_CHARS);
      await this.#send(event, { item_id: id, call_id: ids.call_id, output_index: this.#outputIndex, delta });
    }
    await this.#itemDone({ ...item, ...ids, status: 'completed' });
  }

  /** Ends the response well; token counts are made up from what was sent, in the shape the app-server reports on. */
  async complete(inputItems: number): Promise<void> {
    const input = 900 + inputItems * 40;
    const output = Math.max(this.#deltas, 1);
    await this.#send('response.completed', {
      response: {
        ...this.#envelope('completed'),
        usage: {
          input_tokens: input,
          input_tokens_details: { cached_tokens: Math.floor(input / 2) },
          output_tokens: output,
          output_tokens_details: { reasoning_tokens: 0 },
          total_tokens: input + output,
        },
      },
    });
    this.#response.end();
  }

  async fail(code: string, message: string): Promise<void> {
    await this.#send('response.failed', { response: { ...this.#envelope('failed'), error: { code, message } } });
    this.#response.end();
  }

  drop(): void {
    this.#response.destroy();
  }

  async #deltasOf(type: string, at: object, batches: DeltaBatches): Promise<string> {
    let text = '';
    for await (const batch of batches) {
      let events = '';
      for (const delta of batch) {
        text += delta;
        events += this.#event(type, { ...at, delta });
      }
      this.#deltas += batch.length;
      await this.#write(events);
    }
    return text;
  }

  async #itemDone(item: object): Promise<void> {
    await this.#send('response.output_item.done', { output_index: this.#outputIndex++, item });
  }

  #envelope(status: string): object {
    return { id: this.#id, object: 'response', status, model: this.#model, output: [] };
  }

  #event(type: string, fields: object): string {
    return `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: this.#sequence++, ...fields })}\n\n`;
  }

  #send(type: string, fields: object): Promise<void> {
    return this.#write(this.#event(type, fields));
  }

  #write(events: string): Promise<void> {
    const response = this.#response;
    if (response.destroyed || response.write(events)) return Promise.resolve();
    return new Promise((resolve) => {
      const settle = (): void => {
        response.off('drain', settle);
        response.off('close', settle);
        resolve();
      };
      response.once('drain', settle);
      response.once('close', settle);
    });
  }
}
