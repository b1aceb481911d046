import { createStore, type StoreApi } from 'zustand';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { FileDraft, FilesEvent, TextFile } from '../../../src-shared/model/files.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { CodeModel } from '../../editor/code-model.ts';
import { getClient } from '../../state/client.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { createDraftKeeper } from './draft-keeper.ts';
import { isBelow, nameOf, pathInRoot } from './paths.ts';

/** What the disk holds, when it is another text than the one the file was opened with. */
export type OnDisk =
  | { readonly kind: 'same' }
  | { readonly kind: 'changed'; readonly version: string; readonly text: string }
  | { readonly kind: 'gone' };

export interface OpenFile {
  /** Relative to the root, with `/`; absolute outside of it. */
  readonly path: string;
  readonly content: 'unread' | 'reading' | 'text' | 'part' | 'binary' | 'failed';
  readonly error: AppError | null;
  /** What is known of it besides its text. */
  readonly facts: Omit<TextFile, 'text'> | null;
  readonly dirty: boolean;
  readonly saving: boolean;
  readonly disk: OnDisk;
}
export interface OpenFilesState {
  /** What was open before has been asked for. */
  readonly restored: boolean;
  readonly files: readonly OpenFile[];
  readonly front: string | null;
  readonly recent: readonly string[];
  /** The place that was asked for last. */
  readonly show: { readonly path: string; readonly line: number; readonly nonce: number } | null;
}
/** The files that are open in the editor of one folder. Their texts are in the editor's models. */
export interface OpenFiles {
  readonly store: StoreApi<OpenFilesState>;
  readonly model: (path: string) => CodeModel | null;
  readonly open: (path: string, line?: number | null) => void;
  /** Away from the editor, files are not asked about: the caller has. */
  readonly close: (path: string) => void;
  /** Writes it. With `over`, whatever the disk has is replaced. */
  readonly save: (path: string, over?: boolean) => Promise<void>;
  /** Takes what the disk has; what was typed is gone. */
  readonly reload: (path: string) => Promise<void>;
  readonly hear: (event: FilesEvent) => void;
  readonly renamed: (from: string, to: string) => void;
  readonly flush: () => Promise<void>;
}

/** What belongs to one open file and cannot be serialised. */
interface Held {
  model: CodeModel;
  /** The version that the text was made from; null: there was no file. */
  base: string | null;
  /** The model's mark when it was the disk's text. */
  clean: number;
  stop: () => void;
}

const MAX_OPEN = 60;
const MAX_RECENT = 50;
const DESK_AFTER_MS = 300;
const SAME: OnDisk = { kind: 'same' };

export function createOpenFiles(serverId: ServerId, root: string): OpenFiles {
  const store = createStore<OpenFilesState>(() => ({
    restored: false,
    files: [],
    front: null,
    recent: [],
    show: null,
  }));
  const held = new Map<string, Held>();
  let drafts = new Map<string, FileDraft>();
  const keeper = createDraftKeeper(serverId, root);
  let deskTimer: ReturnType<typeof setTimeout> | undefined;

  const find = (path: string) => store.getState().files.find((file) => file.path === path);
  const change = (path: string, part: Partial<OpenFile>) =>
    store.setState(({ files }) => ({ files: files.map((file) => (file.path === path ? { ...file, ...part } : file)) }));
  const add = (path: string, dirty: boolean) => {
    if (find(path)) return;
    const file: OpenFile = {
      ...{ path, content: 'unread', error: null, facts: null, dirty, saving: false, disk: SAME },
    };
    store.setState(({ files }) => ({ files: [...files, file] }));
  };
  const keepDesk = () => {
    clearTimeout(deskTimer);
    deskTimer = setTimeout(() => {
      const { files, front, recent } = store.getState();
      const desk = { open: files.map(({ path }) => path), front, recent: [...recent] };
      void getClient().files.setDesk({ serverId, root, desk });
    }, DESK_AFTER_MS);
  };
  const bringToFront = (path: string) => {
    store.setState(({ recent }) => ({
      front: path,
      recent: [path, ...recent.filter((other) => other !== path)].slice(0, MAX_RECENT),
    }));
    keepDesk();
    const file = find(path);
    if (file?.content === 'unread') void read(path);
    else if (file) void look(path);
  };

  const restored = (async () => {
    const client = getClient().files;
    const [desk, kept] = await Promise.all([client.desk({ serverId, root }), client.drafts({ serverId, root })]);
    drafts = new Map((kept.ok ? kept.value : []).map((draft) => [draft.path, draft]));
    const { files: early, front } = store.getState();
    for (const path of desk.ok ? desk.value.open : []) add(path, drafts.has(path));
    // What was typed is never out of sight.
    for (const path of drafts.keys()) add(path, true);
    store.setState(({ recent }) => ({
      restored: true,
      recent: [...recent, ...(desk.ok ? desk.value.recent : []).filter((path) => !recent.includes(path))],
    }));
    const wanted = front ?? (desk.ok ? desk.value.front : null) ?? drafts.keys().next().value ?? null;
    if (early.length === 0 && wanted !== null && find(wanted)) bringToFront(wanted);
  })();

  /** Puts a text into the editor: the disk's, and over it what was typed. */
  async function hold(path: string, text: string, base: string | null, draft: FileDraft | null): Promise<void> {
    const { createCodeModel } = await import('../../editor/code-model.ts');
    if (!find(path)) return;
    held.get(path)?.stop();
    held.get(path)?.model.dispose();
    const model = createCodeModel(path, text);
    const entry: Held = { model, base: draft ? draft.base : base, clean: model.mark(), stop: () => undefined };
    if (draft) {
      model.replace(draft.text);
      keeper.adopt(path);
    }
    const onChange = () => {
      const dirty = model.mark() !== entry.clean || find(path)?.disk.kind === 'gone';
      if (find(path)?.dirty !== dirty) change(path, { dirty });
      if (dirty) keeper.keepSoon(path, () => ({ text: model.text(), base: entry.base }));
      else keeper.drop(path);
    };
    entry.stop = model.onChange(onChange);
    held.set(path, entry);
  }

  async function read(path: string): Promise<void> {
    change(path, { content: 'reading', error: null });
    await restored;
    const answer = await getClient().files.readText({ serverId, root, path });
    if (!find(path)) return;
    const draft = drafts.get(path) ?? null;
    drafts.delete(path);
    if (!answer.ok) {
      if (!draft) {
        change(path, { content: 'failed', error: answer.error });
        return;
      }
      // It cannot be read any more, and what was typed into it still can.
      await hold(path, '', null, draft);
      change(path, { content: 'text', facts: null, dirty: true, disk: { kind: 'gone' } });
      return;
    }
    const { text, ...facts } = answer.value;
    if (facts.binary || facts.truncated) {
      change(path, { content: facts.binary ? 'binary' : 'part', facts, dirty: false });
      return;
    }
    await hold(path, text, facts.version, draft);
    const disk: OnDisk =
      draft && draft.base !== facts.version ? { kind: 'changed', version: facts.version, text } : SAME;
    change(path, { content: 'text', facts, dirty: draft !== null, disk });
  }

  /** Looks whether the disk has another text by now. */
  async function look(path: string): Promise<void> {
    const file = find(path);
    if (!file || file.saving || file.content === 'reading' || file.content === 'unread') return;
    const answer = await getClient().files.readText({ serverId, root, path });
    const now = find(path);
    const entry = held.get(path);
    if (!now || now.saving) return;
    if (!answer.ok) {
      if (answer.error.code === 'path.missing' && entry) change(path, { disk: { kind: 'gone' }, dirty: true });
      else if (!entry && now.content !== 'text') change(path, { content: 'failed', error: answer.error });
      return;
    }
    const { text, ...facts } = answer.value;
    if (!entry || facts.binary || facts.truncated) {
      if (!now.dirty && facts.version !== now.facts?.version) void read(path);
      return;
    }
    if (facts.version === entry.base) {
      if (now.disk.kind !== 'same') {
        const dirty = entry.model.mark() !== entry.clean;
        change(path, { disk: SAME, dirty, facts });
      } else if (facts.readOnly !== now.facts?.readOnly) change(path, { facts });
      return;
    }
    if (entry.model.mark() !== entry.clean) {
      change(path, { disk: { kind: 'changed', version: facts.version, text }, facts });
      return;
    }
    takeOver(path, entry, text, facts);
  }

  function takeOver(path: string, entry: Held, text: string, facts: Omit<TextFile, 'text'>): void {
    entry.base = facts.version;
    entry.model.replace(text);
    entry.clean = entry.model.mark();
    keeper.drop(path);
    change(path, { facts, disk: SAME, dirty: false, error: null });
  }

  async function save(path: string, over = false): Promise<void> {
    const entry = held.get(path);
    const file = find(path);
    if (!entry || !file || file.saving || (!file.dirty && !over)) return;
    const expected = !over ? entry.base : file.disk.kind === 'changed' ? file.disk.version : entry.base;
    const mark = entry.model.mark();
    change(path, { saving: true });
    const text = entry.model.text();
    const version = file.disk.kind === 'gone' ? null : expected;
    const answer = await getClient().files.writeText({ serverId, root, path, text, expected: version });
    if (!find(path)) return;
    if (answer.ok) {
      entry.base = answer.value.version;
      entry.clean = mark;
      const dirty = entry.model.mark() !== mark;
      const facts = find(path)?.facts ?? null;
      change(path, { saving: false, disk: SAME, dirty, facts: facts && { ...facts, version: answer.value.version } });
      if (dirty) keeper.keepSoon(path, () => ({ text: entry.model.text(), base: entry.base }));
      else keeper.drop(path);
      if (!facts) void look(path);
      return;
    }
    change(path, { saving: false });
    if (answer.error.code === 'file.changed') {
      await look(path);
      if (find(path)?.disk.kind !== 'same') return;
    }
    showError(answer.error);
  }

  return {
    store,
    model: (path) => held.get(path)?.model ?? null,
    open: (given, line = null) => {
      const path = pathInRoot(root, given);
      if (!find(path) && store.getState().files.length >= MAX_OPEN) {
        const idle = store.getState().files.find((file) => !file.dirty && !file.saving);
        if (idle) close(idle.path);
      }
      add(path, drafts.has(path));
      if (line !== null) store.setState(({ show }) => ({ show: { path, line, nonce: (show?.nonce ?? 0) + 1 } }));
      bringToFront(path);
    },
    close,
    save,
    reload: async (path) => {
      const entry = held.get(path);
      const answer = await getClient().files.readText({ serverId, root, path });
      if (!find(path)) return;
      if (!answer.ok) {
        if (entry) showError(answer.error);
        else change(path, { content: 'failed', error: answer.error });
        return;
      }
      const { text, ...facts } = answer.value;
      if (entry && !facts.binary && !facts.truncated) takeOver(path, entry, text, facts);
      else void read(path);
    },
    hear: (event) => {
      for (const { path } of store.getState().files)
        if (event.type === 'many' || event.paths.some((changed) => isBelow(path, changed))) void look(path);
    },
    renamed: (from, to) => {
      const moved = store.getState().files.filter(({ path }) => isBelow(path, from));
      for (const { path, dirty } of moved) {
        const next = to + path.slice(from.length);
        const entry = held.get(path);
        const text = entry?.model.text() ?? '';
        const base = entry?.base ?? null;
        close(path);
        if (dirty && entry) {
          drafts.set(next, { path: next, text, base, savedAt: Date.now() });
          keeper.keepSoon(next, () => ({ text, base }));
        }
        add(next, dirty);
      }
      const [first] = moved;
      if (first) bringToFront(to + first.path.slice(from.length));
      if (moved.some(({ dirty }) => dirty)) showToast({ title: `What you typed stays in ${nameOf(to)}` });
    },
    flush: () => keeper.flush(),
  };

  function close(path: string): void {
    const { files, front } = store.getState();
    const at = files.findIndex((file) => file.path === path);
    if (at < 0) return;
    const entry = held.get(path);
    entry?.stop();
    keeper.drop(path);
    held.delete(path);
    const left = files.filter((file) => file.path !== path);
    const next = left[Math.min(at, left.length - 1)]?.path ?? null;
    store.setState({ files: left, front: front === path ? null : front });
    if (front === path && next !== null) bringToFront(next);
    keepDesk();
    // After the editor has let go of it.
    if (entry) setTimeout(() => entry.model.dispose());
  }
}
