// The floor of the review scenario: the diff library in a page of its own, with nothing of Skein around it.
import { createRoot } from 'react-dom/client';
import { CodeView, WorkerPoolContextProvider } from '@pierre/diffs/react';
import { parsePatchFiles, type CodeViewDiffItem } from '@pierre/diffs';
import DiffWorker from '@pierre/diffs/worker/worker-portable.js?worker';

const POOL = { workerFactory: () => new DiffWorker(), poolSize: 2 };

declare global {
  /** Draws Git's patch into the page. */
  var drawPatch: (patch: string) => void;
}

globalThis.drawPatch = (patch) => {
  const items = parsePatchFiles(patch)
    .flatMap(({ files }) => files)
    .map((fileDiff, at): CodeViewDiffItem => ({ id: String(at), type: 'diff', fileDiff }));
  const root = document.createElement('div');
  root.style.height = '100vh';
  document.body.replaceChildren(root);
  createRoot(root).render(
    <WorkerPoolContextProvider poolOptions={POOL} highlighterOptions={{ theme: 'github-dark-default' }}>
      <CodeView items={items} options={{ overflow: 'scroll' }} style={{ height: '100%', overflow: 'auto' }} />
    </WorkerPoolContextProvider>,
  );
};
