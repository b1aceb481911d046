import { defineCommand } from '../../state/commands.ts';
import { showPanelTab } from '../../state/panel-store.ts';
import { shownPlace } from '../../state/terminal-place.ts';
import { openDialog } from '../../state/ui-store.ts';

const inThread = () => shownPlace()?.thread != null;

export function defineFilesCommands(): void {
  defineCommand({
    id: 'files.open',
    title: 'Open file…',
    group: 'View',
    key: 'Mod+P',
    when: inThread,
    run: () => openDialog('openFile'),
  });
  defineCommand({
    id: 'files.show',
    title: 'Files',
    group: 'View',
    key: 'Mod+Shift+E',
    when: inThread,
    run: () => showPanelTab('files'),
  });
  defineCommand({
    id: 'preview.show',
    title: 'Preview',
    group: 'View',
    when: inThread,
    run: () => showPanelTab('preview'),
  });
}
