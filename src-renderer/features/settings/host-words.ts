import type { HostPlace } from '../../../src-shared/model/host.ts';

/** How a host is reached, in one line. */
export function addressWords(place: HostPlace): string {
  switch (place.token.kind) {
    case 'none':
      return `${place.url} · no token`;
    case 'environment':
      return `${place.url} · token from ${place.token.name}`;
    case 'typed':
      return `${place.url} · token ${place.token.kept ? 'kept encrypted' : 'until Skein ends'}`;
  }
}
