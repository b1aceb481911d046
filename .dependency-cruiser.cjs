/** A library with one owner: nobody else imports it. */
const only = (name, lib, owner) => ({
  name,
  severity: 'error',
  from: { path: '^src-', pathNot: owner },
  to: { path: `node_modules/${lib}(/|$)|^${lib}$` },
});
const NOT_TEST = '\\.test\\.tsx?$|/testing/';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'shared-is-pure',
      severity: 'error',
      from: { path: '^src-shared' },
      to: { path: '^src-(main|preload|renderer)' },
    },
    {
      name: 'shared-no-node',
      severity: 'error',
      from: { path: '^src-shared', pathNot: NOT_TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'shared-only-zod',
      severity: 'error',
      from: { path: '^src-shared', pathNot: NOT_TEST },
      to: { path: 'node_modules', pathNot: 'node_modules/zod' },
    },
    {
      name: 'renderer-not-main',
      severity: 'error',
      from: { path: '^src-renderer' },
      to: { path: '^src-(main|preload)' },
    },
    {
      name: 'renderer-no-node',
      severity: 'error',
      from: { path: '^src-renderer', pathNot: NOT_TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'main-not-renderer',
      severity: 'error',
      from: { path: '^src-(main|preload)' },
      to: { path: '^src-renderer' },
    },
    {
      name: 'core-knows-no-shell',
      severity: 'error',
      from: { path: '^src-main/core', pathNot: NOT_TEST },
      to: { path: '^src-main/(electron|web|shell)/' },
    },
    {
      name: 'shells-are-peers',
      severity: 'error',
      from: { path: '^src-main/(electron|web)/' },
      to: { path: '^src-main/(electron|web)/', pathNot: '^src-main/$1/' },
    },
    {
      name: 'shell-enters-by-core',
      severity: 'error',
      from: { path: '^src-main/(electron|web|shell)/', pathNot: NOT_TEST },
      to: { path: '^src-main/core/', pathNot: '^src-main/core/(core|ports)\\.ts$|^src-main/core/rpc/' },
    },
    {
      name: 'features-are-peers',
      severity: 'error',
      from: { path: '^src-renderer/features/([^/]+)/' },
      to: { path: '^src-renderer/features/', pathNot: '^src-renderer/features/$1/' },
    },
    {
      name: 'features-below-app',
      severity: 'error',
      from: { path: '^src-renderer/features/' },
      to: { path: '^src-renderer/app/' },
    },
    {
      name: 'ui-is-leaf',
      severity: 'error',
      from: { path: '^src-renderer/ui' },
      to: { path: '^src-renderer/(features|state|rpc|app|editor)|^src-shared' },
    },
    {
      name: 'editor-is-low',
      severity: 'error',
      from: { path: '^src-renderer/editor' },
      to: { path: '^src-renderer/(features|state|rpc|app)' },
    },
    {
      name: 'state-below-features',
      severity: 'error',
      from: { path: '^src-renderer/(state|rpc)' },
      to: { path: '^src-renderer/(features|app|ui|editor)' },
    },
    {
      name: 'rpc-below-state',
      severity: 'error',
      from: { path: '^src-renderer/rpc' },
      to: { path: '^src-renderer/state' },
    },
    {
      name: 'codex-protocol-stays-home',
      severity: 'error',
      from: { pathNot: '^src-main/core/codex' },
      to: { path: '^src-main/core/codex/protocol' },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      // Vite resolves what ends with `?worker`: the module as a worker of its own.
      to: { couldNotResolve: true, pathNot: 'protocol/generated|\\?worker$' },
    },
    only('electron-only-in-shell', 'electron', '^src-main/electron/|^src-preload/'),
    only('simple-git-only-in-git', 'simple-git', '^src-main/core/git/'),
    only('ws-only-in-shell', 'ws', '^src-main/web/|^src-main/core/hosts/'),
    only('monaco-only-in-editor', 'monaco-editor', '^src-renderer/editor/'),
    only('xterm-only-in-terminal', '@xterm', '^src-renderer/features/terminal/'),
    {
      name: 'spawn-only-in-hosts',
      severity: 'error',
      from: { path: '^src-', pathNot: `^src-main/core/hosts/|${NOT_TEST}` },
      to: { path: '^(node:)?child_process$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'node_modules/\\.cache|protocol/generated' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
};
