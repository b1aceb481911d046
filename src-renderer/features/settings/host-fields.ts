import type { HostPlaceInput } from '../../../src-shared/contract/hosts.ts';
import type { Host, HostPlace, HostToken } from '../../../src-shared/model/host.ts';

/** What the form of a host holds, for every kind at once: changing the kind forgets nothing. */
export interface HostFields {
  readonly label: string;
  readonly kind: HostPlace['kind'];
  readonly url: string;
  readonly tokenKind: HostToken['kind'];
  readonly token: string;
  readonly variable: string;
  readonly distribution: string;
  readonly destination: string;
}

const EMPTY: HostFields = {
  ...{ label: '', kind: 'ssh', url: '', tokenKind: 'typed', token: '', variable: '' },
  ...{ distribution: '', destination: '' },
};

export function fieldsOf(host: Host | null): HostFields {
  if (!host) return EMPTY;
  const { label, place } = host;
  if (place.kind !== 'websocket') return { ...EMPTY, label, ...place };
  const variable = place.token.kind === 'environment' ? place.token.name : '';
  return { ...EMPTY, label, kind: place.kind, url: place.url, tokenKind: place.token.kind, variable };
}

/** Null while something is missing. `knowsToken`: one was typed before, and stays when the field is empty. */
export function placeOf(fields: HostFields, knowsToken: boolean): HostPlaceInput | null {
  const { kind, url, distribution, destination } = fields;
  switch (kind) {
    case 'wsl':
      return distribution === '' ? null : { kind, distribution };
    case 'ssh':
      return destination.trim() === '' ? null : { kind, destination };
    case 'websocket': {
      const token = tokenOf(fields, knowsToken);
      return url.trim() === '' || token === null ? null : { kind, url, token };
    }
  }
}

type TokenInput = Extract<HostPlaceInput, { kind: 'websocket' }>['token'];

function tokenOf({ tokenKind: kind, token, variable }: HostFields, knowsToken: boolean): TokenInput | null {
  switch (kind) {
    case 'none':
      return { kind };
    case 'environment':
      return /^[A-Za-z_]\w*$/.test(variable) ? { kind, name: variable } : null;
    case 'typed':
      if (token === '' && !knowsToken) return null;
      return { kind, token: token === '' ? null : token };
  }
}
