import { defineConfig } from 'vitest/config';

const all = ['src-*/**/*.test.ts', 'src-*/**/*.test.tsx', 'build/**/*.test.ts'];
/** Tests that run Git hundreds of times. */
const git = ['checkpoints', 'git', 'review', 'snapshots', 'worktrees'].map(
  (room) => `src-main/core/${room}/!(*.integration).test.ts`,
);

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
    globalSetup: ['build/scripts/test-temp-folder.mjs'],
    projects: [
      // One process for many files: starting one, and reading the same modules again, costs more than most files' tests.
      {
        extends: true,
        test: { name: 'shared', include: all, exclude: [...git, '**/node_modules/**'], isolate: false },
      },
      // A process for each file: starting a program from one that has grown costs many times what it costs from a small one.
      { extends: true, test: { name: 'git', include: git, isolate: true } },
    ],
  },
});
