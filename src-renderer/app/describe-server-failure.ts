import { assertNever } from '../../src-shared/assert-never.ts';
import type { ServerDiagnosis, ServerFailure } from '../../src-shared/model/server.ts';
import type { ErrorAction, ErrorWords } from '../state/error-words.ts';
import { fileSize } from '../state/file-size.ts';

const RESTART: ErrorAction = { label: 'Restart', commandId: 'server.restart' };
const COPY_LOG: ErrorAction = { label: 'Copy log', commandId: 'server.copyLog' };

/** Why Codex is not running, what was found in its home, and what to do about it. */
export function describeServerFailure(failure: ServerFailure): ErrorWords {
  const [title, text] = describe(failure);
  const found = failure.diagnosis ? describeDiagnosis(failure.diagnosis) : '';
  return { title, text: [text, found].filter((part) => part !== '').join('\n'), actions: [RESTART, COPY_LOG] };
}

function describe(failure: ServerFailure): readonly [title: string, text: string] {
  switch (failure.kind) {
    case 'binary-missing':
      return [
        'Codex was not found',
        failure.detail === '' ? 'Its binary is missing.' : `Its binary is missing. Looked for:\n${failure.detail}`,
      ];
    case 'spawn-failed':
      return ['Codex could not be started', failure.detail];
    case 'handshake-timeout':
      return ['Codex started but does not answer', 'It said nothing for 30 seconds after its start.'];
    case 'handshake-refused':
      return ['Codex refused Skein', failure.detail];
    case 'unsupported-version':
      return ['This version of Codex does not work with Skein', failure.detail];
    case 'exited':
      return ['Codex stopped', ended(failure)];
    case 'crash-loop':
      return ['Codex keeps stopping', `It ended again and again shortly after its start. ${ended(failure)}`];
    case 'host-unreachable':
      return ['The host does not answer', `It may be off, asleep or out of reach. ${failure.detail}`.trimEnd()];
    case 'host-refused':
      return ['The host let nobody in', `See how it is reached under Settings, Hosts. ${failure.detail}`.trimEnd()];
    case 'host-lost':
      return ['The connection to the host was lost', failure.detail];
    default:
      return assertNever(failure.kind);
  }
}

function ended({ exitCode, signal }: ServerFailure): string {
  if (signal !== null) return `The process was ended by ${signal}.`;
  if (exitCode !== null) return `The process ended with code ${exitCode}.`;
  return 'The process ended.';
}

function describeDiagnosis(diagnosis: ServerDiagnosis): string {
  const facts = `Codex home: ${diagnosis.codexHome} · ${diagnosis.sessionFiles.toLocaleString('en-US')} threads, ${fileSize(diagnosis.sessionsBytes)} · log database ${fileSize(diagnosis.logDatabaseBytes)}`;
  return `${advice(diagnosis.advice)}\n${facts}`;
}

function advice(kind: ServerDiagnosis['advice']): string {
  switch (kind) {
    case 'large-log-database':
      return 'Its log database has grown so large that starting takes too long. Close every Codex, move the files logs_*.sqlite* out of the Codex home, and restart.';
    case 'many-sessions':
      return 'The Codex home holds very many threads, which makes the first start slow. Restart and give it time, or move old files out of sessions/.';
    case 'install-codex':
      return 'Reinstall Skein, or set SKEIN_CODEX_BIN to a codex of your own.';
    case 'update-codex':
      return 'Use a newer Codex, or remove SKEIN_CODEX_BIN to run the one that comes with Skein.';
    case 'see-log':
      return 'The log says more.';
    default:
      return assertNever(kind);
  }
}
