import type { Item } from '../../../src-shared/model/item.ts';
import { copyText } from '../../state/copy-text.ts';
import { view } from '../../state/panel-store.ts';
import type { OpenThread } from '../../state/thread-store.ts';
import type { MenuEntry } from '../../ui/overlay-requests.ts';
import { viewFile } from './thread-context.ts';
import { forkFrom } from './turn-actions.ts';
import { itemText, turnMarkdown } from './turn-markdown.ts';
import { itemName } from './words.ts';

/** Context menu of an item. */
export function itemMenu(thread: OpenThread, item: Item): MenuEntry[] {
  const entries: MenuEntry[] = [];
  const selected = window.getSelection()?.toString() ?? '';
  if (selected !== '')
    entries.push({ kind: 'item', label: 'Copy selection', onSelect: () => void copyText(selected, 'Selection') });
  const text = itemText(item);
  if (text !== '')
    entries.push({
      kind: 'item',
      label: item.kind === 'command' ? 'Copy command and output' : `Copy ${itemName(item).toLowerCase()}`,
      onSelect: () => void copyText(text, itemName(item)),
    });
  if (item.kind === 'command') {
    entries.push({ kind: 'item', label: 'Copy command', onSelect: () => void copyText(item.command, 'Command') });
    if (item.output !== '') entries.push(showWhole(thread, item, 'Show whole output'));
  }
  if (item.kind === 'fileChange') {
    entries.push(showWhole(thread, item, 'Show all diffs'));
    const [only] = item.changes;
    if (item.changes.length === 1 && only && only.kind !== 'delete')
      entries.push({
        kind: 'item',
        label: 'Open file',
        onSelect: () => viewFile(thread, { path: only.movedTo ?? only.path, line: null }),
      });
  }
  if (item.kind === 'toolCall' || item.kind === 'unknown') entries.push(showWhole(thread, item, 'Show whole text'));
  entries.push(
    { kind: 'separator' },
    {
      kind: 'item',
      label: 'Copy turn as Markdown',
      onSelect: () => void copyText(turnMarkdown(thread.store.getState(), item.turnId), 'Turn'),
    },
    { kind: 'item', label: 'Fork from here', onSelect: () => void forkFrom(thread, item.turnId) },
  );
  return entries;
}

const showWhole = (thread: OpenThread, item: Item, label: string): MenuEntry => ({
  kind: 'item',
  label,
  onSelect: () => view({ kind: 'item', thread: thread.ref, turnId: item.turnId, itemId: item.id }),
});
