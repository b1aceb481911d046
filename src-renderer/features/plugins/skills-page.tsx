import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import Search from 'lucide-react/icons/search';
import type { StreamListener } from '../../../src-shared/contract/define.ts';
import type { SkillEntry, SkillShelf } from '../../../src-shared/model/extension.ts';
import { getClient } from '../../state/client.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { openPlugins } from '../../state/ui-store.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Toggle } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { usePlace } from './place.ts';
import { SkillFoldersDialog } from './skill-folders-dialog.tsx';
import { SkillText } from './skill-text.tsx';
import { Failed, Loading } from './states.tsx';
import { useLive } from './use-live.ts';
import styles from './skills-page.module.css';

const SCOPES: readonly { readonly scope: SkillEntry['scope']; readonly title: string }[] = [
  { scope: 'repo', title: 'Of this project' },
  { scope: 'user', title: 'Your own and those of plugins' },
  { scope: 'admin', title: 'From your administrator' },
  { scope: 'system', title: 'Built into Codex' },
];
type Row = { readonly kind: 'scope'; readonly title: string } | { readonly kind: 'skill'; readonly skill: SkillEntry };

/** Skills by scope; what is switched here the composer’s lists follow at once. */
export function SkillsPage() {
  const { serverId, cwd } = usePlace();
  const open = useCallback(
    (listener: StreamListener<SkillShelf>) => getClient().skills.watch({ serverId, cwd }, listener),
    [serverId, cwd],
  );
  const { value: shelf, error, retry } = useLive(open);
  const [query, setQuery] = useState('');
  const late = useDeferredValue(query);
  const [foldersOpen, setFoldersOpen] = useState(false);
  const skills = shelf?.skills;
  const rows = useMemo(() => rowsOf(skills ?? [], late), [skills, late]);
  if (!shelf) return error ? <Failed error={error} onRetry={retry} /> : <Loading label="Reading the skills" />;
  const reload = async () => {
    const answer = await getClient().skills.reload({ serverId });
    if (answer.ok) showToast({ title: 'Skills were read again' });
    else showError(answer.error);
  };
  return (
    <div className={styles.page}>
      <div className={styles.tools}>
        <TextField
          label="Search skills"
          hideLabel
          type="search"
          placeholder="Search skills"
          icon={<Search size={14} aria-hidden="true" />}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <span className={styles.grow} />
        <Button size="s" onClick={() => setFoldersOpen(true)}>
          {shelf.folders.length === 0 ? 'Folders…' : `Folders (${shelf.folders.length})…`}
        </Button>
        <Button size="s" icon={<RefreshCw size={13} aria-hidden="true" />} onClick={() => void reload()}>
          Reload
        </Button>
      </div>
      {foldersOpen && <SkillFoldersDialog folders={shelf.folders} onClose={() => setFoldersOpen(false)} />}
      {shelf.problems.length > 0 && (
        <ErrorBox
          tone="needs"
          title={
            shelf.problems.length === 1
              ? 'A skill could not be read'
              : `${shelf.problems.length} skills could not be read`
          }
          text="A SKILL.md begins with a block that names and describes the skill."
          details={shelf.problems.map(({ path, message }) => `${path}\n  ${message}`).join('\n')}
        />
      )}
      {rows.length === 0 ? (
        <EmptyState
          compact
          title={shelf.skills.length === 0 ? 'No skills yet' : 'Nothing matches'}
          text={
            shelf.skills.length === 0
              ? 'A skill is a folder with a SKILL.md: in .agents/skills of a project, or in your home folder for every project.'
              : 'Try other words.'
          }
        />
      ) : (
        <SkillList rows={rows} />
      )}
    </div>
  );
}

function rowsOf(skills: readonly SkillEntry[], query: string): readonly Row[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = skills.filter(({ name, title, description }) => {
    const text = `${name}\n${title}\n${description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return SCOPES.flatMap(({ scope, title }): Row[] => {
    const mine = found.filter((skill) => skill.scope === scope);
    if (mine.length === 0) return [];
    return [
      { kind: 'scope', title: `${title} (${mine.length})` },
      ...mine.map((skill) => ({ kind: 'skill', skill }) as const),
    ];
  });
}

function SkillList({ rows }: { readonly rows: readonly Row[] }) {
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- rows are not memoized over it
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'scope' ? 40 : 64),
    overscan: 12,
  });
  const shown = virtualizer.getVirtualItems();
  return (
    <div ref={scroller} className={styles.scroller}>
      <div role="list" aria-label="Skills" className={styles.list} style={{ height: virtualizer.getTotalSize() }}>
        <div className={styles.window} style={{ transform: `translateY(${shown[0]?.start ?? 0}px)` }}>
          {shown.map(({ index }) => {
            const row = rows[index];
            if (!row) return null;
            return row.kind === 'scope' ? (
              <h2 key={row.title} className={styles.scope}>
                {row.title}
              </h2>
            ) : (
              <SkillRow key={row.skill.path} skill={row.skill} />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function SkillRow({ skill }: { readonly skill: SkillEntry }) {
  const { serverId } = usePlace();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const setEnabled = async (enabled: boolean) => {
    setBusy(true);
    const answer = await getClient().skills.setEnabled({ serverId, path: skill.path, enabled });
    setBusy(false);
    if (!answer.ok) showError(answer.error);
  };
  const { pluginId } = skill;
  return (
    <div role="listitem" className={styles.row} aria-label={skill.title}>
      <div className={styles.words}>
        <p className={styles.name}>
          {skill.title} <code className={styles.code}>${skill.name}</code>
        </p>
        <p className={styles.description} title={skill.description}>
          {skill.description}
        </p>
      </div>
      {pluginId !== null && (
        <button type="button" onClick={() => openPlugins('plugins', pluginId)}>
          <Badge outline title={`Of the plugin ${pluginId}`}>
            {pluginId}
          </Badge>
        </button>
      )}
      <Button size="s" onClick={() => setOpen(true)}>
        Open
      </Button>
      <Toggle
        label="Enabled"
        checked={skill.enabled}
        disabled={busy}
        onChange={(enabled) => void setEnabled(enabled)}
      />
      {open && <SkillText title={skill.title} path={skill.path} onClose={() => setOpen(false)} />}
    </div>
  );
}
