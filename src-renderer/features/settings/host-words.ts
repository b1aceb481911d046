import type { HostPlace } from '../../../src-shared/model/host.ts';
import type { ServerFailure } from '../../../src-shared/model/server.ts';
import { errorWords } from '../../state/error-words.ts';

/** How a host is reached, in one line. */
export function addressWords(place: HostPlace): string {
  switch (place.kind) {
    case 'wsl':
      return `WSL · ${place.distribution}`;
    case 'ssh':
      return `ssh ${place.destination}`;
    case 'websocket':
      return `${place.url} · ${tokenWords(place.token)}`;
  }
}

/** Why a host is not connected. What helps on this machine (another binary, its home) is no help there. */
export function hostFailureWords(failure: ServerFailure): { readonly title: string; readonly text: string } {
  const { kind, detail } = failure;
  const words = errorWords();
  switch (kind) {
    case 'binary-missing':
      return words.appError({ code: 'host.no-codex' });
    case 'host-refused':
      return words.appError({ code: 'host.refused', detail });
    case 'host-unreachable':
      return words.appError({ code: 'host.unreachable', detail });
    default:
      return { title: words.serverFailure(failure).title, text: detail };
  }
}

function tokenWords(token: Extract<HostPlace, { kind: 'websocket' }>['token']): string {
  switch (token.kind) {
    case 'none':
      return 'no token';
    case 'environment':
      return `token from ${token.name}`;
    case 'typed':
      return token.kept ? 'token kept encrypted' : 'token until Skein ends';
  }
}
