import type { ServerId } from '../../../src-shared/model/ids.ts';

/** One server per (host, Codex home): its id is made of both, so that what is stored under it is found again after a restart. */
export const serverIdOf = (hostId: string, codexHome: string): ServerId => `${hostId}:${codexHome}` as ServerId;

/** Ids of machines that are not this one begin with this. */
export const REMOTE_PREFIX = 'host-';

/** The server of another machine: it has the Codex home that this machine gives it. */
export const remoteServerId = (hostId: string): ServerId => serverIdOf(hostId, '');

/** Its files are this machine's. Also true of servers that were and are not any more. */
export const isLocalServer = (serverId: ServerId): boolean => !serverId.startsWith(REMOTE_PREFIX);
