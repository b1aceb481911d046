import { expect, test } from 'vitest';
import type { ServerId } from '../../src-shared/model/ids.ts';
import { currentBranch } from './project-store.ts';

const here = 'here' as ServerId;
const projects = [
  { serverId: here, git: null },
  { serverId: here, git: { branch: 'now', root: '/w/shop', worktrees: ['/w/shop/.trees/a', '/trees/b'] } },
  { serverId: here, git: { branch: null, root: '/w/loose', worktrees: [] } },
];

test.each([
  ['/w/shop', 'now'],
  ['/w/shop/below', 'now'],
  ['/w/shop/.trees/a', 'noted'],
  ['/trees/b', 'noted'],
  ['/w/shopping', 'noted'],
  ['/w/loose', null],
])('the branch of a thread in %s is %s', (folder, branch) => {
  expect(currentBranch(projects, here, folder, 'noted')).toBe(branch);
  expect(currentBranch(projects, 'elsewhere' as ServerId, folder, 'noted')).toBe('noted');
});
