import { useEffect, useMemo } from 'react';
import type { ProjectId } from '../../../src-shared/model/ids.ts';
import { useCatalog } from '../../state/catalog-store.ts';
import { useProject } from '../../state/project-store.ts';
import { uiStore, useUi } from '../../state/ui-store.ts';
import { keepClear } from '../../ui/keep-clear.ts';
import { ComposerBox } from './composer-box.tsx';
import type { Desk, Subject } from './desk.ts';
import { PlaceBar } from './place-bar.tsx';
import { joinContents, EMPTY_CONTENT } from './tokens.ts';
import { useDesk } from './use-desk.ts';
import styles from './composer.module.css';

/** The composer of the new-thread page. The thread comes into being with its first message. */
export function NewComposer({ projectId }: { readonly projectId: ProjectId | null }) {
  const project = useProject(projectId);
  const firstServerId = useUi((state) => state.serverId);
  const serverId = project?.serverId ?? firstServerId;
  const cwd = project?.path ?? null;
  const catalog = useCatalog(serverId, cwd);
  const subject = useMemo<Subject>(
    () => ({ serverId, cwd, thread: null, project, running: false, source: null, loaded: false, catalog }),
    [serverId, cwd, project, catalog],
  );
  const desk = useDesk({ kind: 'new', projectId }, subject);
  useHandedText(desk);
  return (
    <div ref={keepClear} className={styles.region}>
      <ComposerBox
        desk={desk}
        subject={subject}
        blocked={false}
        placeholder={
          project
            ? `What should the agent do in ${cut(project.name)}?`
            : 'Choose a project, then say what the agent should do'
        }
      />
      {project && <PlaceBar key={project.id} project={project} />}
    </div>
  );
}

/** Longer names would fill the box. */
const MAX_NAME_CHARS = 40;
const cut = (name: string): string =>
  name.length > MAX_NAME_CHARS ? `${name.slice(0, MAX_NAME_CHARS - 1).trimEnd()}…` : name;

/** Text that was handed to the page (a link, a guided prompt) goes into the box once, after what stands there. */
function useHandedText(desk: Desk): void {
  const text = useUi((state) => (state.view.kind === 'new' ? state.view.text : null));
  useEffect(() => {
    if (text === null) return;
    uiStore.setState(({ view }) => (view.kind === 'new' ? { view: { ...view, text: null } } : {}));
    void desk.ready().then(() => {
      desk.editor.replace(joinContents([desk.editor.content(), { ...EMPTY_CONTENT, text }]));
      desk.editor.focus();
    });
  }, [desk, text]);
}
