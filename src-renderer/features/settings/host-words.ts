import type { HostPlace } from '../../../src-shared/model/host.ts';

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
