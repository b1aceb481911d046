/** One piece of a text that renders on its own. Its reference never changes once it is closed, so a memoized view stays. */
export type TextPart = MarkdownPart | CodePart;

interface PartBase {
  /** Source characters, line endings included: what a copy or a comparison needs. */
  readonly source: string;
  /** More text may come. */
  readonly open: boolean;
  /** Goes on where the part before it was cut in the middle of a block: no gap between them. */
  readonly joined: boolean;
}
export interface MarkdownPart extends PartBase {
  readonly kind: 'markdown';
  /** Put before `source` so that it stands alone: the head of a table that was cut. */
  readonly prefix: string;
  /** Goes on inside a list item: columns of indentation to take off its lines; 0 elsewhere. */
  readonly dedent: number;
  /** What one block it is: then it may be drawn quickly until there is time to read it as Markdown. Null: it must be read. */
  readonly shape: BlockShape | null;
}
export type BlockShape = 'paragraph' | 'heading' | 'list' | 'quote' | 'table';

/** A fence, or a piece of a long one. `source` includes the fence lines. */
export interface CodePart extends PartBase {
  readonly kind: 'code';
  readonly language: string;
  readonly code: string;
  readonly first: boolean;
  /** The closing fence, or the end of the text, is here. */
  readonly last: boolean;
}

/** Parts that are mounted together: one row of the virtual list. */
export interface TextRow {
  readonly parts: readonly TextPart[];
  readonly chars: number;
}

/** A text as it stands: cut into rows. A new object whenever the text has grown. */
export interface TextView {
  readonly rows: readonly TextRow[];
  readonly chars: number;
  readonly open: boolean;
  /** Link reference definitions met so far: parts that use references need them. */
  readonly definitions: string;
}

export const EMPTY_VIEW: TextView = { rows: [], chars: 0, open: true, definitions: '' };
