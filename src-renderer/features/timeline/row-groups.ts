import type { ItemId, TurnId } from '../../../src-shared/model/ids.ts';
import type { TimelineRow } from '../../state/timeline-rows.ts';

export interface PlacedRow {
  readonly row: TimelineRow;
  readonly index: number;
  /** The first row of its turn. */
  readonly first: boolean;
}
/** Mounted rows of one item, or the foot of the turn (`itemId` null). */
export interface ItemGroup {
  readonly key: string;
  readonly itemId: ItemId | null;
  readonly rows: readonly PlacedRow[];
}
export interface TurnGroup {
  readonly turnId: TurnId;
  readonly items: readonly ItemGroup[];
}

/** Puts neighbouring rows of one item, and items of one turn, together: the document's structure over the flat list. */
export function groupRows(rows: readonly PlacedRow[]): TurnGroup[] {
  const turns: { turnId: TurnId; items: { key: string; itemId: ItemId | null; rows: PlacedRow[] }[] }[] = [];
  for (const placed of rows) {
    const { row } = placed;
    let turn = turns.at(-1);
    if (turn?.turnId !== row.turnId) turns.push((turn = { turnId: row.turnId, items: [] }));
    const itemId = row.kind === 'foot' ? null : row.itemId;
    const item = turn.items.at(-1);
    if (item && item.itemId === itemId) item.rows.push(placed);
    else turn.items.push({ key: itemId ?? 'foot', itemId, rows: [placed] });
  }
  return turns;
}
