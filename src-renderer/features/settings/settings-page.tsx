import { Fragment, useEffect, useRef, useState, type ReactNode } from 'react';
import Search from 'lucide-react/icons/search';
import { assertNever } from '../../../src-shared/assert-never.ts';
import { openSettings, type SettingsPage as PageName } from '../../state/ui-store.ts';
import { classNames } from '../../ui/class-names.ts';
import { TextField } from '../../ui/text-field.tsx';
import { keepClear } from '../../ui/keep-clear.ts';
import { AboutPage } from './about-page.tsx';
import { AppearancePage } from './appearance-page.tsx';
import { ArchivedPage } from './archived-page.tsx';
import { DesktopPage } from './desktop-page.tsx';
import { AgentPage } from './config/agent-page.tsx';
import { ConfigFilePage, InstructionsPage } from './config/text-pages.tsx';
import { FeedbackPage } from './config/feedback-page.tsx';
import { ImportPage } from './config/import-page.tsx';
import { FeaturesPage } from './config/features-page.tsx';
import { MemoriesPage } from './config/memories-page.tsx';
import { NotificationsPage, VariablesPage } from './config/variables-page.tsx';
import { PermissionsPage } from './config/permissions-page.tsx';
import { EnvironmentsPage } from './environments-page.tsx';
import { FoundSettings } from './found-settings.tsx';
import { GeneralPage } from './general-page.tsx';
import { HostsPage } from './hosts-page.tsx';
import { KeysPage } from './keys-page.tsx';
import { RecoverPage } from './recover-page.tsx';
import { WorktreesPage } from './worktrees-page.tsx';
import styles from './settings.module.css';

/** `group`: the heading of the pages from here on. */
const PAGES: readonly { readonly name: PageName; readonly title: string; readonly group?: string }[] = [
  { name: 'general', title: 'General' },
  { name: 'account', title: 'Account and usage' },
  { name: 'appearance', title: 'Appearance' },
  { name: 'keys', title: 'Keyboard shortcuts' },
  { name: 'desktop', title: 'Desktop' },
  { name: 'hosts', title: 'Hosts' },
  { name: 'agent', title: 'Agent', group: 'Codex' },
  { name: 'permissions', title: 'Permissions' },
  { name: 'instructions', title: 'Instructions' },
  { name: 'features', title: 'Features' },
  { name: 'memories', title: 'Memories' },
  { name: 'notifications', title: 'Notifications' },
  { name: 'variables', title: 'Environment variables' },
  { name: 'configFile', title: 'config.toml' },
  { name: 'worktrees', title: 'Worktrees', group: 'Work' },
  { name: 'environments', title: 'Environments' },
  { name: 'recover', title: 'Recover' },
  { name: 'archived', title: 'Archived threads' },
  { name: 'import', title: 'Import', group: 'More' },
  { name: 'feedback', title: 'Feedback' },
  { name: 'about', title: 'About and logs' },
];

const titleOf = (page: PageName): string => PAGES.find(({ name }) => name === page)?.title ?? '';

/** `account`: the page of another feature, put in by the app. */
export function SettingsPage({ page, account }: { readonly page: PageName; readonly account: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const nav = useRef<HTMLElement>(null);
  const [query, setQuery] = useState('');
  const searching = query.trim() !== '';
  const title = titleOf(page);
  useEffect(() => {
    // A setting that was looked for has the focus already.
    if (!document.activeElement?.closest('[data-setting]')) heading.current?.focus();
    // In a narrow window the pages stand in a line that scrolls.
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [page]);
  return (
    <div className={styles.settings}>
      <header ref={keepClear} className={styles.header}>
        <h1 className={styles.headerTitle}>Settings</h1>
        <div className={styles.search}>
          <TextField
            label="Search settings"
            hideLabel
            type="search"
            placeholder="Search settings"
            icon={<Search size={14} aria-hidden="true" />}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape' && searching) setQuery('');
            }}
          />
        </div>
      </header>
      <div className={styles.columns}>
        <nav ref={nav} className={styles.nav} aria-label="Settings">
          {PAGES.map(({ name, title: label, group }) => (
            <Fragment key={name}>
              {group !== undefined && <p className={styles.navHeading}>{group}</p>}
              <button
                type="button"
                className={classNames(styles.navEntry, name === page && styles.current)}
                aria-current={name === page ? 'page' : undefined}
                onClick={() => {
                  setQuery('');
                  openSettings(name);
                }}
              >
                {label}
              </button>
            </Fragment>
          ))}
        </nav>
        <div className={styles.content}>
          <div className={styles.column}>
            <h2 ref={heading} tabIndex={-1} className={styles.title}>
              {searching ? 'Found' : title}
            </h2>
            {searching ? (
              <FoundSettings query={query} pageTitle={titleOf} onChoose={() => setQuery('')} />
            ) : (
              <Page page={page} account={account} />
            )}
          </div>
        </div>
      </div>
    </div>
  );
}

function Page({ page, account }: { readonly page: PageName; readonly account: ReactNode }) {
  switch (page) {
    case 'general':
      return <GeneralPage />;
    case 'account':
      return account;
    case 'appearance':
      return <AppearancePage />;
    case 'keys':
      return <KeysPage />;
    case 'desktop':
      return <DesktopPage />;
    case 'hosts':
      return <HostsPage />;
    case 'agent':
      return <AgentPage />;
    case 'permissions':
      return <PermissionsPage />;
    case 'instructions':
      return <InstructionsPage />;
    case 'features':
      return <FeaturesPage />;
    case 'memories':
      return <MemoriesPage />;
    case 'notifications':
      return <NotificationsPage />;
    case 'variables':
      return <VariablesPage />;
    case 'configFile':
      return <ConfigFilePage />;
    case 'worktrees':
      return <WorktreesPage />;
    case 'environments':
      return <EnvironmentsPage />;
    case 'recover':
      return <RecoverPage />;
    case 'archived':
      return <ArchivedPage />;
    case 'import':
      return <ImportPage />;
    case 'feedback':
      return <FeedbackPage />;
    case 'about':
      return <AboutPage />;
    default:
      return assertNever(page);
  }
}
