import { afterEach, expect, it } from 'vitest';
import type { AppClient } from '../../../src-shared/contract/contract.ts';
import type { ProjectId, ServerId } from '../../../src-shared/model/ids.ts';
import type { Project } from '../../../src-shared/model/project.ts';
import type { ServerState } from '../../../src-shared/model/server.ts';
import { provideClient } from '../../state/client.ts';
import { composerEntry } from '../../state/composer-store.ts';
import { projectStore } from '../../state/project-store.ts';
import { serverStore } from '../../state/server-store.ts';
import { trustFolder } from '../../state/trust-folder.ts';
import type { Subject } from './desk.ts';
import { trusted, untilTrustIsKnown } from './trust-gate.ts';

const project = { id: 'p' as ProjectId, serverId: 'local' as ServerId, trusted: false, trustKnown: false } as Project;
const tell = (change: Partial<Project>) => projectStore.setState({ projects: [{ ...project, ...change }] });
const phase = (kind: string) => serverStore.setState({ servers: [{ id: 'local', phase: { kind } } as ServerState] });
const notice = () => composerEntry('new').notice;

/** A desk on the new-thread page while Codex starts. */
function deskWhileStarting() {
  phase('starting');
  tell({});
  const desk = { key: 'new', closed: false, subject: { serverId: project.serverId, project } as Subject };
  return { ...desk, isClosed: () => desk.closed, close: () => (desk.closed = true) };
}
afterEach(() => projectStore.setState({ projects: [] }));

it('waits until Codex was asked about the folder, and lets one message go where that is trusted', async () => {
  const desk = deskWhileStarting();
  const waits = untilTrustIsKnown(desk);
  expect(notice()?.kind).toBe('info');
  expect(await untilTrustIsKnown(desk)).toBe(false);
  phase('ready');
  tell({ trustKnown: true, trusted: true });
  expect(await waits).toBe(true);
  expect(notice()).toBeNull();
  expect(untilTrustIsKnown(desk)).toBeNull();
});

it('leaves the message in its box where the folder is not trusted: nothing asks by itself while somebody types', async () => {
  const waits = untilTrustIsKnown(deskWhileStarting());
  tell({ trustKnown: true });
  expect(await waits).toBe(false);
  expect(notice()).toMatchObject({ kind: 'info', text: expect.stringContaining('trust this folder') as unknown });
});

it('sends nothing from a box that has gone', async () => {
  const desk = deskWhileStarting();
  const waits = untilTrustIsKnown(desk);
  desk.close();
  tell({ trustKnown: true, trusted: true });
  expect(await waits).toBe(false);
});

it('says so when Codex does not start', async () => {
  const waits = untilTrustIsKnown(deskWhileStarting());
  phase('stopped');
  expect(await waits).toBe(false);
  expect(notice()).toMatchObject({ kind: 'failed', error: { code: 'server.not-running' } });
});

it('asks nobody again while the answer is on its way to the core, nor before the list follows', async () => {
  tell({ trustKnown: true });
  const shown = { ...project, trustKnown: true };
  const calls: { readonly answer: (result: { ok: true; value: null }) => void }[] = [];
  const trust = () => new Promise((answer) => calls.push({ answer }));
  provideClient({ projects: { trust } } as unknown as AppClient);
  const said = trustFolder(project.id);
  const message = trusted(shown);
  calls[0]?.answer({ ok: true, value: null });
  expect(await Promise.all([said, message, trusted(shown)])).toEqual([true, true, true]);
  // As the message’s subject was before the answer.
  expect(await trusted(shown)).toBe(true);
  expect(calls).toHaveLength(1);
});
