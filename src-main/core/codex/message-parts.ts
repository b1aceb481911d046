import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { MessagePart } from '../../../src-shared/model/item.ts';
import type { TextElement } from './protocol/generated/v2/TextElement';
import type { UserInput } from './protocol/generated/v2/UserInput';

type TextInput = Extract<UserInput, { type: 'text' }>;
type Named = Extract<InputPart, { kind: 'mention' | 'skill' }>;

/** Apps and plugins are mentioned by an address of their own scheme, which Codex resolves; files it does not know as mentions. */
const isAddress = (path: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(path);
const bytes = (text: string): number => Buffer.byteLength(text);

/**
 * A message's words in the server's form. The model reads the texts alone: a `mention` input of a file reaches it as nothing (measured on
 * 0.169.0). So a mention stands in the text by its name, a skill as `$name`, each marked as an element of the text, which the
 * server stores and gives back. Skills and addresses follow as inputs of their own, which Codex acts on.
 */
export function toTextInputs(parts: readonly Exclude<InputPart, { kind: 'image' }>[]): readonly UserInput[] {
  let text = '';
  const elements: TextElement[] = [];
  const named: UserInput[] = [];
  for (const part of parts) {
    if (part.kind === 'text') {
      text += part.text;
      continue;
    }
    const word = part.kind === 'skill' ? `$${part.name}` : part.name;
    const start = bytes(text);
    text += word;
    elements.push({ byteRange: { start, end: bytes(text) }, placeholder: part.kind === 'skill' ? word : `@${word}` });
    if (part.kind === 'skill' || isAddress(part.path))
      named.push({ type: part.kind, name: part.name, path: part.path });
  }
  const input: TextInput = { type: 'text', text, text_elements: elements };
  return text === '' ? named : [input, ...named];
}

/** What the server gives back, with its elements as parts again. A file's path is the one in the text: relative to the thread's folder. */
export function fromUserInputs(content: readonly UserInput[]): readonly MessagePart[] {
  const named = content.flatMap((part): Named[] =>
    part.type === 'skill' || part.type === 'mention' ? [{ kind: part.type, name: part.name, path: part.path }] : [],
  );
  const placed = new Set<string>();
  const fromText = ({ text, text_elements: elements }: TextInput): MessagePart[] => {
    // Absent in 0.124, whatever its types say.
    const marks = (elements as TextElement[] | undefined) ?? [];
    if (marks.length === 0) return [{ kind: 'text', text }];
    const buffer = Buffer.from(text);
    const pieces: MessagePart[] = [];
    let from = 0;
    const words = (to: number) => {
      if (to > from) pieces.push({ kind: 'text', text: buffer.toString('utf8', from, to) });
    };
    for (const { byteRange, placeholder } of [...marks].sort((a, b) => a.byteRange.start - b.byteRange.start)) {
      const { start, end } = byteRange;
      const part =
        start >= from && end > start ? marked(buffer.toString('utf8', start, end), placeholder, named) : null;
      if (!part) continue;
      words(start);
      pieces.push(part);
      placed.add(`${part.kind}:${part.name}`);
      from = end;
    }
    words(buffer.length);
    return pieces;
  };
  return content.flatMap((part) => {
    if (part.type === 'text') return fromText(part);
    return 'name' in part && placed.has(`${part.type}:${part.name}`) ? [] : [mapOther(part)];
  });
}

/** What an element of the text stands for; null for one of another program's that is neither a mention nor a skill. */
function marked(word: string, placeholder: string | null, named: readonly Named[]): Named | null {
  if (word.startsWith('$')) {
    const skill = named.find((part) => part.kind === 'skill' && `$${part.name}` === word);
    return skill ?? null;
  }
  if (placeholder?.startsWith('@') !== true) return null;
  const name = word.replace(/^@/, '');
  return named.find((part) => part.kind === 'mention' && part.name === name) ?? { kind: 'mention', name, path: name };
}

function mapOther(part: Exclude<UserInput, { type: 'text' }>): MessagePart {
  switch (part.type) {
    case 'image':
      return { kind: 'image', source: 'url' in part ? part.url : part.fileId };
    case 'localImage':
      return { kind: 'image', source: part.path };
    case 'skill':
    case 'mention':
      return { kind: part.type, name: part.name, path: part.path };
    case 'audio': {
      const source = 'url' in part ? part.url : part.fileId;
      return { kind: 'mention', name: source, path: source };
    }
    case 'localAudio':
      return { kind: 'mention', name: part.path, path: part.path };
    default:
      return { kind: 'text', text: JSON.stringify(part satisfies never) };
  }
}
