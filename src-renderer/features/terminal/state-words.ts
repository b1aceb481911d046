import { assertNever } from '../../../src-shared/assert-never.ts';
import type { Terminal } from '../../../src-shared/model/terminal.ts';

/** What became of a shell, in a few words. */
export function stateWords(state: Terminal['state']): string {
  switch (state.kind) {
    case 'starting':
      return 'Starting a shell…';
    case 'running':
      return 'Running';
    case 'exited':
      return state.exitCode === null ? 'The shell has ended' : `The shell has ended with code ${state.exitCode}`;
    case 'lost':
      return 'The app-server ended, and this shell with it';
    case 'failed':
      return state.reason === 'folder-missing' ? 'The folder is not there any more' : 'The shell did not start';
    default:
      return assertNever(state);
  }
}
