import { describe, expect, it } from 'vitest';
import type { AppError, AppErrorCode } from '../../src-shared/contract/app-error.ts';
import type { TurnError } from '../../src-shared/model/item.ts';
import type { ServerDiagnosis, ServerFailure } from '../../src-shared/model/server.ts';
import { describeError } from './describe-error.ts';
import { fileSize } from '../state/file-size.ts';

/** One of each; the type makes a missing code a compile error. */
const ERRORS: { readonly [Code in AppErrorCode]: Extract<AppError, { code: Code }> } = {
  'account.chatgpt-needed': { code: 'account.chatgpt-needed' },
  'account.provider-sign-in': { code: 'account.provider-sign-in', provider: 'The gateway' },
  'home.exists': { code: 'home.exists', path: '/home/me/.codex-work' },
  'home.unknown': { code: 'home.unknown' },
  'home.in-use': { code: 'home.in-use', projects: 2 },
  'provider.unreachable': { code: 'provider.unreachable', baseUrl: 'http://127.0.0.1:11434/v1', reason: 'HTTP 500' },
  'account.service-failed': { code: 'account.service-failed', detail: 'status 500' },
  'host.unknown': { code: 'host.unknown' },
  'host.bad-address': { code: 'host.bad-address', address: 'http://x' },
  'host.token-needed': { code: 'host.token-needed', address: 'wss://x' },
  'host.insecure': { code: 'host.insecure', address: 'ws://x' },
  'host.token-missing': { code: 'host.token-missing', variable: 'CODEX_TOKEN' },
  'host.unreachable': { code: 'host.unreachable', detail: 'ECONNREFUSED' },
  'host.refused': { code: 'host.refused', detail: '401' },
  'host.key-unknown': {
    ...{ code: 'host.key-unknown', destination: 'build', type: 'ssh-ed25519' },
    fingerprint: 'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU',
  },
  'host.no-codex': { code: 'host.no-codex' },
  'host.no-package': { code: 'host.no-package', system: 'SunOS sparc' },
  'host.install-failed': { code: 'host.install-failed', reason: 'checksum', detail: '0.169.0-linux-x64' },
  'host.in-use': { code: 'host.in-use', projects: 2 },
  'host.not-here': { code: 'host.not-here' },
  'config.unreadable': { code: 'config.unreadable', reason: '/codex/config.toml:2:8: unclosed table' },
  'config.invalid': { code: 'config.invalid', reason: 'unknown variant' },
  'config.not-allowed': { code: 'config.not-allowed', keys: ['sandbox_mode'] },
  'config.read-only': { code: 'config.read-only', file: '/codex/config.toml' },
  'config.changed-elsewhere': { code: 'config.changed-elsewhere', keys: ['model'] },
  'config.name-taken': { code: 'config.name-taken', name: 'careful' },
  'config.rule-gone': { code: 'config.rule-gone', file: '/codex/rules/default.rules' },
  'feedback.failed': { code: 'feedback.failed', reason: 'no network' },
  'import.gone': { code: 'import.gone' },
  'feedback.disabled': { code: 'feedback.disabled' },
  'plugin.not-found': { code: 'plugin.not-found', pluginId: 'notes@team' },
  'plugin.broken': { code: 'plugin.broken', pluginId: 'notes@team', detail: 'missing or invalid plugin.json' },
  'plugin.not-offered': { code: 'plugin.not-offered', pluginId: 'notes@team' },
  'plugin.busy': { code: 'plugin.busy', pluginId: 'notes@team' },
  'plugin.failed': { code: 'plugin.failed', pluginId: 'notes@team', detail: 'no space left' },
  'marketplace.bad-source': { code: 'marketplace.bad-source', source: 'rubbish' },
  'marketplace.no-folder': { code: 'marketplace.no-folder', source: '/nowhere' },
  'marketplace.none-there': { code: 'marketplace.none-there', source: '/projects/shop' },
  'marketplace.broken': { code: 'marketplace.broken', source: '/team', detail: 'key must be a string' },
  'marketplace.no-ref': { code: 'marketplace.no-ref', source: 'a/b@c', detail: 'git checkout c failed' },
  'marketplace.git-only': { code: 'marketplace.git-only', source: '/team' },
  'marketplace.fetch-failed': { code: 'marketplace.fetch-failed', source: 'a/b', detail: 'fatal: no network' },
  'marketplace.not-added': { code: 'marketplace.not-added', name: 'personal' },
  'marketplace.failed': { code: 'marketplace.failed', source: 'a/b', detail: 'no' },
  'mcp.exists': { code: 'mcp.exists', name: 'docs' },
  'mcp.unknown': { code: 'mcp.unknown', name: 'docs' },
  'mcp.not-yours': { code: 'mcp.not-yours', name: 'docs' },
  'mcp.bad-arguments': { code: 'mcp.bad-arguments', detail: 'Unexpected token' },
  'mcp.cancelled': { code: 'mcp.cancelled' },
  'mcp.failed': { code: 'mcp.failed', name: 'docs', detail: 'Transport closed' },
  'app.service-failed': { code: 'app.service-failed', detail: 'status 404' },
  'rpc.bad-input': { code: 'rpc.bad-input', issues: ['title: too long'] },
  'rpc.disconnected': { code: 'rpc.disconnected' },
  'rpc.stream-overflow': { code: 'rpc.stream-overflow' },
  internal: { code: 'internal', message: 'boom' },
  'server.unknown': { code: 'server.unknown', serverId: 's' },
  'server.not-running': { code: 'server.not-running' },
  'server.died': { code: 'server.died' },
  'server.timeout': { code: 'server.timeout', method: 'thread/list', afterMs: 30_000 },
  'server.overloaded': { code: 'server.overloaded', method: 'thread/list' },
  'codex.rejected': { code: 'codex.rejected', method: 'turn/start', rpcCode: -32600, message: 'no such model' },
  'codex.unsupported': { code: 'codex.unsupported', feature: 'deleteThread', version: '0.124.0' },
  'thread.not-found': { code: 'thread.not-found', threadId: 't' },
  'thread.locked': { code: 'thread.locked' },
  'thread.archived': { code: 'thread.archived' },
  'thread.running': { code: 'thread.running' },
  'thread.goal-active': { code: 'thread.goal-active', objective: 'All tests pass' },
  'thread.server-queue': { code: 'thread.server-queue', entries: ['one'] },
  'thread.not-steerable': { code: 'thread.not-steerable', reason: 'review' },
  'thread.nothing-to-interrupt': { code: 'thread.nothing-to-interrupt' },
  'input.too-large': { code: 'input.too-large', chars: 1_048_577, maxChars: 1_048_576 },
  'git.timeout': { code: 'git.timeout', command: 'git status' },
  'git.no-repository': { code: 'git.no-repository', path: '/projects/shop' },
  'git.bare': { code: 'git.bare', path: '/projects/shop.git' },
  'git.nothing-staged': { code: 'git.nothing-staged' },
  'git.nothing-to-stash': { code: 'git.nothing-to-stash' },
  'git.no-identity': { code: 'git.no-identity' },
  'git.no-upstream': { code: 'git.no-upstream', branch: 'topic' },
  'git.no-remote': { code: 'git.no-remote' },
  'git.rejected': { code: 'git.rejected', branch: 'main', reason: 'behind', stderr: 'fetch first' },
  'git.credentials': { code: 'git.credentials', remote: 'origin', command: 'git push' },
  'git.network': { code: 'git.network', remote: 'origin', stderr: 'could not resolve host' },
  'git.hook-failed': { code: 'git.hook-failed', hook: 'pre-commit', output: 'lint failed' },
  'git.in-progress': { code: 'git.in-progress', operation: 'merge' },
  'git.conflict': { code: 'git.conflict', files: ['a.txt'] },
  'git.locked': { code: 'git.locked', path: '/projects/shop/.git/index.lock', ageMs: 60_000 },
  'git.would-overwrite': { code: 'git.would-overwrite', files: ['a.txt'] },
  'git.branch-exists': { code: 'git.branch-exists', branch: 'topic' },
  'git.branch-checked-out': { code: 'git.branch-checked-out', branch: 'main', path: '/projects/shop' },
  'git.bad-name': { code: 'git.bad-name', name: 'a..b' },
  'git.unknown-revision': { code: 'git.unknown-revision', revision: 'nope' },
  'git.detached': { code: 'git.detached' },
  'git.leaves-commits': { code: 'git.leaves-commits', count: 2 },
  'git.busy': { code: 'git.busy', command: 'git push' },
  'git.cancelled': { code: 'git.cancelled', command: 'git push' },
  'gh.not-installed': { code: 'gh.not-installed' },
  'gh.not-signed-in': { code: 'gh.not-signed-in' },
  'gh.failed': { code: 'gh.failed', stderr: 'no' },
  'review.half-reverted': { code: 'review.half-reverted', snapshotId: 's', reason: 'disk full' },
  'review.stale': { code: 'review.stale', path: 'a.txt' },
  'review.not-stageable': { code: 'review.not-stageable', path: 'a.png', reason: 'binary' },
  'review.no-comments': { code: 'review.no-comments' },
  'checkpoint.none': { code: 'checkpoint.none' },
  'checkpoint.conflict': { code: 'checkpoint.conflict', files: ['a.txt'] },
  'checkpoint.stale': { code: 'checkpoint.stale', files: ['a.txt'] },
  'worktree.unknown': { code: 'worktree.unknown', path: '/w' },
  'worktree.outside': { code: 'worktree.outside', path: '/w' },
  'worktree.conflict': { code: 'worktree.conflict', files: ['a.txt'] },
  'worktree.unsupported': { code: 'worktree.unsupported', reason: 'no-commit' },
  'worktree.diverged': { code: 'worktree.diverged', from: '/w', to: '/p' },
  'worktree.exists': { code: 'worktree.exists', path: '/w' },
  'worktree.cannot-move-thread': { code: 'worktree.cannot-move-thread', reason: 'a turn runs' },
  'worktree.setup-failed': { code: 'worktree.setup-failed', exitCode: 1 },
  'preparation.gone': { code: 'preparation.gone' },
  'environment.unreadable': { code: 'environment.unreadable', file: 'e.toml', reason: 'line 3' },
  'snapshot.unknown': { code: 'snapshot.unknown' },
  'snapshot.conflict': { code: 'snapshot.conflict', files: ['a.txt'] },
  'snapshot.failed': { code: 'snapshot.failed', path: '/w', reason: 'disk full' },
  'terminal.gone': { code: 'terminal.gone' },
  'terminal.failed': { code: 'terminal.failed', message: 'no shell' },
  'file.changed': { code: 'file.changed', path: 'a.txt' },
  'file.exists': { code: 'file.exists', path: 'a.txt' },
  'file.not-text': { code: 'file.not-text', path: 'a.txt' },
  'file.into-itself': { code: 'file.into-itself', path: 'a' },
  'file.write-failed': { code: 'file.write-failed', path: 'a.txt', reason: 'disk full' },
  'editor.missing': { code: 'editor.missing', editor: 'zed' },
  'editor.failed': { code: 'editor.failed', editor: 'Zed', reason: 'no display' },
  'input.empty': { code: 'input.empty' },
  'input.image-unsupported': { code: 'input.image-unsupported', model: 'gpt-5.5' },
  'input.unknown-command': { code: 'input.unknown-command', command: '/frob' },
  'input.needs-argument': { code: 'input.needs-argument', command: 'rename' },
  'approval.gone': { code: 'approval.gone' },
  'approval.not-offered': { code: 'approval.not-offered' },
  'approval.bad-answer': { code: 'approval.bad-answer', issues: ['age: not a number'] },
  'queue.gone': { code: 'queue.gone' },
  'queue.no-limit': { code: 'queue.no-limit' },
  'project.unknown': { code: 'project.unknown' },
  'project.not-trusted': { code: 'project.not-trusted', path: '/projects/shop' },
  'path.not-absolute': { code: 'path.not-absolute', path: 'shop' },
  'path.missing': { code: 'path.missing', path: '/gone' },
  'path.not-a-folder': { code: 'path.not-a-folder', path: '/a.txt' },
  'path.not-a-file': { code: 'path.not-a-file', path: '/work' },
  'path.no-access': { code: 'path.no-access', path: '/root' },
  'path.outside': { code: 'path.outside', path: '/etc' },
  'file.too-large': { code: 'file.too-large', path: '/big', bytes: 30_000_000, maxBytes: 20_000_000 },
  'file.not-an-image': { code: 'file.not-an-image', name: 'a.exe' },
  'file.expired': { code: 'file.expired' },
  'git.not-installed': { code: 'git.not-installed' },
  'git.failed': { code: 'git.failed', command: 'status', stderr: 'fatal: not a git repository' },
  'storage.failed': { code: 'storage.failed', file: '/x.json', reason: 'ENOSPC' },
  'storage.set-aside': { code: 'storage.set-aside', file: '/x.json', copy: '/x.json.broken', reason: 'not JSON' },
  'storage.locked': { code: 'storage.locked', pid: 42, port: 4711 },
  'shell.not-available': { code: 'shell.not-available', feature: 'reveal' },
  'launcher.in-the-way': { code: 'launcher.in-the-way', file: '/usr/bin/codex' },
  'launcher.failed': { code: 'launcher.failed', file: '/usr/bin/codex', reason: 'no rights' },
  'link.refused': { code: 'link.refused', link: 'codex://x', reason: 'unknown' },
  'url.not-allowed': { code: 'url.not-allowed', url: 'file:///etc/passwd' },
  'demo.failed': { code: 'demo.failed', reason: 'no port' },
};

const turnError = (code: TurnError['code'], change: Partial<TurnError> = {}): TurnError => ({
  code,
  message: 'what the server says',
  details: null,
  httpStatus: null,
  willRetry: false,
  ...change,
});
const failure = (kind: ServerFailure['kind'], change: Partial<ServerFailure> = {}): ServerFailure => ({
  kind,
  exitCode: 1,
  signal: null,
  detail: 'detail',
  stderr: [],
  diagnosis: null,
  ...change,
});
const diagnosis: ServerDiagnosis = {
  binary: '/codex',
  version: '0.169.0',
  codexHome: '/home/mira/.codex',
  logDatabaseBytes: 8_400_000_000,
  sessionsBytes: 1_200_000,
  sessionFiles: 12,
  advice: 'large-log-database',
};

describe('words for errors', () => {
  it.each(Object.values(ERRORS))('$code has a title that is a sentence of its own', (error) => {
    const { title } = describeError.appError(error);
    expect(title).toMatch(/^[A-Z][^.]+[^.]$/);
    expect(title).not.toMatch(/undefined|null|\[object/);
  });

  it('offers what helps', () => {
    const commands = (error: AppError) => describeError.appError(error).actions.map((action) => action.commandId);
    expect([commands(ERRORS['thread.locked']), commands(ERRORS['project.not-trusted'])]).toEqual([
      ['thread.fork'],
      ['project.trust'],
    ]);
  });

  it('keeps the text when a message is too long, and says so', () => {
    expect(describeError.appError(ERRORS['input.too-large']).text).toMatch(/1,048,577.*1,048,576.*kept/);
  });

  it('says that Codex tries again, only when it does', () => {
    const text = (willRetry: boolean) => describeError.turnError(turnError('overloaded', { willRetry })).text;
    expect([text(true), text(false)].map((words) => words.includes('tries again'))).toEqual([true, false]);
  });

  it('names the HTTP status', () => {
    expect(describeError.turnError(turnError('http', { httpStatus: 503 })).title).toContain('503');
  });

  it('explains a server that does not answer with what was found', () => {
    const { title, text, actions } = describeError.serverFailure(failure('handshake-timeout', { diagnosis }));
    expect(title).toBe('Codex started but does not answer');
    expect(text).toContain('log database 8.4 GB');
    expect(actions.map((action) => action.label)).toEqual(['Restart', 'Copy log']);
  });

  it('says how a process ended', () => {
    expect(describeError.serverFailure(failure('exited', { signal: 'SIGKILL' })).text).toContain('SIGKILL');
    expect(describeError.serverFailure(failure('crash-loop', { exitCode: 139 })).text).toContain('139');
  });
});

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [1_234_567, '1.2 MB'],
  [20_000_000, '20 MB'],
  [5e12, '5.0 TB'],
])('%d is %s', (bytes, words) => {
  expect(fileSize(bytes)).toBe(words);
});
