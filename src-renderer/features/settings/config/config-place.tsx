import { create } from 'zustand';
import type { ReactNode } from 'react';
import type { ConfigState } from '../../../../src-shared/model/config.ts';
import type { ServerId } from '../../../../src-shared/model/ids.ts';
import { useConfig, type ConfigPlace } from '../../../state/config-store.ts';
import { useProjects } from '../../../state/project-store.ts';
import { useServers } from '../../../state/server-store.ts';
import { openSettings, useUi } from '../../../state/ui-store.ts';
import { ErrorBox } from '../../../ui/error-box.tsx';
import { Select } from '../../../ui/select.tsx';
import { Spinner } from '../../../ui/spinner.tsx';
import styles from './config.module.css';
import { layerWords } from './layer-words.ts';
import { problemWords } from '../../../state/config-problem-words.ts';

/** Which configuration the pages show; it stays from page to page. Null: the server of the window, no folder. */
const useChosen = create<{ readonly serverId: ServerId | null; readonly cwd: string | null }>(() => ({
  serverId: null,
  cwd: null,
}));

/** The configuration that the pages of this window show. */
export function useConfigPlace(): ConfigPlace | null {
  const chosen = useChosen();
  const shown = useUi((state) => state.serverId);
  const servers = useServers();
  const wanted = chosen.serverId ?? shown;
  const server = servers.find(({ id }) => id === wanted) ?? servers[0];
  return server ? { serverId: server.id, cwd: chosen.cwd } : null;
}

/**
 * A page of Codex's settings: which configuration is shown, what is wrong with it, and then the settings.
 *
 * @param byFolder the page has settings that a project can set, too
 */
export function ConfigPage(props: {
  readonly byFolder: boolean;
  readonly intro?: ReactNode;
  readonly children: (place: ConfigPlace, config: ConfigState) => ReactNode;
}) {
  const place = useConfigPlace();
  const seen = place && (props.byFolder ? place : { ...place, cwd: null });
  const config = useConfig(seen);
  if (!seen) return <Spinner label="Waiting for Codex" />;
  return (
    <>
      {props.intro !== undefined && <p className={styles.intro}>{props.intro}</p>}
      <PlaceBar place={seen} byFolder={props.byFolder} />
      {config === null ? (
        <Spinner label="Reading the configuration" />
      ) : (
        <>
          <Problem config={config} />
          {config.problem === null && props.children(seen, config)}
        </>
      )}
    </>
  );
}

const EVERYWHERE = '';

function PlaceBar({ place, byFolder }: { readonly place: ConfigPlace; readonly byFolder: boolean }) {
  const servers = useServers();
  const projects = useProjects().filter(({ serverId }) => serverId === place.serverId);
  const config = useConfig(place);
  if (servers.length <= 1 && !byFolder) return null;
  const project = config?.layers.find((layer) => layer.kind === 'project');
  return (
    <>
      <div className={styles.place}>
        {servers.length > 1 && (
          <Select
            label="Codex home"
            tone="default"
            value={place.serverId}
            options={servers.map(({ id, label, codexHome }) => ({ value: id, label, description: codexHome }))}
            onChange={(chosen) => useChosen.setState({ serverId: chosen as ServerId, cwd: null })}
          />
        )}
        {byFolder && projects.length > 0 && (
          <Select
            label="Shown for"
            tone="default"
            value={place.cwd ?? EVERYWHERE}
            options={[
              { value: EVERYWHERE, label: 'Everywhere', description: 'What holds where a project says nothing else' },
              ...projects.map(({ path, name }) => ({ value: path, label: name, description: path })),
            ]}
            onChange={(path) =>
              useChosen.setState({ serverId: place.serverId, cwd: path === EVERYWHERE ? null : path })
            }
          />
        )}
        {config && <code className={styles.file}>{config.file}</code>}
      </div>
      {place.cwd !== null && (
        <p className={styles.intro}>
          {project
            ? `What holds in this project, with ${layerWords(project)}. What you change here goes into your own config.toml, for all projects; where the project says something else, the project wins.`
            : 'This project sets nothing itself: what holds everywhere holds here. A project can have a .codex/config.toml of its own.'}
        </p>
      )}
    </>
  );
}

function Problem({ config }: { readonly config: ConfigState }) {
  if (config.problem !== null) {
    const { title, text, details } = problemWords(config.problem);
    return (
      <ErrorBox
        title={title}
        text={text}
        details={details}
        actions={[{ label: 'Open config.toml', primary: true, onSelect: () => openSettings('configFile') }]}
      />
    );
  }
  if (!config.readOnly) return null;
  return (
    <ErrorBox
      tone="needs"
      title="config.toml is read-only"
      text={`${config.file} is protected from writing, so nothing can be changed here. Skein does not write over it.`}
    />
  );
}
