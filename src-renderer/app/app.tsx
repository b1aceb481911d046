import { useState, type ComponentType } from 'react';
import PanelLeftClose from 'lucide-react/icons/panel-left-close';
import { useStore } from 'zustand';
import { assertNever } from '../../src-shared/assert-never.ts';
import { AccountFoot } from '../features/accounts/account-foot.tsx';
import { NeedsYouCount } from '../features/approvals/needs-you-count.tsx';
import { preloadComposerParts } from '../features/composer/composer-box.tsx';
import { Sidebar } from '../features/sidebar/sidebar.tsx';
import { PreparationList } from '../features/worktrees/preparation-list.tsx';
import { useAppInfo } from '../state/app-info-store.ts';
import { runCommand, useCommandKey } from '../state/commands.ts';
import { useConnection } from '../state/connection-store.ts';
import { loadErrorWords } from '../state/error-words.ts';
import { useHandoffRequest } from '../state/handoff-request.ts';
import { useHostQuestion } from '../state/host-store.ts';
import { useCodexVersion, useServer } from '../state/server-store.ts';
import { settingsStore } from '../state/settings-store.ts';
import { shownPlace, useShownPlace } from '../state/terminal-place.ts';
import { placeKey, useDrawerOpen } from '../state/terminal-store.ts';
import { toastStore } from '../state/toast-store.ts';
import { useUi, type AppDialog } from '../state/ui-store.ts';
import { useUndoRequest } from '../state/undo-request.ts';
import { IconButton } from '../ui/button.tsx';
import { late } from '../ui/late.tsx';
import { Overlays, preloadOverlays } from '../ui/overlays.tsx';
import { AppLayout } from './app-layout.tsx';
import { addFolder, serverForProjects } from './commands/project-actions.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { NewThreadPage } from './pages/new-thread-page.tsx';
import { useWindowTitle } from './use-window-title.ts';
import styles from './app.module.css';

/**
 * A view whose code comes later, with the words for errors: most views tell of some. Where neither is there yet, both are fetched at the
 * same time.
 */
const lateView = <Props extends object>(load: () => Promise<ComponentType<Props>>) =>
  late(async () => (await Promise.all([load(), loadErrorWords()]))[0]);

const ServerBanner = lateView(() => import('./server-banner.tsx').then((module) => module.ServerBanner));
const AccountBanners = lateView(() =>
  import('../features/accounts/account-banners.tsx').then((module) => module.AccountBanners),
);
const ThreadPage = lateView(() => import('./pages/thread-page.tsx').then((module) => module.ThreadPage));
const PreparingPage = lateView(() =>
  import('../features/worktrees/preparing-page.tsx').then((module) => module.PreparingPage),
);
const ReviewPanel = lateView(() => import('../features/review/review-tab.tsx').then((module) => module.ReviewPanel));
const FilesPanel = lateView(() => import('../features/files/files-tab.tsx').then((module) => module.FilesPanel));
const PreviewPanel = lateView(() => import('../features/files/preview-tab.tsx').then((module) => module.PreviewPanel));
const MarkdownPage = lateView(() =>
  import('../features/timeline/markdown-page.tsx').then((module) => module.MarkdownPage),
);
const QuickOpen = lateView(() => import('../features/files/quick-open.tsx').then((module) => module.QuickOpen));
const WorkDialogs = lateView(() => import('./work-dialogs.tsx').then((module) => module.WorkDialogs));
const SidePanel = lateView(() => import('../features/panel/side-panel.tsx').then((module) => module.SidePanel));
const TerminalDrawer = lateView(() =>
  import('../features/terminal/terminal-drawer.tsx').then((module) => module.TerminalDrawer),
);
const SettingsPage = lateView(() =>
  import('../features/settings/settings-page.tsx').then((module) => module.SettingsPage),
);
const AccountPage = lateView(() =>
  import('../features/accounts/account-page.tsx').then((module) => module.AccountPage),
);
const PluginsView = lateView(() => import('../features/plugins/plugins-view.tsx').then((module) => module.PluginsView));
const CommandPalette = lateView(() => import('./command-palette.tsx').then((module) => module.CommandPalette));
const SearchDialog = lateView(() =>
  import('../features/sidebar/search-dialog.tsx').then((module) => module.SearchDialog),
);
const AddProjectDialog = lateView(() =>
  import('../features/sidebar/add-project-dialog.tsx').then((module) => module.AddProjectDialog),
);
const WhatsNewNote = lateView(() =>
  import('../features/settings/whats-new-note.tsx').then((module) => module.WhatsNewNote),
);
const SshQuestionDialog = lateView(() =>
  import('../features/hosts/ssh-question-dialog.tsx').then((module) => module.SshQuestionDialog),
);
const Toasts = lateView(() => import('./toasts.tsx').then((module) => module.Toasts));

/** Fetches, one after the other, what the first clicks will want. */
export async function preloadPages(): Promise<void> {
  await preloadComposerParts();
  await ThreadPage.preload();
  await preloadOverlays();
  const others = [ServerBanner, CommandPalette, SearchDialog, SettingsPage, Toasts, SidePanel, AddProjectDialog];
  for (const other of others) await other.preload();
}

/** The window: what is where. */
export function App() {
  useWindowTitle();
  const hasPanel = useUi((state) => state.view.kind === 'thread' && state.serverId !== null);
  return (
    <>
      <AppLayout
        sidebar={
          <ErrorBoundary part="The sidebar">
            <Sidebar needsYou={<NeedsYouCount />} above={<Preparations />} footer={<Footer />} />
          </ErrorBoundary>
        }
        banner={
          <ErrorBoundary part="The banner">
            <Banners />
          </ErrorBoundary>
        }
        centre={<Centre />}
        drawer={<Drawer />}
        panel={<Panel />}
        hasPanel={hasPanel}
      />
      <ErrorBoundary part="A dialog">
        <Dialogs />
        <LateWorkDialogs />
        <HostQuestions />
        <Overlays />
        <LateToasts />
      </ErrorBoundary>
    </>
  );
}

/** Before the core has been heard of there is nothing to tell. */
function Banners() {
  const connection = useConnection().kind;
  const server = useServer(useUi((state) => state.serverId));
  return (
    (server !== null || connection === 'lost' || connection === 'refused') && (
      <>
        <ServerBanner />
        {server !== null && <AccountBanners />}
      </>
    )
  );
}

function Preparations() {
  const serverId = useUi((state) => state.serverId);
  return serverId === null ? null : <PreparationList serverId={serverId} />;
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
      case 'preparing':
        return serverId === null ? null : <PreparingPage serverId={serverId} preparationId={view.preparationId} />;
      case 'settings':
        return <SettingsPage page={view.page} account={<AccountPage />} />;
      case 'plugins':
        return serverId !== null && <PluginsView serverId={serverId} page={view.page} detail={view.detail} />;
      default:
        return assertNever(view);
    }
  };
  return (
    <ErrorBoundary part="This page" resetKey={view.kind === 'thread' ? view.threadId : view.kind}>
      {page()}
    </ErrorBoundary>
  );
}

/** Its code, and the terminal's, come when the drawer is opened for the first time. */
function Drawer() {
  const open = useDrawerOpen();
  const page = useUi(({ view }) => view.kind !== 'settings' && view.kind !== 'plugins');
  const place = useShownPlace();
  if (!open || !page || !place) return null;
  return (
    <ErrorBoundary part="The terminal" resetKey={placeKey(place)}>
      <TerminalDrawer place={place} />
    </ErrorBoundary>
  );
}

function Panel() {
  const view = useUi((state) => state.view);
  const serverId = useUi((state) => state.serverId);
  if (view.kind !== 'thread' || serverId === null) return null;
  const thread = { serverId, threadId: view.threadId };
  return (
    <ErrorBoundary part="The side panel" resetKey={view.threadId}>
      <SidePanel
        thread={thread}
        before={[
          { id: 'review', label: 'Review', content: <ReviewPanel thread={thread} /> },
          { id: 'files', label: 'Files', content: <FilesPanel thread={thread} /> },
        ]}
        after={[{ id: 'preview', label: 'Preview', content: <PreviewPanel thread={thread} markdown={MarkdownPage} /> }]}
      />
    </ErrorBoundary>
  );
}

function Dialogs() {
  const dialog = useUi((state) => state.dialog);
  return dialog && dialogView(dialog);
}

function dialogView(dialog: AppDialog) {
  switch (dialog) {
    case 'palette':
      return <CommandPalette />;
    case 'search':
      return <SearchDialog />;
    case 'openFile': {
      const place = shownPlace();
      return place?.thread ? <QuickOpen thread={place.thread} root={place.folder} /> : null;
    }
    case 'addProject': {
      const serverId = serverForProjects();
      return serverId && <AddProjectDialog serverId={serverId} add={addFolder} />;
    }
    default:
      return assertNever(dialog);
  }
}

/** Loaded with the first request for one of them. */
function LateWorkDialogs() {
  const undo = useUndoRequest();
  const handoff = useHandoffRequest();
  return undo === null && handoff === null ? null : <WorkDialogs undo={undo} handoff={handoff} />;
}

/** One after the other. */
function HostQuestions() {
  const question = useHostQuestion();
  return question && <SshQuestionDialog key={question.id} question={question} />;
}

/** Stays once there was a toast, so that the next is announced. */
function LateToasts() {
  const any = useStore(toastStore, (state) => state.toasts.length > 0);
  const [needed, setNeeded] = useState(false);
  if (any && !needed) setNeeded(true);
  return needed && <Toasts />;
}

function Footer() {
  const info = useAppInfo();
  const codex = useCodexVersion();
  const keys = useCommandKey('view.toggleSidebar');
  return (
    <>
      <News current={info?.version} />
      <AccountFoot />
      <div className={styles.footer}>
        <p className={styles.versions}>
          {info && `Skein ${info.version}`}
          {info && codex !== null && ` · Codex ${codex}`}
        </p>
        <IconButton
          size="s"
          label="Hide the sidebar"
          keys={keys}
          icon={<PanelLeftClose size={14} aria-hidden="true" />}
          onClick={() => void runCommand('view.toggleSidebar')}
        />
      </div>
    </>
  );
}

/** Nothing is fetched for it unless the version is another one than at the last start. */
function News({ current }: { readonly current: string | undefined }) {
  const known = useStore(settingsStore, (state) => state.known);
  const seen = useStore(settingsStore, (state) => state.settings.seenVersion);
  return known && current !== undefined && seen !== current && <WhatsNewNote seen={seen} current={current} />;
}
