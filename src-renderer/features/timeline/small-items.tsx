import Bot from 'lucide-react/icons/bot';
import Globe from 'lucide-react/icons/globe';
import ImageIcon from 'lucide-react/icons/image';
import type {
  HookItem, ImageItem, NoticeItem, ReviewItem, SleepItem, SubAgentItem, SubAgentState, UnknownItem, WebSearchItem,
} from '../../../src-shared/model/item.ts'; // prettier-ignore
import { runCommand } from '../../state/commands.ts';
import { errorWords } from '../../state/error-words.ts';
import { hookEventWords } from '../../state/hook-words.ts';
import { turnOf } from '../../state/thread-store.ts';
import { openThread } from '../../state/ui-store.ts';
import { view } from '../../state/panel-store.ts';
import { count } from '../../state/count-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { CutText, FoldLine, ItemFrame, ItemState } from './item-frame.tsx';
import { LocalImage } from './local-image.tsx';
import { useFold, useOpen, useThreadState } from './thread-context.ts';
import { duration } from './words.ts';
import styles from './items.module.css';

const SUB_AGENT_WORDS: Readonly<Record<string, string>> = {
  spawn: 'Started a sub-agent',
  send: 'Wrote to a sub-agent',
  wait: 'Waited for sub-agents',
  resume: 'Resumed a sub-agent',
  close: 'Closed a sub-agent',
  interrupt: 'Interrupted a sub-agent',
  list: 'Looked at its sub-agents',
  started: 'A sub-agent started',
  interacted: 'A sub-agent reported',
  interrupted: 'A sub-agent was interrupted',
  completed: 'A sub-agent is done',
};
/** A state of then is told only where it does not pass by itself. */
const SUB_AGENT_STATES: Readonly<Record<SubAgentState, string>> = {
  starting: '',
  running: 'was still running',
  interrupted: 'was interrupted',
  completed: 'done',
  failed: 'failed',
  closed: 'closed',
  notFound: 'not found',
};

function subAgentWords(entry: SubAgentItem['states'][number] | undefined): string {
  const state = entry?.state ? SUB_AGENT_STATES[entry.state] : '';
  return [state, entry?.message ?? ''].filter((part) => part !== '').join(': ');
}

export function SubAgent({ item }: { readonly item: SubAgentItem }) {
  const { ref } = useOpen();
  const [open, setOpen] = useFold(item.id, true);
  const states = new Map(item.states.map((entry) => [entry.threadId, entry]));
  return (
    <ItemFrame
      open={open}
      onToggle={setOpen}
      head={
        <>
          <Bot size={13} aria-hidden="true" className={styles.icon} />
          <span>{SUB_AGENT_WORDS[item.action] ?? `Sub-agent: ${item.action}`}</span>
          {item.model !== null && <span className={styles.about}>{item.model}</span>}
        </>
      }
      trailing={<ItemState itemId={item.id} status={item.status} startedAt={item.startedAt} durationMs={null} />}
    >
      {(item.prompt !== null || item.threadIds.length > 0) && (
        <div className={styles.sections}>
          {item.prompt !== null && <p className={styles.words}>{item.prompt.slice(0, 1200)}</p>}
          {item.threadIds.map((threadId, at) => (
            <div key={threadId} className={styles.agent}>
              <Button size="s" onClick={() => openThread({ serverId: ref.serverId, threadId })}>
                {item.threadIds.length > 1 ? `Open thread ${at + 1}` : 'Open its thread'}
              </Button>
              <span className={styles.quiet}>{subAgentWords(states.get(threadId))}</span>
            </div>
          ))}
        </div>
      )}
    </ItemFrame>
  );
}

const SEARCH_WORDS: Readonly<Record<WebSearchItem['action'], readonly [running: string, done: string]>> = {
  search: ['Searching the web', 'Searched the web'],
  open: ['Opening a web page', 'Opened a web page'],
  find: ['Searching a web page', 'Searched a web page'],
};

export function WebSearch({ item }: { readonly item: WebSearchItem }) {
  const [open, setOpen] = useFold(item.id, false);
  const [running, done] = SEARCH_WORDS[item.action];
  const about = item.query !== '' ? item.query : (item.detail ?? '').split('\n').at(-1);
  return (
    <FoldLine
      open={open}
      onToggle={setOpen}
      head={
        <span className={styles.fold}>
          <Globe size={13} aria-hidden="true" />
          {item.status === 'running' ? running : done}
          {about !== '' && <span className={styles.about}>· {about}</span>}
        </span>
      }
    >
      {item.detail !== null && item.detail !== '' && item.detail !== about && (
        <p className={styles.words}>{item.detail}</p>
      )}
    </FoldLine>
  );
}

const DRAWING_WORDS: Readonly<Partial<Record<ImageItem['status'], string>>> = {
  running: 'Drawing an image',
  failed: 'The image could not be drawn',
  interrupted: 'Stopped drawing an image',
};

export function ImageView({ item }: { readonly item: ImageItem }) {
  const [open, setOpen] = useFold(item.id, item.action === 'generated');
  const name = item.source === null || item.source.startsWith('data:') ? '' : item.source.split(/[\\/]/).at(-1);
  return (
    <FoldLine
      open={open}
      onToggle={setOpen}
      head={
        <span className={styles.fold}>
          <ImageIcon size={13} aria-hidden="true" />
          {item.action === 'viewed' ? 'Looked at an image' : (DRAWING_WORDS[item.status] ?? 'Drew an image')}
          {name && <span className={styles.about}>· {name}</span>}
        </span>
      }
    >
      {(item.source !== null || item.caption !== null) && (
        <figure className={styles.figure}>
          {item.source !== null && <LocalImage source={item.source} alt={item.caption ?? name ?? 'Image'} />}
          {item.caption !== null && <figcaption>{item.caption}</figcaption>}
        </figure>
      )}
    </FoldLine>
  );
}

export const ReviewStarted = ({ item }: { readonly item: ReviewItem }) => (
  <div className={styles.line}>
    Review started{item.text !== '' && <span className={styles.about}>· {item.text.slice(0, 300)}</span>}
  </div>
);

export const Compaction = ({ running }: { readonly running: boolean }) => (
  <div className={styles.divider}>{running ? 'Compacting the history…' : 'History compacted'}</div>
);

export const Sleep = ({ item }: { readonly item: SleepItem }) => (
  <div className={styles.line}>
    {item.status === 'running' ? 'Waiting' : 'Waited'}
    {item.durationMs !== null && ` ${duration(item.durationMs)}`}
  </div>
);

const HOOK_WORDS: Readonly<Record<HookItem['status'], string>> = {
  running: 'running',
  completed: '',
  failed: 'failed',
  declined: 'blocked it',
  interrupted: 'stopped',
};

export function Hook({ item }: { readonly item: HookItem }) {
  const [open, setOpen] = useFold(item.id, item.status === 'failed');
  return (
    <FoldLine
      open={open}
      onToggle={setOpen}
      head={
        <span className={styles.fold}>
          {item.event === 'hookPrompt' ? 'A hook told the agent' : `Hook: ${hookEventWords(item.event).toLowerCase()}`}
          {HOOK_WORDS[item.status] !== '' && (
            <span className={item.status === 'failed' ? styles.bad : undefined}>{HOOK_WORDS[item.status]}</span>
          )}
          <span className={styles.about}>
            {item.event !== 'hookPrompt' && `· ${item.source}`}
            {item.durationMs !== null && ` · ${duration(item.durationMs)}`}
          </span>
        </span>
      }
    >
      {(item.message !== null || item.entries.length > 0) && (
        <div className={styles.sections}>
          {item.message !== null && <p className={styles.words}>{item.message}</p>}
          {item.entries.length > 0 && <pre className={styles.pre}>{item.entries.join('\n')}</pre>}
        </div>
      )}
    </FoldLine>
  );
}

/** An error, a warning or a retry, in words, with what to do next. */
export function Notice({ item }: { readonly item: NoticeItem }) {
  const words = errorWords().turnError(item.error);
  const { title, actions } = words;
  // Nothing is said to be under way once the turn has ended.
  const over = useThreadState((state) => turnOf(state, item.turnId)?.status !== 'running') && item.error.willRetry;
  const text = over ? 'Codex tried again by itself.' : words.text;
  if (item.level === 'info')
    return (
      <div className={styles.line}>
        {title}
        {text !== '' && <span className={styles.about}>· {text}</span>}
      </div>
    );
  return (
    <ErrorBox
      tone={item.level === 'error' && !item.error.willRetry ? 'bad' : 'needs'}
      title={title}
      text={text}
      details={item.error.details}
      actions={actions.map((action) => ({
        label: action.label,
        onSelect: () => void runCommand(action.commandId, action.argument),
      }))}
    />
  );
}

export function Unknown({ item }: { readonly item: UnknownItem }) {
  const thread = useOpen();
  const [open, setOpen] = useFold(item.id, false);
  return (
    <ItemFrame
      open={open}
      onToggle={setOpen}
      head={
        <>
          <span className={styles.command}>{item.type}</span>
          <span className={styles.about}>not known to this version of Skein</span>
        </>
      }
      trailing={<span className={styles.quiet}>{count(item.json.length, 'character')}</span>}
    >
      <CutText
        text={item.json}
        limit={4000}
        label="JSON"
        onShowAll={() => view({ kind: 'item', thread: thread.ref, turnId: item.turnId, itemId: item.id })}
      />
    </ItemFrame>
  );
}
