import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { Project } from '../../../src-shared/model/project.ts';
import { SignInCard } from '../../features/accounts/sign-in-card.tsx';
import { NewComposer } from '../../features/composer/new-composer.tsx';
import { DemoPrompts } from '../../features/welcome/demo-prompts.tsx';
import { TrustCard } from '../../features/welcome/trust-card.tsx';
import { WelcomePage } from '../../features/welcome/welcome-page.tsx';
import { getClient } from '../../state/client.ts';
import { useErrorWords, type ErrorDescriber } from '../../state/error-words.ts';
import { projectStore, useProjects } from '../../state/project-store.ts';
import { serverStore, useServer } from '../../state/server-store.ts';
import { changeSettings, settingsStore } from '../../state/settings-store.ts';
import { newThread, uiStore, useUi } from '../../state/ui-store.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { keepClear } from '../../ui/keep-clear.ts';
import { Select } from '../../ui/select.tsx';
import { startDemo } from '../commands/project-actions.ts';
import { useMessageFocus } from './use-message-focus.ts';
import styles from './pages.module.css';

/** Where a thread begins: in which project, and with which words. Without any project it is the welcome. */
export function NewThreadPage() {
  const projects = useProjects();
  const known = useStore(projectStore, (state) => state.known);
  const chosen = useUi((state) => (state.view.kind === 'new' ? state.view.projectId : null));
  const serverId = useUi((state) => state.serverId);
  const project =
    projects.find(({ id }) => id === chosen) ??
    projects.find((one) => one.serverId === serverId) ??
    projects[0] ??
    null;
  useServerOf(project);
  if (!known) return null;
  if (!project) return <WelcomePage startDemo={startDemo} account={<SignInHere serverId={serverId} />} />;
  return <NewThread project={project} projects={projects} />;
}

function SignInHere({ serverId }: { readonly serverId: ServerId | null }) {
  const server = useServer(serverId);
  return server && <SignInCard server={server} offerDemo={false} />;
}

/** The banner, the models and the limits shown are those of the server that the project is on. */
function useServerOf(project: Project | null): void {
  const serverId = project?.serverId;
  useEffect(() => {
    if (serverId !== undefined) uiStore.setState({ serverId });
  }, [serverId]);
}

function NewThread({ project, projects }: { readonly project: Project; readonly projects: readonly Project[] }) {
  const server = useServer(project.serverId);
  useMessageFocus(project.id);
  useFirstRunDone();
  const [later, setLater] = useState<Project['id'] | null>(null);
  const asks = !project.trusted && later !== project.id;
  const early = useEarlyWriting(
    project,
    asks && !project.trustKnown && server !== null && server.phase.kind !== 'ready',
  );
  const problem = folderProblem(project, useErrorWords());
  return (
    <div className={styles.newThread}>
      <div className={styles.newScroll}>
        <div ref={keepClear} className={styles.newColumn}>
          <div className={styles.newHeading}>
            <h1 className={styles.newTitle}>New thread</h1>
            <span className={styles.newIn}>in</span>
            <Select
              label="Project"
              tone="default"
              value={project.id}
              options={projects.map(({ id, name, path }) => ({ value: id, label: name, description: path }))}
              onChange={(id) => newThread(projects.find((one) => one.id === id)?.id ?? null)}
            />
          </div>
          {problem && <ErrorBox tone="needs" title={problem.title} text={problem.text} />}
          {server && <SignInCard server={server} offerDemo />}
          {asks && project.trustKnown && <TrustCard project={project} onLater={() => setLater(project.id)} />}
          {asks && !project.trustKnown && early && (
            <p role="status" className={styles.waits}>
              Codex is starting. Write meanwhile: what you send waits for it.
            </p>
          )}
        </div>
        {(!asks || early) && <NewComposer key={project.id} projectId={project.id} />}
        <div className={styles.below}>{server?.demo === true && <Guided project={project} />}</div>
      </div>
    </div>
  );
}

/**
 * While Codex starts, nobody knows yet whether it trusts the folder: a message can be written meanwhile. The box then stays, also beside the
 * question, since somebody may be writing in it.
 */
function useEarlyWriting({ id }: Project, now: boolean): boolean {
  const [early, setEarly] = useState<Project['id'] | null>(null);
  if (now && early !== id) setEarly(id);
  return now || early === id;
}

/** With a project on screen the first run is over. */
function useFirstRunDone(): void {
  const over = useStore(settingsStore, (state) => !state.known || state.settings.firstRunDone);
  useEffect(() => {
    if (!over) void changeSettings({ firstRunDone: true });
  }, [over]);
}

function folderProblem(project: Project, words: ErrorDescriber) {
  switch (project.state) {
    case 'ok':
      return null;
    case 'missing':
      return {
        title: 'The folder of this project is missing',
        text: `${project.path}\nPut it back, or remove the project from the list. Its threads stay.`,
      };
    case 'unreadable':
      return words.appError({ code: 'path.no-access', path: project.path });
    case 'readOnly':
      return {
        title: 'This folder is read-only',
        text: 'Agents can read here and answer; they cannot change anything.',
      };
  }
}

/** The demo's prompts come with its start; a window that did not start it asks for them. */
function Guided({ project }: { readonly project: Project }) {
  const prompts = useStore(serverStore, (state) => state.demoPrompts);
  useEffect(() => {
    if (serverStore.getState().demoPrompts.length > 0) return;
    void getClient()
      .servers.startDemo({})
      .then((result) => {
        if (result.ok) serverStore.setState({ demoPrompts: result.value.prompts });
      });
  }, []);
  return prompts.length > 0 && <DemoPrompts project={project} prompts={prompts} />;
}
