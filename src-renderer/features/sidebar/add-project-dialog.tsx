import { useEffect, useRef, useState } from 'react';
import CornerLeftUp from 'lucide-react/icons/corner-left-up';
import Folder from 'lucide-react/icons/folder';
import FolderGit from 'lucide-react/icons/folder-git-2';
import FolderPlus from 'lucide-react/icons/folder-plus';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ProjectId, ServerId } from '../../../src-shared/model/ids.ts';
import type { FolderListing } from '../../../src-shared/model/project.ts';
import type { Result } from '../../../src-shared/result.ts';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { closeDialog } from '../../state/ui-store.ts';
import { useServer, useServers } from '../../state/server-store.ts';
import { Button } from '../../ui/button.tsx';
import { DialogView } from '../../ui/dialog-view.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { folderName } from '../../state/folder-path.ts';
import styles from './add-project-dialog.module.css';

const LOOK_AFTER_MS = 200;

interface AddProjectDialogProps {
  readonly serverId: ServerId;
  readonly add: (serverId: ServerId, path: string) => Promise<Result<{ readonly projectId: ProjectId }, AppError>>;
}

/** Where the shell has no native picker, or there are other hosts: a path to type and folders to walk through, kept in step. */
export function AddProjectDialog({ serverId, add }: AddProjectDialogProps) {
  const [chosen, setChosen] = useState(serverId);
  return <FolderDialog key={chosen} serverId={chosen} add={add} onHost={setChosen} />;
}

function FolderDialog(props: AddProjectDialogProps & { readonly onHost: (serverId: ServerId) => void }) {
  const { serverId, add, onHost } = props;
  const source = useServer(serverId)?.hostId === 'local' ? null : serverId;
  const [typed, setTyped] = useState('');
  const [adding, setAdding] = useState(false);
  const [refused, setRefused] = useState<AppError | null>(null);
  const { listing, error, look, started } = useFolders(source, setTyped);
  const recent = useRecent(serverId);
  const wrong = refused ?? ((typed.trim() === '' && source === null) || typed === listing?.path ? null : error);

  const submit = async () => {
    const path = typed.trim();
    if (path === '' || adding) return;
    setAdding(true);
    const result = await add(serverId, path);
    setAdding(false);
    if (result.ok) closeDialog();
    else setRefused(result.error);
  };
  return (
    <DialogView
      title="Add project"
      description="Choose the folder that agents will work in. Skein asks whether you trust it before anything runs there."
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button tone="primary" busy={adding} disabled={typed.trim() === ''} onClick={() => void submit()}>
            Add
          </Button>
        </>
      }
    >
      <HostChoice serverId={serverId} onChange={onHost} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          label="Folder path"
          code
          autoFocus
          readOnly={!started}
          value={typed}
          error={wrong ? wordsOf(wrong) : undefined}
          onChange={(event) => {
            setRefused(null);
            setTyped(event.target.value);
            look(event.target.value, LOOK_AFTER_MS);
          }}
        />
      </form>
      <FolderBrowser
        listing={listing}
        onOpen={(path) => {
          setRefused(null);
          setTyped(path);
          look(path, 0);
        }}
      />
      {listing && <NewFolder source={source} parent={listing.path} onCreated={(path) => look(path, 0)} />}
      {recent.length > 0 && (
        <section className={styles.recent} aria-label="Recent projects">
          <h3 className={styles.heading}>Recent</h3>
          {recent.map((path) => (
            <button
              key={path}
              type="button"
              className={styles.folder}
              onClick={() => {
                setTyped(path);
                look(path, 0);
              }}
            >
              <Folder size={14} aria-hidden="true" />
              <span className={styles.name}>{folderName(path)}</span>
              <span className={styles.path}>{path}</span>
            </button>
          ))}
        </section>
      )}
    </DialogView>
  );
}

/** Only where there is more than one place to choose from. */
function HostChoice(props: { readonly serverId: ServerId; readonly onChange: (serverId: ServerId) => void }) {
  const servers = useServers().filter(({ demo }) => !demo);
  if (servers.length < 2) return null;
  return (
    <div className={styles.host}>
      <span>On</span>
      <Select
        label="Host"
        value={props.serverId}
        options={servers.map(({ id, hostId, label, phase }) => ({
          value: id,
          label: hostId !== 'local' ? label : label === 'Codex' ? 'This machine' : `This machine, ${label}`,
          ...(phase.kind !== 'ready' && { description: 'Not connected' }),
        }))}
        onChange={(id) => props.onChange(id as ServerId)}
      />
    </div>
  );
}

const wordsOf = (error: AppError): string => {
  const { title, text } = errorWords().appError(error);
  return text === '' ? title : `${title}: ${text}`;
};

function FolderBrowser(props: { readonly listing: FolderListing | null; readonly onOpen: (path: string) => void }) {
  const { listing, onOpen } = props;
  const [showHidden, setShowHidden] = useState(false);
  if (!listing) return <div className={styles.browser} aria-busy="true" />;
  const entries = listing.entries.filter((entry) => showHidden || !entry.hidden);
  const hidden = listing.entries.length - listing.entries.filter((entry) => !entry.hidden).length;
  return (
    <div className={styles.browser}>
      <ul className={styles.folders} aria-label={`Folders in ${listing.path}`}>
        {listing.parent !== null && (
          <li>
            <button type="button" className={styles.folder} onClick={() => onOpen(listing.parent ?? '')}>
              <CornerLeftUp size={14} aria-hidden="true" />
              <span className={styles.name}>Up</span>
              <span className={styles.path}>{listing.parent}</span>
            </button>
          </li>
        )}
        {entries.map((entry) => (
          <li key={entry.path}>
            <button type="button" className={styles.folder} onClick={() => onOpen(entry.path)}>
              {entry.isGit ? <FolderGit size={14} aria-hidden="true" /> : <Folder size={14} aria-hidden="true" />}
              <span className={styles.name}>{entry.name}</span>
              {entry.isGit && <span className={styles.path}>Git repository</span>}
            </button>
          </li>
        ))}
        {entries.length === 0 && <li className={styles.none}>No folders in here. Add takes this one.</li>}
        {listing.truncated && <li className={styles.none}>There are more: type the path.</li>}
      </ul>
      {hidden > 0 && (
        <Button size="s" tone="ghost" aria-pressed={showHidden} onClick={() => setShowHidden(!showHidden)}>
          {showHidden ? 'Hide hidden folders' : `Show ${hidden} hidden`}
        </Button>
      )}
    </div>
  );
}

interface NewFolderProps {
  readonly source: ServerId | null;
  readonly parent: string;
  readonly onCreated: (path: string) => void;
}

function NewFolder({ source, parent, onCreated }: NewFolderProps) {
  const [name, setName] = useState<string | null>(null);
  const [problem, setProblem] = useState<AppError | null>(null);
  if (name === null)
    return (
      <Button size="s" tone="ghost" icon={<FolderPlus size={14} aria-hidden="true" />} onClick={() => setName('')}>
        New folder here
      </Button>
    );
  return (
    <form
      className={styles.newFolder}
      onSubmit={(event) => {
        event.preventDefault();
        void (
          source === null
            ? getClient().app.createFolder({ parent, name })
            : getClient().hosts.createFolder({ serverId: source, parent, name })
        ).then((result) => {
          if (!result.ok) {
            setProblem(result.error);
            return;
          }
          setName(null);
          onCreated(result.value.path);
        });
      }}
    >
      <TextField
        label="Name of the new folder"
        autoFocus
        value={name}
        error={problem ? wordsOf(problem) : undefined}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" disabled={name.trim() === ''}>
        Create
      </Button>
    </form>
  );
}

interface Folders {
  readonly listing: FolderListing | null;
  readonly error: AppError | null;
}

/** Looks into folders, one at a time: a later question makes the answer to an earlier one void. */
function createFolderReader(source: ServerId | null, show: (change: Partial<Folders>) => void) {
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const read = async (path: string | null): Promise<string | null> => {
    const mine = ++asked;
    const { app, hosts } = getClient();
    const result = await (source === null ? app.listFolder({ path }) : hosts.listFolder({ serverId: source, path }));
    if (mine !== asked) return null;
    show(result.ok ? { listing: result.value, error: null } : { error: result.error });
    return result.ok ? result.value.path : null;
  };
  const stop = () => {
    asked++;
    clearTimeout(timer);
  };
  const look = (path: string, afterMs: number) => {
    clearTimeout(timer);
    if (path.trim() !== '') timer = setTimeout(() => void read(path.trim()), afterMs);
  };
  return { read, look, stop };
}

/** Begins with the home folder, then follows what is typed or opened; nothing is typed before `started`, which would be mixed with the first path. */
function useFolders(source: ServerId | null, onStart: (path: string) => void) {
  const [started, setStarted] = useState(false);
  const [folders, setFolders] = useState<Folders>({ listing: null, error: null });
  const [reader] = useState(() =>
    createFolderReader(source, (change) => setFolders((before) => ({ ...before, ...change }))),
  );
  const start = useRef(onStart);
  useEffect(() => {
    void reader.read(null).then((path) => {
      if (path !== null) start.current(path);
      setStarted(true);
    });
    return reader.stop;
  }, [reader]);
  return { ...folders, started, look: reader.look };
}

function useRecent(serverId: ServerId): readonly string[] {
  const [recent, setRecent] = useState<readonly string[]>([]);
  useEffect(() => {
    let gone = false;
    void getClient()
      .projects.recent({ serverId })
      .then((result) => {
        if (!gone && result.ok) setRecent(result.value.slice(0, 5));
      });
    return () => {
      gone = true;
    };
  }, [serverId]);
  return recent;
}
