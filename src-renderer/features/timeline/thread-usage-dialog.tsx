import { useEffect, useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ThreadUsage } from '../../../src-shared/model/account.ts';
import type { TokenUsage } from '../../../src-shared/model/thread.ts';
import type { Result } from '../../../src-shared/result.ts';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { useThread } from '../../state/open-threads.ts';
import { useServer } from '../../state/server-store.ts';
import { infoOf, type OpenThread } from '../../state/thread-store.ts';
import { DialogView } from '../../ui/dialog-view.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { compact } from './words.ts';
import styles from './thread-usage.module.css';

/** What the thread has used: tokens as they were counted here, and what the account's service reckons it cost. */
export function ThreadUsageDialog({ thread, onClose }: { readonly thread: OpenThread; readonly onClose: () => void }) {
  const total = useThread(thread, (state) => infoOf(state)?.usage?.total ?? null);
  const account = useServer(thread.ref.serverId)?.account.kind;
  return (
    <DialogView title="Usage of this thread" width="s" onClose={onClose}>
      <dl className={styles.facts}>
        {tokenFacts(total).map(([name, tokens]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={tokens.toLocaleString('en-US')}>{compact(tokens)}</dd>
          </div>
        ))}
      </dl>
      {account === 'chatgpt' ? (
        <Cost thread={thread} />
      ) : (
        <p className={styles.quiet}>What it cost is told for ChatGPT accounts only.</p>
      )}
    </DialogView>
  );
}

const tokenFacts = (total: TokenUsage | null): readonly (readonly [string, number])[] =>
  total
    ? [
        ['Tokens in all', total.totalTokens],
        ['Read', total.inputTokens],
        ['of these cached', total.cachedInputTokens],
        ['Written', total.outputTokens],
        ['of these reasoning', total.reasoningTokens],
      ]
    : [];

function Cost({ thread }: { readonly thread: OpenThread }) {
  const { serverId, threadId } = thread.ref;
  const [answer, setAnswer] = useState<Result<ThreadUsage | null, AppError> | null>(null);
  useEffect(() => {
    let gone = false;
    void getClient()
      .accounts.threadUsage({ serverId, threadId })
      .then((result) => {
        if (!gone) setAnswer(result);
      });
    return () => {
      gone = true;
    };
  }, [serverId, threadId]);
  if (answer === null) return <Spinner label="Asking the account’s service" />;
  if (!answer.ok) return <p className={styles.quiet}>{errorWords().appError(answer.error).title}.</p>;
  if (answer.value === null) return <p className={styles.quiet}>The account’s service does not tell what it cost.</p>;
  const { creditsMicros, usdMicros, groups } = answer.value;
  return (
    <>
      <p>
        About {millionths(creditsMicros)} credits
        {usdMicros !== null && `, $${millionths(usdMicros)}`}, as the account’s service reckons.
      </p>
      <ul className={styles.groups} aria-label="By model">
        {groups.map(({ model, effort, creditsMicros: credits, totalTokens }) => (
          <li key={`${model}:${effort}`}>
            <span>
              {model ?? 'Another model'} {effort !== null && <span className={styles.quiet}>{effort}</span>}
            </span>
            <span className={styles.quiet}>{totalTokens !== null && `${compact(totalTokens)} tokens`}</span>
            <span>{millionths(credits)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

const millionths = (micros: number): string =>
  (micros / 1_000_000).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
