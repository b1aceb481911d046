import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startRecording, stopRecording } from '../floors.ts';
import { atMost, type Row } from '../report.ts';
import { createRig } from '../rig.ts';
import { maximum } from '../stats.ts';

/** One folder with very many entries, opened in the tree and walked through. */
export async function folder(entries: number): Promise<Row[]> {
  const scenario = `folder of ${entries.toLocaleString('en')} entries`;
  const rig = await createRig();
  try {
    const full = join(rig.shop, 'full');
    await mkdir(full);
    for (let n = 0; n < entries; n++) await writeFile(join(full, `entry-${String(n).padStart(6, '0')}.txt`), '');
    const app = await rig.openApp(await rig.startHost());
    await app.startThread('say: hello');
    await app.page.keyboard.press('ControlOrMeta+Shift+E');
    const tree = app.page.getByRole('tree', { name: 'Files' });
    const row = tree.getByRole('treeitem', { name: 'full', exact: true });
    await row.waitFor();
    await startRecording(app.page);
    const painted = app.page.evaluate(`skeinBench.fromClickTo('[role="treeitem"][aria-level="2"]')`);
    await row.click();
    const opened = (await painted) as number;
    const box = await tree.boundingBox();
    if (box === null) throw new Error('The tree is not on screen');
    await app.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    for (let n = 0; n < 150; n++) {
      await app.page.mouse.wheel(0, 3000);
      await app.page.waitForTimeout(30);
    }
    const { frames } = await stopRecording(app.page);
    const nodes: number = await app.page.evaluate('skeinBench.nodes()');
    return [
      { scenario, what: 'click to painted', measured: opened, unit: 'ms' },
      { scenario, what: 'longest frame', measured: maximum(frames), unit: 'ms', target: atMost(200, 'fixed') },
      { scenario, what: 'elements of the page', measured: nodes, unit: 'count' },
    ];
  } finally {
    await rig.close();
  }
}
