import { useCallback, useEffect, useState } from 'react';
import Plus from 'lucide-react/icons/plus';
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import X from 'lucide-react/icons/x';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Project } from '../../../src-shared/model/project.ts';
import type { Environment, EnvironmentAction, PlatformScript } from '../../../src-shared/model/worktree.ts';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { useProjects } from '../../state/project-store.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { confirm } from '../../ui/overlay-requests.ts';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './lists.module.css';

const EMPTY_SCRIPT: PlatformScript = { script: '', darwin: null, linux: null, win32: null };
const NEW: Environment = { id: '', name: '', setup: EMPTY_SCRIPT, cleanup: EMPTY_SCRIPT, actions: [], problem: null };

/** Local environments of each project: scripts that prepare and clean up its worktrees, and commands at hand. */
export function EnvironmentsPage() {
  const projects = useProjects();
  return (
    <>
      <p className={styles.intro}>
        An environment prepares a new worktree: it installs what the project needs and offers its commands. It is a file
        in the project, <code>.codex/environments/NAME.toml</code>, so that everybody who works on it has the same.
      </p>
      {projects.length === 0 && (
        <EmptyState compact icon={<SlidersHorizontal size={18} aria-hidden="true" />} title="No projects yet" />
      )}
      {projects.map((project) => (
        <ProjectEnvironments key={project.id} project={project} />
      ))}
    </>
  );
}

function ProjectEnvironments({ project }: { readonly project: Project }) {
  const [list, setList] = useState<readonly Environment[] | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const { id: projectId } = project;
  useEffect(() => {
    let gone = false;
    void getClient()
      .worktrees.environments({ projectId })
      .then((answer) => {
        if (gone) return;
        setError(answer.ok ? null : answer.error);
        if (answer.ok) setList(answer.value);
      });
    return () => {
      gone = true;
    };
  }, [projectId, attempt]);
  const changed = useCallback(() => {
    setOpen(null);
    setAttempt((before) => before + 1);
  }, []);
  return (
    <section className={styles.section} aria-label={`Environments of ${project.name}`}>
      <div className={styles.tools}>
        <h3 className={styles.heading}>{project.name}</h3>
        <span className={styles.grow} />
        <Button size="s" icon={<Plus size={13} aria-hidden="true" />} onClick={() => setOpen('new:')}>
          New environment
        </Button>
      </div>
      {error && <ErrorBox title={errorWords().appError(error).title} text={errorWords().appError(error).text} />}
      {open === 'new:' && <EnvironmentForm project={project} environment={NEW} onDone={changed} />}
      {list !== null && list.length > 0 && (
        <ul className={styles.list}>
          {list.map((environment) =>
            open === environment.id ? (
              <li key={environment.id} className={styles.row}>
                <EnvironmentForm project={project} environment={environment} onDone={changed} />
              </li>
            ) : (
              <li key={environment.id} className={styles.row}>
                <div className={styles.words}>
                  <p className={styles.name}>{environment.name}</p>
                  <p className={styles.meta}>{environment.problem ?? summary(environment)}</p>
                </div>
                <Button size="s" disabled={environment.problem !== null} onClick={() => setOpen(environment.id)}>
                  Edit
                </Button>
              </li>
            ),
          )}
        </ul>
      )}
      {list?.length === 0 && open === null && <p className={styles.meta}>None yet.</p>}
    </section>
  );
}

function summary({ setup, cleanup, actions }: Environment): string {
  const parts = [
    setup.script.trim() === '' ? null : 'set-up script',
    cleanup.script.trim() === '' ? null : 'clean-up script',
    actions.length === 0 ? null : actions.length === 1 ? '1 action' : `${actions.length} actions`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'Empty' : parts.join(', ');
}

function EnvironmentForm(props: {
  readonly project: Project;
  readonly environment: Environment;
  readonly onDone: () => void;
}) {
  const { project, environment, onDone } = props;
  const [form, setForm] = useState(environment);
  const [busy, setBusy] = useState(false);
  const isNew = environment.id === '';
  const change = (part: Partial<Environment>) => setForm((before) => ({ ...before, ...part }));
  const save = async () => {
    setBusy(true);
    const { name, setup, cleanup, actions } = form;
    const answer = await getClient().worktrees.saveEnvironment({
      projectId: project.id,
      id: isNew ? idFor(name) : environment.id,
      name,
      setup,
      cleanup,
      actions: [...actions],
    });
    setBusy(false);
    if (!answer.ok) showError(answer.error);
    else {
      showToast({ title: 'Environment saved', tone: 'good' });
      onDone();
    }
  };
  const remove = async () => {
    const yes = await confirm({
      title: `Delete ${environment.name}?`,
      text: 'Its file is removed from the project.',
      confirmLabel: 'Delete',
      danger: true,
    });
    if (!yes) return;
    const answer = await getClient().worktrees.removeEnvironment({ projectId: project.id, id: environment.id });
    if (answer.ok) onDone();
    else showError(answer.error);
  };
  const setAction = (at: number, part: Partial<EnvironmentAction>) =>
    change({ actions: form.actions.map((action, index) => (index === at ? { ...action, ...part } : action)) });
  return (
    <form
      className={styles.form}
      style={{ flex: 1 }}
      aria-label={isNew ? 'New environment' : `Environment ${environment.name}`}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField label="Name" value={form.name} autoFocus onChange={(event) => change({ name: event.target.value })} />
      <ScriptField
        label="Set-up script"
        hint="Runs in each new worktree before the thread starts. CODEX_SOURCE_TREE_PATH and CODEX_WORKTREE_PATH are set."
        script={form.setup}
        onChange={(setup) => change({ setup })}
      />
      <ScriptField
        label="Clean-up script"
        hint="Runs before a worktree is removed."
        script={form.cleanup}
        onChange={(cleanup) => change({ cleanup })}
      />
      <div className={styles.form} role="group" aria-label="Actions">
        {form.actions.map((action, at) => (
          <div key={at} className={styles.action}>
            <TextField
              label="Action"
              value={action.name}
              onChange={(event) => setAction(at, { name: event.target.value })}
            />
            <TextField
              label="Command"
              code
              value={action.command}
              onChange={(event) => setAction(at, { command: event.target.value })}
            />
            <IconButton
              label="Remove action"
              icon={<X size={14} aria-hidden="true" />}
              onClick={() => change({ actions: form.actions.filter((_, index) => index !== at) })}
            />
          </div>
        ))}
        <div>
          <Button
            size="s"
            icon={<Plus size={13} aria-hidden="true" />}
            onClick={() =>
              change({ actions: [...form.actions, { name: '', icon: null, command: '', platform: null }] })
            }
          >
            Add action
          </Button>
        </div>
      </div>
      <div className={styles.tools}>
        {!isNew && (
          <Button tone="danger" onClick={() => void remove()}>
            Delete…
          </Button>
        )}
        <span className={styles.grow} />
        <Button onClick={onDone}>Cancel</Button>
        <Button
          tone="primary"
          type="submit"
          busy={busy}
          disabled={
            form.name.trim() === '' || form.actions.some((action) => action.name.trim() === '' || action.command === '')
          }
        >
          Save
        </Button>
      </div>
    </form>
  );
}

type Platform = 'all' | 'darwin' | 'linux' | 'win32';
const PLATFORMS = [
  { value: 'all', label: 'Every platform' },
  { value: 'darwin', label: 'macOS instead' },
  { value: 'linux', label: 'Linux instead' },
  { value: 'win32', label: 'Windows instead' },
];
const isPlatform = (value: string): value is Platform => PLATFORMS.some((one) => one.value === value);

function ScriptField(props: {
  readonly label: string;
  readonly hint: string;
  readonly script: PlatformScript;
  readonly onChange: (script: PlatformScript) => void;
}) {
  const { label, hint, script, onChange } = props;
  const [platform, setPlatform] = useState<Platform>('all');
  const value = platform === 'all' ? script.script : (script[platform] ?? '');
  return (
    <div className={styles.label}>
      <div className={styles.tools}>
        <span>{label}</span>
        <span className={styles.grow} />
        <Select
          label={`${label}: platform`}
          value={platform}
          options={PLATFORMS}
          onChange={(next) => isPlatform(next) && setPlatform(next)}
        />
      </div>
      <textarea
        aria-label={label}
        className={styles.area}
        spellCheck={false}
        value={value}
        onChange={({ target }) =>
          onChange(
            platform === 'all'
              ? { ...script, script: target.value }
              : { ...script, [platform]: target.value === '' ? null : target.value },
          )
        }
      />
      <span className={styles.hint}>{hint}</span>
    </div>
  );
}

/** A file name from the environment's name. */
const idFor = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'environment';
