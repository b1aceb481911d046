import { assertNever } from '../../src-shared/assert-never.ts';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import type { HostError } from '../../src-shared/contract/host-error.ts';
import { count } from '../state/count-words.ts';
import type { ErrorWords } from '../state/error-words.ts';

const words = (title: string, text = ''): ErrorWords => ({ title, text, actions: [] });

export const isHostError = (error: AppError): error is HostError => error.code.startsWith('host.');

/** The words for machines that are not this one. */
export function describeHostError(error: HostError): ErrorWords {
  switch (error.code) {
    case 'host.unknown':
      return words('That host is not in the list any more');
    case 'host.bad-address':
      return words(
        'That is no address of an app-server',
        'It begins with ws:// or wss://, and holds no name, password or # part.',
      );
    case 'host.token-needed':
      return words(
        'A host off this machine needs a token',
        'An app-server runs commands for whoever reaches it. Start it with --ws-auth and enter its token here.',
      );
    case 'host.insecure':
      return words(
        'The token would cross the network unprotected',
        'Use a wss:// address, or forward the port with ssh -L and use ws://127.0.0.1.',
      );
    case 'host.token-missing':
      return error.variable === null
        ? words('The token has to be entered again', 'It was not kept when Skein ended.')
        : words(`The variable ${error.variable} is not set`, 'Set it in the environment that Skein is started from.');
    case 'host.unreachable':
      return words('The host does not answer', error.detail);
    case 'host.refused':
      return words('The host let nobody in', refusal(error.detail));
    case 'host.key-unknown':
      return words(
        'Nobody has vouched for this host’s key yet',
        `${error.destination} shows the key ${error.fingerprint} (${error.type.replace(/^(ssh|ecdsa|sk)-/, '')}). Compare it with what the host’s owner says.`,
      );
    case 'host.no-codex':
      return words(
        'There is no Codex on that host',
        'Skein can put its own into the home folder there. Or install it with npm install -g @openai/codex, and try again.',
      );
    case 'host.no-package':
      return words(
        'There is no Codex for that machine',
        `It says that it is ${error.system || 'nothing that is known'}.`,
      );
    case 'host.install-failed':
      return words(INSTALL_WORDS[error.reason], error.detail);
    case 'host.in-use':
      return words(
        'Projects still belong to this host',
        `Remove ${count(error.projects, 'project')} from the list first. Their folders and threads stay.`,
      );
    case 'host.not-here':
      return words(
        'Not possible on another machine yet',
        'Skein can do this with the files of its own machine alone. There, use the terminal or ask the agent.',
      );
    default:
      return assertNever(error);
  }
}

const INSTALL_WORDS = {
  fetch: 'Codex could not be fetched',
  checksum: 'What came is not the Codex that was meant: nothing was installed',
  folder: 'Nothing can be written into the home folder there',
  unpack: 'Codex could not be unpacked there',
  run: 'Codex does not run on that machine: it was taken away again',
} as const satisfies Record<Extract<HostError, { code: 'host.install-failed' }>['reason'], string>;

/** OpenSSH's own words name the reason. */
function refusal(detail: string): string {
  const [, question] = /^Cancelled: ([^]*)$/.exec(detail) ?? [];
  if (question !== undefined) return `You did not answer what was asked: ${question}`;
  if (/has changed|IDENTIFICATION/i.test(detail))
    return `${detail}\nThis is another key than before: the host was set up anew, or somebody stands in between. Ask its owner; if it is right, take the old key out of the file that is named here.`;
  if (/host key/i.test(detail))
    return `${detail}\nSettings, Hosts shows the key to be compared and accepted. A key on the way there (a jump host) is accepted with ssh in a terminal.`;
  if (/permission denied/i.test(detail))
    return `${detail}\nNone of your keys and no answer was taken. Add your key to the host, or to the SSH agent (ssh-add).`;
  return detail;
}
