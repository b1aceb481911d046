import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import { ok } from '../../../src-shared/result.ts';
import { createServerFolder, listServerFolder } from '../codex/server-folders.ts';
import type { HostService } from '../hosts/host-service.ts';
import type { HomeService } from '../servers/home-service.ts';
import type { ServerRegistry } from '../servers/server-registry.ts';

export const homeHandlers = (homes: HomeService): AppHandlers['homes'] => ({
  watch: (_input, sink) => homes.watch((list) => sink.emit(list)),
  add: ({ label, path }) => homes.add(label, path),
  rename: ({ serverId, label }) => Promise.resolve(homes.rename(serverId, label)),
  remove: ({ serverId }) => homes.remove(serverId),
});

export const hostHandlers = (hosts: HostService, servers: Pick<ServerRegistry, 'use'>): AppHandlers['hosts'] => ({
  watch: (_input, sink) => hosts.watch((list) => sink.emit(list)),
  add: ({ label, place }) => hosts.add(label, place),
  edit: ({ hostId, label, place }) => hosts.edit(hostId, label, place),
  remove: ({ hostId }) => hosts.remove(hostId),
  choices: async () => ok(await hosts.choices()),
  test: ({ hostId, place }) => hosts.test(hostId, place),
  install: ({ place }, sink) => {
    const stop = new AbortController();
    void hosts.install(place, { signal: stop.signal, onProgress: (progress) => sink.emit(progress) }).then((done) => {
      if (!done.ok) sink.fail(done.error);
    });
    return () => stop.abort();
  },
  trustKey: ({ destination, fingerprint }) => hosts.trustKey(destination, fingerprint),
  watchQuestions: (_input, sink) => hosts.questions.watch((questions) => sink.emit(questions)),
  answerQuestion: ({ questionId, answer }) => {
    hosts.questions.answer(questionId, answer);
    return Promise.resolve(ok(null));
  },
  listFolder: ({ serverId, path }) =>
    servers.use(serverId, (server) =>
      listServerFolder(server, path === null ? null : hosts.toHostPath(serverId, path)),
    ),
  createFolder: ({ serverId, parent, name }) =>
    servers.use(serverId, (server) => createServerFolder(server, parent, name)),
});
