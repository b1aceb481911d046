import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { runCommand } from '../../state/commands.ts';
import { errorWords } from '../../state/error-words.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import styles from './states.module.css';

/** Something of a page could not be read. */
export function Failed({ error, onRetry }: { readonly error: AppError; readonly onRetry?: () => void }) {
  const { title, text, actions } = errorWords().appError(error);
  return (
    <div className={styles.state}>
      <ErrorBox
        announce
        title={title}
        text={text}
        actions={[
          // Another answer would need another version.
          ...(onRetry && error.code !== 'codex.unsupported' ? [{ label: 'Try again', onSelect: onRetry }] : []),
          ...actions.map(({ label, commandId, argument }) => ({
            label,
            onSelect: () => void runCommand(commandId, argument),
          })),
        ]}
      />
    </div>
  );
}

export const Loading = ({ label }: { readonly label: string }) => (
  <div className={styles.loading}>
    <Spinner />
    <span>{label}…</span>
  </div>
);
