import { assertNever } from '../../src-shared/assert-never.ts';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import type { ConfigError } from '../../src-shared/contract/config-error.ts';
import type { ErrorAction, ErrorWords } from '../state/error-words.ts';

const words = (title: string, text: string, actions: readonly ErrorAction[] = []): ErrorWords => ({
  title,
  text,
  actions,
});
const OPEN_CONFIG: ErrorAction = { label: 'Open config.toml', commandId: 'app.configFile' };

export const isConfigError = (error: AppError): error is ConfigError =>
  /^(?:config|feedback|import)\./.test(error.code);

/** The words for what goes wrong with Codex's configuration and with feedback. */
export function describeConfigError(error: ConfigError): ErrorWords {
  switch (error.code) {
    case 'config.unreadable':
      return words('Codex cannot read its configuration', `${error.reason}\nNothing was changed.`, [OPEN_CONFIG]);
    case 'config.invalid':
      return words('Codex does not take this value', `${error.reason}\nNothing was changed.`);
    case 'config.read-only':
      return words('This file is read-only', `${error.file}\nIt is protected from writing; nothing was changed.`);
    case 'config.not-allowed':
      return words(
        'Your administrator does not allow this value',
        `${error.keys.join(', ')} is decided by what your organisation requires. Nothing was changed.`,
      );
    case 'config.changed-elsewhere':
      return words(
        'Changed elsewhere',
        'Another program has written into config.toml meanwhile. Look at what it says now, then change it again.',
      );
    case 'config.name-taken':
      return words(
        'This name is taken',
        `There is a profile “${error.name}” already. Choose another name, or edit it.`,
      );
    case 'config.rule-gone':
      return words('The rules have changed', `The rule does not stand in ${error.file} any more as it was shown here.`);
    case 'feedback.failed':
      return words('The feedback was not sent', `${error.reason}\nWhat you wrote is kept; try again later.`);
    case 'feedback.disabled':
      return words(
        'Feedback is switched off',
        'The configuration of Codex forbids it. What you wrote is kept; it can be copied.',
      );
    case 'import.gone':
      return words('This is not on offer any more', 'Look again for what can be taken over, and choose anew.');
    default:
      return assertNever(error);
  }
}
