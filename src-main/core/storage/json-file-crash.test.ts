import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROUNDS = process.env['SKEIN_LONG'] === '1' ? 60 : 3;
const COUNTER = fileURLToPath(new URL('testing/counting-process.ts', import.meta.url));

it(
  'has the old or the new content after a crash at any moment, and at least what was flushed',
  { timeout: 300_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'skein-crash-'));
    const file = join(folder, 'count.json');
    let flushed = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), COUNTER, file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const killAfter = flushed + 2 + round;
      createInterface({ input: child.stdout }).on('line', (line) => {
        flushed = Math.max(flushed, Number(line));
        if (flushed >= killAfter) child.kill('SIGKILL');
      });
      await once(child, 'close');
      const { data } = JSON.parse(readFileSync(file, 'utf8')) as { data: { count: number; filler: string } };
      expect(data.count).toBeGreaterThanOrEqual(flushed);
      expect(data.filler).toHaveLength(200_000);
      flushed = data.count;
    }
    expect(readdirSync(folder).filter((name) => name !== 'count.json' && name !== 'count.json.tmp')).toEqual([]);
    rmSync(folder, { recursive: true, force: true });
  },
);
