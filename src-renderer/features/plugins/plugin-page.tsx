import { useEffect, useRef, useState, type ReactNode } from 'react';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Marketplace, PluginCard, PluginDetail, PluginInstalled } from '../../../src-shared/model/plugin.ts';
import { getClient } from '../../state/client.ts';
import { hookEventWords } from '../../state/hook-words.ts';
import { openAddress } from '../../state/open-address.ts';
import { newThread, openPlugins } from '../../state/ui-store.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Switch } from '../../ui/switch.tsx';
import { keepClear } from '../../ui/keep-clear.ts';
import { Facts } from './facts.tsx';
import type { ShownPlugin } from './filter-plugins.ts';
import { Logo } from './logo.tsx';
import { usePlace } from './place.ts';
import { installPlugin, setPluginEnabled, uninstallPlugin } from './plugin-actions.ts';
import { blockWords, sourceWords, workWords } from './plugin-words.ts';
import { RemoteSkillText, SkillText } from './skill-text.tsx';
import { Failed, Loading } from './states.tsx';
import styles from './detail.module.css';

/** Everything about one plugin, and what can be done with it. */
export function PluginPage(props: {
  readonly pluginId: string;
  /** Null: no marketplace lists it. */
  readonly shown: ShownPlugin | null;
  readonly onBack: () => void;
}) {
  const { pluginId, shown, onBack } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [pluginId]);
  return (
    <div className={styles.page}>
      <div className={styles.column}>
        <div>
          <Button tone="ghost" size="s" icon={<ArrowLeft size={14} aria-hidden="true" />} onClick={onBack}>
            All plugins
          </Button>
        </div>
        {shown ? (
          <Plugin key={pluginId} {...shown} heading={heading} />
        ) : (
          <EmptyState
            title="That plugin is not here"
            text={`No marketplace that this folder sees lists ${pluginId}. It may belong to another folder, or its marketplace was removed.`}
          />
        )}
      </div>
    </div>
  );
}

function Plugin({
  plugin,
  marketplace,
  heading,
}: ShownPlugin & { readonly heading: React.RefObject<HTMLHeadingElement | null> }) {
  const place = usePlace();
  const { serverId, cwd } = place;
  const [detail, setDetail] = useState<PluginDetail | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [toSignIn, setToSignIn] = useState<PluginInstalled['signIn']>([]);
  const { id: pluginId, installed, version } = plugin;
  useEffect(() => {
    let gone = false;
    void getClient()
      .plugins.read({ serverId, cwd, pluginId })
      .then((answer) => {
        if (gone) return;
        setError(answer.ok ? null : answer.error);
        if (answer.ok) setDetail(answer.value);
      });
    return () => {
      gone = true;
    };
    // What it holds may be another after it was installed, or as another version.
  }, [serverId, cwd, pluginId, installed, version, attempt]);
  const install = async () => {
    const done = await installPlugin(place, plugin);
    setToSignIn(done?.signIn ?? []);
  };
  return (
    <>
      <header ref={keepClear} className={styles.head}>
        <Logo
          large
          id={plugin.hasLogo ? `${serverId} ${pluginId} ${version ?? ''}` : null}
          name={plugin.title}
          color={plugin.color}
          load={(dark) => getClient().plugins.logo({ ...place, pluginId, dark })}
        />
        <div className={styles.headWords}>
          <h2 ref={heading} tabIndex={-1} className={styles.title}>
            {plugin.title}
          </h2>
          <p className={styles.quiet}>
            {[plugin.author, plugin.category].filter((part) => part !== null).join(' · ') || pluginId}
          </p>
        </div>
        <Actions plugin={plugin} onInstall={() => void install()} />
      </header>
      {plugin.blocked !== null && (
        <ErrorBox
          tone="needs"
          title={blockWords(plugin.blocked)}
          text={
            plugin.blocked === 'admin'
              ? 'The administrator of your workspace decides which plugins may be used.'
              : 'It is shown for information.'
          }
        />
      )}
      {toSignIn.length > 0 && (
        <ErrorBox
          announce
          tone="info"
          title="Sign in to finish"
          text="These apps of the plugin want an account. The sign-in opens in your browser."
          actions={toSignIn.flatMap(({ name, url }) =>
            url === null ? [] : [{ label: `Sign in to ${name}`, primary: true, onSelect: () => void openAddress(url) }],
          )}
        />
      )}
      {error && <Failed error={error} onRetry={() => setAttempt((before) => before + 1)} />}
      {!detail && !error && <Loading label="Reading the plugin" />}
      {detail && <p className={styles.prose}>{detail.description || plugin.description}</p>}
      {detail && detail.prompts.length > 0 && (
        <div className={styles.wrap}>
          {detail.prompts.map((prompt) => (
            <Button key={prompt} size="s" onClick={() => newThread(null, prompt)}>
              {prompt}
            </Button>
          ))}
        </div>
      )}
      <PluginFacts plugin={plugin} marketplace={marketplace} detail={detail} />
      {detail && <Contents detail={detail} remote={plugin.source.kind === 'remote'} />}
      {detail && detail.screenshots.length > 0 && (
        <div className={styles.pictures}>
          {detail.screenshots.map((address) => (
            <img key={address} src={address} alt="Screenshot" />
          ))}
        </div>
      )}
    </>
  );
}

function Actions({ plugin, onInstall }: { readonly plugin: PluginCard; readonly onInstall: () => void }) {
  const place = usePlace();
  if (plugin.work !== null) return <Button busy>{workWords(plugin.work)}</Button>;
  if (!plugin.installed)
    return (
      <Button tone="primary" disabled={plugin.blocked !== null} onClick={onInstall}>
        Install
      </Button>
    );
  return (
    <div className={styles.actions}>
      <Switch
        label="Enabled"
        checked={plugin.enabled}
        disabled={plugin.blocked === 'admin'}
        onChange={(enabled) => void setPluginEnabled(place, plugin, enabled)}
      />
      <Button onClick={() => void uninstallPlugin(place, plugin)}>Uninstall</Button>
    </div>
  );
}

function PluginFacts(props: {
  readonly plugin: PluginCard;
  readonly marketplace: Marketplace;
  readonly detail: PluginDetail | null;
}) {
  const { plugin, marketplace, detail } = props;
  const { source } = plugin;
  const git = source.kind === 'git' ? source : null;
  const links = [
    { label: 'Website', url: detail?.website },
    { label: 'Privacy', url: detail?.privacy },
    { label: 'Terms', url: detail?.terms },
  ].flatMap(({ label, url }) => (typeof url === 'string' ? [{ label, url }] : []));
  const code = (text: string | null | undefined) => (typeof text === 'string' ? <code>{text}</code> : null);
  return (
    <Facts
      facts={[
        { name: 'Marketplace', value: marketplace.title },
        { name: 'Source', value: code(sourceWords(source)) },
        { name: 'Ref', value: code(git?.ref) },
        { name: 'Commit', value: code(git?.sha) },
        { name: 'Version', value: plugin.version ?? 'Not told' },
        {
          name: 'Installing',
          value:
            plugin.blocked !== null
              ? blockWords(plugin.blocked)
              : plugin.byDefault
                ? 'Installed by default'
                : 'Your choice',
        },
        {
          name: 'Sign-in',
          value:
            plugin.signIn === 'onInstall'
              ? 'When it is installed, where its apps need one'
              : 'When an app is first used',
        },
        { name: 'May', value: detail && detail.capabilities.length > 0 ? detail.capabilities.join(', ') : null },
        {
          name: 'Links',
          value:
            links.length === 0 ? null : (
              <span className={styles.wrap}>
                {links.map(({ label, url }) => (
                  <Button key={label} size="s" title={url} onClick={() => void openAddress(url)}>
                    {label}
                  </Button>
                ))}
              </span>
            ),
        },
      ]}
    />
  );
}

/** `remote`: its files are kept by the marketplace. */
function Contents({ detail, remote }: { readonly detail: PluginDetail; readonly remote: boolean }) {
  const { skills, apps, mcpServers, hooks } = detail;
  if (skills.length + apps.length + mcpServers.length + hooks.length === 0)
    return <p className={styles.quiet}>What it brings is told once it is installed.</p>;
  return (
    <>
      <Part title="Skills" count={skills.length}>
        {skills.map((skill) => (
          <SkillRow key={skill.name} pluginId={detail.id} skill={skill} remote={remote} />
        ))}
      </Part>
      <Part title="Apps" count={apps.length}>
        {apps.map(({ id, name, description, connectUrl }) => (
          <li key={id} className={styles.row}>
            <div className={styles.rowWords}>
              <p className={styles.name}>{name}</p>
              <p className={styles.quiet}>{description}</p>
            </div>
            {connectUrl !== null && (
              <Button size="s" onClick={() => void openAddress(connectUrl)}>
                Connect
              </Button>
            )}
          </li>
        ))}
      </Part>
      <Part title="MCP servers" count={mcpServers.length}>
        {mcpServers.map((name) => (
          <li key={name} className={styles.row}>
            <p className={styles.name}>{name}</p>
            <span className={styles.grow} />
            <Button size="s" onClick={() => openPlugins('mcp', name)}>
              Show
            </Button>
          </li>
        ))}
      </Part>
      <Part title="Hooks" count={hooks.length}>
        {hooks.map(({ key, event }) => (
          <li key={key} className={styles.row}>
            <p className={styles.name}>{hookEventWords(event)}</p>
            <span className={styles.grow} />
            <Button size="s" onClick={() => openPlugins('hooks')}>
              Show
            </Button>
          </li>
        ))}
      </Part>
    </>
  );
}

function SkillRow(props: {
  readonly pluginId: string;
  readonly skill: PluginDetail['skills'][number];
  readonly remote: boolean;
}) {
  const { pluginId, skill, remote } = props;
  const { name, description, path, enabled } = skill;
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <li className={styles.row} aria-label={name}>
      <div className={styles.rowWords}>
        <p className={styles.name}>{name}</p>
        <p className={styles.quiet}>{description}</p>
      </div>
      {!enabled && <Badge>Off</Badge>}
      {(path !== null || remote) && (
        <Button size="s" onClick={() => setOpen(true)}>
          Open
        </Button>
      )}
      {open && path !== null && <SkillText title={name} path={path} onClose={close} />}
      {open && path === null && <RemoteSkillText pluginId={pluginId} skill={name} onClose={close} />}
    </li>
  );
}

function Part(props: { readonly title: string; readonly count: number; readonly children: ReactNode }) {
  if (props.count === 0) return null;
  return (
    <section aria-label={props.title} className={styles.part}>
      <h3 className={styles.heading}>{props.title}</h3>
      <ul className={styles.list}>{props.children}</ul>
    </section>
  );
}
