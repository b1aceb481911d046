/** One measured value beside what it is compared with. */
export type Row = {
  readonly scenario: string;
  readonly what: string;
  readonly measured: number;
  readonly unit: 'ms' | 's' | '/s' | '%' | 'MB' | 'KB' | '×' | 'count';
  /** The floor of the same run, in the same unit, where the target is a ratio to one. */
  readonly floor?: number;
  /** What to reach: at most (or at least) this value, already worked out from the floor. Absent for plain information. */
  readonly target?: { readonly kind: 'atMost' | 'atLeast'; readonly value: number; readonly rule: string };
};

export function isReached({ measured, target }: Row): boolean | undefined {
  if (target === undefined) return undefined;
  return target.kind === 'atMost' ? measured <= target.value : measured >= target.value;
}

export function atMost(value: number, rule: string): NonNullable<Row['target']> {
  return { kind: 'atMost', value, rule };
}

export function atLeast(value: number, rule: string): NonNullable<Row['target']> {
  return { kind: 'atLeast', value, rule };
}

/** The rows as a plain-text table, one line each. */
export function table(rows: readonly Row[]): string {
  const head = ['scenario', 'what', 'measured', 'floor', 'to reach', ''];
  const lines = rows.map((row) => [
    row.scenario,
    row.what,
    amount(row.measured, row.unit),
    row.floor === undefined ? '' : amount(row.floor, row.unit),
    row.target === undefined
      ? ''
      : `${row.target.kind === 'atMost' ? '≤' : '≥'} ${amount(row.target.value, row.unit)} (${row.target.rule})`,
    { true: 'ok', false: 'MISSED', undefined: '' }[String(isReached(row)) as 'true' | 'false' | 'undefined'],
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)));
  return [head, ...lines]
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function amount(value: number, unit: Row['unit']): string {
  const digits = Math.abs(value) >= 100 || unit === 'count' ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const number = value.toLocaleString('en', { maximumFractionDigits: digits });
  return unit === 'count' ? number : `${number} ${unit}`;
}
