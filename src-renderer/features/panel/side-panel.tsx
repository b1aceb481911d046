import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import { useOpenThread } from '../../state/open-threads.ts';
import { usePanel } from '../../state/panel-store.ts';
import { setPanelTab, useUi } from '../../state/ui-store.ts';
import { Tabs, type TabItem } from '../../ui/tabs.tsx';
import { PlanTab } from './plan-tab.tsx';
import { ViewerTab } from './viewer-tab.tsx';

/** The right side of a thread. `before` and `after`: tabs of other features, around its own. */
export function SidePanel(props: {
  readonly thread: ThreadRef;
  readonly before: readonly TabItem[];
  readonly after: readonly TabItem[];
}) {
  const { thread: ref, before, after } = props;
  const thread = useOpenThread(ref);
  const tab = useUi((state) => state.panelTab);
  const viewed = usePanel((state) => state.viewed);
  const items = [
    ...before,
    { id: 'plan', label: 'Plan', content: thread && <PlanTab thread={thread} /> },
    ...after,
    ...(viewed
      ? [{ id: 'viewer', label: 'Viewer', content: <ViewerTab key={JSON.stringify(viewed)} viewed={viewed} /> }]
      : []),
  ];
  return (
    <Tabs
      label="Side panel"
      items={items}
      value={items.some((item) => item.id === tab) ? tab : 'plan'}
      onChange={setPanelTab}
    />
  );
}
