import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import { ok } from '../../../src-shared/result.ts';
import { createEntry, duplicateEntry, renameEntry } from '../files/file-changes.ts';
import type { FileServices } from '../files/open-file-services.ts';
import { readTextPart } from '../files/read-text.ts';
import { writeTextFile } from '../files/write-text.ts';
import type { ServerRegistry } from '../servers/server-registry.ts';

export const fileHandlers = (services: FileServices, servers: Pick<ServerRegistry, 'use'>): AppHandlers['files'] => {
  const { files, list, watch, change, trash, drafts, desk, editors, previews } = services;
  return {
    search: ({ serverId, ...input }, { clientId }) =>
      servers.use(serverId, (server) => files.search(server, input, clientId)),
    readText: ({ serverId, ...input }) => servers.use(serverId, (server) => files.readText(server, input)),
    readPart: ({ root, path, offset }) => readTextPart(root, path, offset),
    addImage: (input) => files.addImage(input),
    imageUrl: ({ source }) => files.imageUrl(source),
    list: (input) => list(input),
    watch: ({ root }, sink) => watch(root, sink),
    writeText: (input) => change(input.root, [input.path], () => writeTextFile(input)),
    create: (input) => change(input.root, [input.path], () => createEntry(input)),
    rename: (input) => change(input.root, null, () => renameEntry(input)),
    duplicate: (input) => change(input.root, null, () => duplicateEntry(input)),
    remove: (input) => change(input.root, null, () => trash.remove(input)),
    restoreRemoved: ({ id }) => trash.restore(id),
    drafts: async ({ root }) => ok(await drafts.list(root)),
    keepDraft: ({ root, path, ...draft }) => drafts.keep(root, path, draft),
    desk: ({ root }) => Promise.resolve(ok(desk.get(root))),
    setDesk: ({ root, desk: open }) => Promise.resolve(ok(desk.set(root, open))),
    editors: async () => ok(await editors.list()),
    openInEditor: (input) => editors.open(input),
    preview: (input) => previews.show(input),
  };
};
