import '../ui/tokens.css';
import '../ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { defineAccountCommands } from '../features/accounts/account-actions.ts';
import { pickConnect } from '../rpc/connect.ts';
import { createRpcClient } from '../rpc/rpc-client.ts';
import { followAppInfo } from '../state/app-info-store.ts';
import { watchApprovals } from '../state/approval-store.ts';
import { provideClient } from '../state/client.ts';
import { connectionStore } from '../state/connection-store.ts';
import { watchDirectories } from '../state/directories.ts';
import { provideErrorWords } from '../state/error-words.ts';
import { followWindowWidth } from '../state/layout.ts';
import { watchHomes } from '../state/home-store.ts';
import { watchHosts } from '../state/host-store.ts';
import { watchProjects } from '../state/project-store.ts';
import { watchServers } from '../state/server-store.ts';
import { watchSettings } from '../state/settings-store.ts';
import { watchTerminals } from '../state/terminal-store.ts';
import { watchAppEvents } from './app-events.ts';
import { App, preloadPages } from './app.tsx';
import { defineAppCommands } from './commands/app-commands.ts';
import { defineFilesCommands } from './commands/files-commands.ts';
import { defineWorkCommands } from './commands/work-commands.ts';
import { definePluginCommands } from './commands/plugin-commands.ts';
import { defineTerminalCommands } from './commands/terminal-commands.ts';
import { defineThreadCommands } from './commands/thread-commands.ts';
import { reportToCore } from './error-boundary.tsx';
import { listenForKeys } from './key-bindings.ts';
import { rememberView } from './remember-view.ts';
import { followTheme } from './theme.ts';

/** Once the first frame is out: code that the first clicks will want. */
const PRELOAD_AFTER_MS = 300;

function start(): void {
  provideErrorWords(() => import('./describe-error.ts').then((module) => module.describeError));
  const rpc = createRpcClient(
    pickConnect(),
    {
      now: () => Date.now(),
      random: () => Math.random(),
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    (connection) => connectionStore.setState({ connection }),
  );
  provideClient(rpc.client);
  connectionStore.setState({ retry: () => rpc.retry() });
  window.addEventListener('online', () => rpc.retry());
  window.addEventListener('error', (event) => reportToCore(event.error ?? event.message));
  window.addEventListener('unhandledrejection', (event) => reportToCore(event.reason));

  rememberView();
  followAppInfo();
  watchSettings();
  watchServers();
  watchProjects();
  watchHosts();
  watchHomes();
  watchDirectories();
  watchApprovals();
  watchTerminals();
  followTheme();
  followWindowWidth();

  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root');
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );

  defineAppCommands();
  definePluginCommands();
  defineAccountCommands();
  defineWorkCommands();
  defineThreadCommands();
  defineTerminalCommands();
  defineFilesCommands();
  listenForKeys();
  watchAppEvents();
  // What cannot be fetched now (the host is away) is fetched again, and then complained about, when it is needed.
  requestAnimationFrame(() =>
    setTimeout(() => {
      const windows = import('./commands/window-commands.ts').then((module) => module.defineWindowCommands());
      void Promise.all([windows, preloadPages()]).catch(() => undefined);
    }, PRELOAD_AFTER_MS),
  );
}

start();
