import { lazy, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { assertNever } from '../../src-shared/assert-never.ts';
import { Sidebar } from '../features/sidebar/sidebar.tsx';
import { useAppInfo } from '../state/app-info-store.ts';
import { toastStore } from '../state/toast-store.ts';
import { useUi, type AppDialog } from '../state/ui-store.ts';
import { Overlays } from '../ui/overlays.tsx';
import { AppLayout } from './app-layout.tsx';
import { addFolder, serverForProjects } from './commands/project-actions.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { NewThreadPage } from './pages/new-thread-page.tsx';
import { ServerBanner } from './server-banner.tsx';
import styles from './app.module.css';

const ThreadPage = lazy(() => import('./pages/thread-page.tsx').then((module) => ({ default: module.ThreadPage })));
const SidePanel = lazy(() =>
  import('../features/panel/side-panel.tsx').then((module) => ({ default: module.SidePanel })),
);
const SettingsPage = lazy(() =>
  import('../features/settings/settings-page.tsx').then((module) => ({ default: module.SettingsPage })),
);
const CommandPalette = lazy(() =>
  import('./command-palette.tsx').then((module) => ({ default: module.CommandPalette })),
);
const SearchDialog = lazy(() =>
  import('../features/sidebar/search-dialog.tsx').then((module) => ({ default: module.SearchDialog })),
);
const AddProjectDialog = lazy(() =>
  import('../features/sidebar/add-project-dialog.tsx').then((module) => ({ default: module.AddProjectDialog })),
);
const Toasts = lazy(() => import('./toasts.tsx').then((module) => ({ default: module.Toasts })));

/** The window: what is where. */
export function App() {
  const hasPanel = useUi((state) => state.view.kind === 'thread' && state.serverId !== null);
  return (
    <>
      <AppLayout
        sidebar={
          <ErrorBoundary part="The sidebar">
            <Sidebar footer={<Versions />} />
          </ErrorBoundary>
        }
        banner={<ServerBanner />}
        centre={<Centre />}
        panel={<Panel />}
        hasPanel={hasPanel}
      />
      <ErrorBoundary part="A dialog">
        <Dialogs />
        <Overlays />
        <LateToasts />
      </ErrorBoundary>
    </>
  );
}

function Centre() {
  const view = useUi((state) => state.view);
  const serverId = useUi((state) => state.serverId);
  const page = () => {
    switch (view.kind) {
      case 'new':
        return <NewThreadPage />;
      case 'thread':
        return serverId === null ? null : <ThreadPage serverId={serverId} threadId={view.threadId} />;
      case 'settings':
        return <SettingsPage page={view.page} />;
      default:
        return assertNever(view);
    }
  };
  return (
    <ErrorBoundary part="This page" resetKey={view.kind === 'thread' ? view.threadId : view.kind}>
      <Suspense fallback={null}>{page()}</Suspense>
    </ErrorBoundary>
  );
}

function Panel() {
  const view = useUi((state) => state.view);
  const serverId = useUi((state) => state.serverId);
  if (view.kind !== 'thread' || serverId === null) return null;
  return (
    <ErrorBoundary part="The side panel" resetKey={view.threadId}>
      <Suspense fallback={null}>
        <SidePanel thread={{ serverId, threadId: view.threadId }} />
      </Suspense>
    </ErrorBoundary>
  );
}

function Dialogs() {
  const dialog = useUi((state) => state.dialog);
  return dialog && <Suspense fallback={null}>{dialogView(dialog)}</Suspense>;
}

function dialogView(dialog: AppDialog) {
  switch (dialog) {
    case 'palette':
      return <CommandPalette />;
    case 'search':
      return <SearchDialog />;
    case 'addProject': {
      const serverId = serverForProjects();
      return serverId && <AddProjectDialog serverId={serverId} add={addFolder} />;
    }
    default:
      return assertNever(dialog);
  }
}

/** Stays once there was a toast, so that the next is announced. */
function LateToasts() {
  const any = useStore(toastStore, (state) => state.toasts.length > 0);
  const [needed, setNeeded] = useState(false);
  if (any && !needed) setNeeded(true);
  return (
    needed && (
      <Suspense fallback={null}>
        <Toasts />
      </Suspense>
    )
  );
}

function Versions() {
  const info = useAppInfo();
  if (!info) return null;
  return (
    <p className={styles.versions}>
      Skein {info.version}
      {info.codexVersion !== null && ` · Codex ${info.codexVersion}`}
    </p>
  );
}
