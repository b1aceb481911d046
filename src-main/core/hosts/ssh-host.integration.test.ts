import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { HostQuestion, HostTrial } from '../../../src-shared/model/host.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { ServerState } from '../../../src-shared/model/server.ts';
import { codexBinary, codexVersion } from '../demo-model/testing/codex-binary.ts';
import { connectTestClient } from '../rpc/testing/test-client.ts';
import { startTestCore } from '../testing/running-core.ts';
import { isAlive } from './testing/is-alive.ts';
import { noSshDaemon, PASSPHRASE, startSshDaemon } from './testing/ssh-daemon.ts';

const missing = noSshDaemon();

it.skipIf(missing !== null)(
  `a real sshd: an unknown key is asked about, an accepted one works, another one is refused, a passphrase is asked for, and the end leaves nothing (${missing ?? 'runs'})`,
  async () => {
    const root = mkdtempSync(join(tmpdir(), 'skein-ssh-'));
    const [bin, home, tmp] = [join(root, 'bin'), join(root, 'far/.codex'), join(root, 'far/tmp')];
    for (const folder of [bin, home, tmp, join(root, 'tmp')]) mkdirSync(folder, { recursive: true });
    const pid = join(root, 'pid');
    const script = (name: string, lines: readonly string[]) => {
      writeFileSync(join(bin, name), ['#!/bin/sh', ...lines, ''].join('\n'));
      chmodSync(join(bin, name), 0o755);
    };
    script('codex', [`echo $$ > '${pid}'`, `exec '${codexBinary()}' "$@"`]);
    const path = `${bin}:/usr/bin:/bin`;
    const daemon = await startSshDaemon(join(root, 'sshd'), { PATH: path, CODEX_HOME: home, TMPDIR: tmp });
    // OpenSSH looks for its configuration in the home of the account, whatever HOME says.
    script('ssh', [`exec /usr/bin/ssh -F '${daemon.clientConfig}' "$@"`]);
    const env = { ...process.env, HOME: root, TMPDIR: join(root, 'tmp'), PATH: path };
    const started = await startTestCore(root, { env });
    if (!started.ok) throw new Error(started.error.code);
    try {
      const client = connectTestClient(started.value, 'one');
      const place = { kind: 'ssh', destination: 'far' };
      const attempt = () => client.call<HostTrial>('hosts.test', { hostId: null, place });
      // An unknown key is asked about, with the fingerprint that its owner can tell.
      const printed = execFileSync('ssh-keygen', ['-lf', join(root, 'sshd/host.pub')], { encoding: 'utf8' });
      const fingerprint = printed.split(' ')[1] ?? '';
      expect(await attempt()).toEqual({
        ok: false,
        error: { code: 'host.key-unknown', destination: 'far', type: 'ssh-ed25519', fingerprint },
      });
      const trust = (shown: string) => client.call('hosts.trustKey', { destination: 'far', fingerprint: shown });
      expect(await trust(`SHA256:${'A'.repeat(43)}`)).toMatchObject({ error: { code: 'host.refused' } });
      await attempt();
      expect(await trust(fingerprint)).toEqual({ ok: true, value: null });
      expect(await attempt()).toMatchObject({ ok: true, value: { version: codexVersion(), codexHome: home } });

      // Another key than before is no question.
      const known = join(root, 'skein/known_hosts');
      const right = readFileSync(known, 'utf8');
      const [, type, other] = readFileSync(join(root, 'sshd/user.pub'), 'utf8').split(/(ssh-ed25519) /);
      writeFileSync(known, `${right.split(' ')[0]} ${type} ${other?.split(' ')[0]}\n`);
      expect(await attempt()).toMatchObject({
        error: { code: 'host.refused', detail: expect.stringContaining('has changed') as unknown },
      });
      writeFileSync(known, right);

      // What ssh asks is answered here, and ends with the ssh that asked.
      const reply = async (again: boolean, answer: string | null) => {
        const questions = client.stream<readonly HostQuestion[]>('hosts.watchQuestions', {});
        const [question] = await questions.until(([first]) => first?.again === again);
        questions.close();
        expect(question?.words).toContain('Enter passphrase for key');
        await client.call('hosts.answerQuestion', { questionId: question?.id, answer });
      };
      const unlock = () =>
        client.call<HostTrial>('hosts.test', { hostId: null, place: { kind: 'ssh', destination: 'locked' } });
      const unlocked = unlock();
      await reply(false, 'not this');
      await reply(true, PASSPHRASE);
      expect(await unlocked).toMatchObject({ ok: true, value: { codexHome: home } });
      const given = unlock();
      await reply(false, null);
      expect(await given).toMatchObject({
        error: { code: 'host.refused', detail: expect.stringMatching(/^Cancelled: Enter passphrase/) as unknown },
      });

      const added = await client.call<{ serverId: ServerId }>('hosts.add', { label: 'Far', place });
      if (!added.ok) throw new Error(added.error.code);
      const { serverId } = added.value;
      const states = client.stream<readonly ServerState[]>('servers.watch', {});
      await states.until((all) => all.some(({ id, phase }) => id === serverId && phase.kind === 'ready'));
      const listed = await client.call('hosts.listFolder', { serverId, path: join(root, 'far') });
      expect(listed).toMatchObject({ ok: true, value: { entries: [{ name: 'tmp' }, { name: '.codex' }] } });
      const codex = Number(execFileSync('cat', [pid], { encoding: 'utf8' }));
      expect(isAlive(codex)).toBe(true);
      await started.value.dispose();
      await vi.waitFor(() => expect(isAlive(codex)).toBe(false));
    } finally {
      await started.value.dispose();
      await daemon.stop();
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    }
  },
);
