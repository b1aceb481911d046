import { createContext, useContext } from 'react';
import type { ServerId } from '../../../src-shared/model/ids.ts';

/** Whose plugins are shown: a server, and a folder whose own are shown as well. */
export interface ExtensionPlace {
  readonly serverId: ServerId;
  readonly cwd: string | null;
}
export const PlaceContext = createContext<ExtensionPlace | null>(null);

export function usePlace(): ExtensionPlace {
  const place = useContext(PlaceContext);
  if (!place) throw new Error('Used outside of the page of plugins');
  return place;
}
