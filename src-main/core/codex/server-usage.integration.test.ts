import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readServerUsage } from './server-usage.ts';
import { supervise } from './testing/supervised.ts';

it('tells what a server takes, and what lies in its home also when it does not run', async () => {
  const codex = supervise();
  try {
    const day = join(codex.codexHome, 'sessions/2026/01/02');
    mkdirSync(day, { recursive: true });
    writeFileSync(join(day, 'rollout-a.jsonl'), 'x'.repeat(5_000));
    await new Promise<void>((resolve) => {
      codex.server.onReady(() => resolve());
    });
    const running = await readServerUsage(codex.server);
    const known = codex.server.state().capabilities?.diagnostics === true;
    expect(running).toMatchObject({
      ok: true,
      value: {
        memoryBytes: known ? (expect.any(Number) as number) : null,
        loadedThreads: 0,
        home: { sessionFiles: 1, sessionsBytes: 5_000, logDatabaseBytes: expect.any(Number) as number },
      },
    });
    await codex.server.stop();
    expect(await readServerUsage(codex.server)).toMatchObject({
      ok: true,
      value: { memoryBytes: null, loadedThreads: null, home: { sessionFiles: 1 } },
    });
  } finally {
    await codex.dispose();
  }
});
