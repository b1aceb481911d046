import fc from 'fast-check';

/** A file in two versions, as bytes: lines of few kinds, so that versions share some, with all that makes line ends hard. */
export interface TwoVersions {
  readonly before: Buffer;
  readonly after: Buffer;
}

const LINES = [
  '',
  'a',
  'b',
  'c',
  '}',
  '  indented',
  'größe 🧶',
  '\ttab',
  '-- dashes',
  '++ plus',
  '@@ -1 +1 @@',
  '\\ No newline',
  'a\rb',
];
/** A line of bytes that are no UTF-8. */
const LATIN1 = Buffer.from('gr\xf6\xdfe', 'latin1');

const line = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...LINES).map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.constant(LATIN1) },
);
const ended = fc.record({ line, carriageReturn: fc.boolean() });
const toBytes = (
  lines: readonly { line: Buffer; carriageReturn: boolean }[],
  style: 'lf' | 'crlf' | 'mixed',
  bare: boolean,
): Buffer => {
  const parts = lines.map(({ line: text, carriageReturn }, index) => {
    const isLast = index === lines.length - 1;
    const cr = style === 'crlf' || (style === 'mixed' && carriageReturn) ? '\r' : '';
    return Buffer.concat([text, Buffer.from(isLast && bare ? '' : `${cr}\n`)]);
  });
  return Buffer.concat(parts);
};

/** Edits of a version: lines that stay, go, come or are exchanged. */
const edit = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ kind: 'keep' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'drop' as const }) },
  { weight: 1, arbitrary: ended.map((added) => ({ kind: 'insert' as const, added })) },
  { weight: 1, arbitrary: ended.map((added) => ({ kind: 'replace' as const, added })) },
);

export const twoVersions: fc.Arbitrary<TwoVersions> = fc
  .record({
    lines: fc.array(fc.record({ old: ended, edit }), { minLength: 1, maxLength: 40 }),
    style: fc.constantFrom('lf' as const, 'lf' as const, 'crlf' as const, 'mixed' as const),
    bare: fc.tuple(fc.boolean(), fc.boolean()),
  })
  .map(({ lines, style, bare }) => {
    const after = lines.flatMap(({ old, edit: { kind, ...rest } }) => {
      const added = 'added' in rest ? [rest.added] : [];
      if (kind === 'keep') return [old];
      if (kind === 'drop') return [];
      return kind === 'insert' ? [old, ...added] : added;
    });
    return {
      before: toBytes(
        lines.map(({ old }) => old),
        style,
        bare[0],
      ),
      after: toBytes(after, style, bare[1]),
    };
  })
  .filter(({ before, after }) => !before.equals(after));

/** Chooses among many: a number decides about each by its place. */
export const chooser: fc.Arbitrary<(index: number) => boolean> = fc
  .array(fc.boolean(), { minLength: 1, maxLength: 30 })
  .map((bits) => (index: number) => bits[index % bits.length] === true);
