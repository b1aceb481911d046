import { useEffect, useRef, useState } from 'react';
import { assertNever } from '../../../src-shared/assert-never.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { useProjects } from '../../state/project-store.ts';
import { openPlugins, type ExtensionPage } from '../../state/ui-store.ts';
import { classNames } from '../../ui/class-names.ts';
import { Select } from '../../ui/select.tsx';
import { keepClear } from '../../ui/keep-clear.ts';
import { AppsPage } from './apps-page.tsx';
import { HooksPage } from './hooks-page.tsx';
import { McpPage } from './mcp-page.tsx';
import { PlaceContext } from './place.ts';
import { PluginBrowser } from './plugin-browser.tsx';
import { SkillsPage } from './skills-page.tsx';
import styles from './plugins-view.module.css';

const PAGES: readonly { readonly name: ExtensionPage; readonly title: string }[] = [
  { name: 'plugins', title: 'Plugins' },
  { name: 'skills', title: 'Skills' },
  { name: 'apps', title: 'Apps' },
  { name: 'mcp', title: 'MCP servers' },
  { name: 'hooks', title: 'Hooks' },
];
const NO_FOLDER = '';
/** Where the user last looked, as long as the window lives. */
let lastFolder: string | null | undefined;

/** Plugins, and what they bring. `detail`: the plugin or the MCP server whose page is shown. */
export function PluginsView(props: {
  readonly serverId: ServerId;
  readonly page: ExtensionPage;
  readonly detail: string | null;
}) {
  const { serverId, page, detail } = props;
  const nav = useRef<HTMLElement>(null);
  const projects = useProjects();
  const own = projects.filter((project) => project.serverId === serverId);
  const [chosen, setChosen] = useState(lastFolder);
  const known = chosen !== undefined && (chosen === null || own.some(({ path }) => path === chosen));
  const first = own[0]?.path ?? null;
  const cwd = known ? chosen : first;
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [page]);
  return (
    <div className={styles.view}>
      <header ref={keepClear} className={styles.header}>
        <h1 className="sr-only">Plugins</h1>
        <nav ref={nav} className={styles.nav} aria-label="Plugins and what they bring">
          {PAGES.map(({ name, title }) => (
            <button
              key={name}
              type="button"
              className={classNames(styles.entry, name === page && styles.current)}
              aria-current={name === page ? 'page' : undefined}
              onClick={() => openPlugins(name)}
            >
              {title}
            </button>
          ))}
        </nav>
        {own.length > 0 && page !== 'apps' && (
          <Select
            label="As seen from"
            value={cwd ?? NO_FOLDER}
            options={[
              ...own.map(({ path, name }) => ({ value: path, label: name, description: path })),
              { value: NO_FOLDER, label: 'No project', description: 'Only what belongs to the Codex home' },
            ]}
            onChange={(value) => {
              lastFolder = value === NO_FOLDER ? null : value;
              setChosen(lastFolder);
            }}
          />
        )}
      </header>
      <PlaceContext.Provider value={{ serverId, cwd }}>
        <Page key={`${serverId} ${cwd ?? ''}`} page={page} detail={detail} />
      </PlaceContext.Provider>
    </div>
  );
}

function Page({ page, detail }: { readonly page: ExtensionPage; readonly detail: string | null }) {
  switch (page) {
    case 'plugins':
      return <PluginBrowser pluginId={detail} onOpen={(pluginId) => openPlugins('plugins', pluginId)} />;
    case 'skills':
      return <SkillsPage />;
    case 'apps':
      return <AppsPage />;
    case 'mcp':
      return <McpPage name={detail} onOpen={(name) => openPlugins('mcp', name)} />;
    case 'hooks':
      return <HooksPage />;
    default:
      return assertNever(page);
  }
}
