import { useEffect, useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { AccountUsage } from '../../../src-shared/model/account.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { Result } from '../../../src-shared/result.ts';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { classNames } from '../../ui/class-names.ts';
import { Spinner } from '../../ui/spinner.tsx';
import styles from './accounts.module.css';
import { durationWords, tokenWords } from './usage-words.ts';

/** Days that fit beside one another. */
const MAX_DAYS = 30;

/** Tokens that the account has used, by day. Read when the page is opened. */
export function UsagePart({ serverId }: { readonly serverId: ServerId }) {
  const [usage, setUsage] = useState<Result<AccountUsage, AppError> | null>(null);
  useEffect(() => {
    let gone = false;
    void getClient()
      .accounts.usage({ serverId })
      .then((result) => {
        if (!gone) setUsage(result);
      });
    return () => {
      gone = true;
    };
  }, [serverId]);
  return (
    <div className={classNames(styles.part, usage === null && styles.tall)}>
      <h3 className={styles.heading}>Usage</h3>
      {usage === null && <Spinner label="Reading the usage" />}
      {usage?.ok === false && <p className={styles.quiet}>{errorWords().appError(usage.error).title}.</p>}
      {usage?.ok === true && <Usage usage={usage.value} />}
    </div>
  );
}

function Usage({ usage }: { readonly usage: AccountUsage }) {
  const days = usage.days.slice(-MAX_DAYS);
  const most = Math.max(1, ...days.map(({ tokens }) => tokens));
  const facts: readonly (readonly [string, string | null])[] = [
    ['Tokens in all', tokenWords(usage.lifetimeTokens)],
    ['Most in a day', tokenWords(usage.peakDailyTokens)],
    ['Longest turn', durationWords(usage.longestTurnSeconds)],
    ['Days in a row', usage.currentStreakDays === null ? null : String(usage.currentStreakDays)],
    ['Longest row of days', usage.longestStreakDays === null ? null : String(usage.longestStreakDays)],
  ];
  return (
    <>
      <dl className={styles.facts}>
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name} className={styles.fact}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {days.length > 0 && (
        <ul className={styles.days} aria-label="Tokens by day">
          {days.map(({ date, tokens }) => (
            <li key={date} className={styles.day}>
              <span className={styles.dayBar} style={{ height: `${Math.round((100 * tokens) / most)}%` }} />
              <span>{tokenWords(tokens)}</span>
              <span>{dayWords(date)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** The day is the service's own, in its time; it must not slip to the day before. */
const dayWords = (date: string): string =>
  new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
