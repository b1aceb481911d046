// Generates the app-server protocol types from the bundled Codex, once per Codex version, and beside them `methods.ts`:
// which parameters and which response belong to a method, and the method names as values. Codex ships no such map, only
// the naming rule `<X>Params` → `<X>Response`; the exceptions are listed here, and a method without a response stops the run.
// They are never committed and never edited: `codex app-server generate-ts --experimental --out DIR`.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Raise it when this script writes something new: existing checkouts then generate again. */
const FORMAT = 3;

/** Responses that the naming rule does not find: the method has no parameters, or the names differ. */
const RESPONSES = {
  'account/gatewayOAuth/cancel': 'GatewayOAuthCancelResponse',
  'account/gatewayOAuth/login': 'GatewayOAuthLoginResponse',
  'account/gatewayOAuth/read': 'GatewayOAuthReadResponse',
  'account/logout': 'LogoutAccountResponse',
  'account/rateLimits/read': 'GetAccountRateLimitsResponse',
  'account/securitySetup/read': 'GetAccountSecuritySetupResponse',
  'account/usage/read': 'GetAccountTokenUsageResponse',
  'account/workspaceMessages/read': 'GetWorkspaceMessagesResponse',
  'accountSession/list': 'AccountSessionsResponse',
  'config/batchWrite': 'ConfigWriteResponse',
  'config/mcpServer/reload': 'McpServerRefreshResponse',
  'config/value/write': 'ConfigWriteResponse',
  'configRequirements/read': 'ConfigRequirementsReadResponse',
  'externalAgentConfig/import/readHistories': 'ExternalAgentConfigImportHistoriesReadResponse',
  'memory/reset': 'MemoryResetResponse',
  'remoteControl/disable': 'RemoteControlDisableResponse',
  'remoteControl/enable': 'RemoteControlEnableResponse',
  'remoteControl/status/read': 'RemoteControlStatusReadResponse',
  'rollout/compress': 'RolloutCompressResponse',
  'windowsSandbox/readiness': 'WindowsSandboxReadinessResponse',
};

/** The members of a generated union of messages: `{ "method": "a/b", id: RequestId, params: X, }`. */
const readUnion = async (dir, name) => {
  const text = await readFile(join(dir, `${name}.ts`), 'utf8');
  const union = text.slice(text.indexOf(`export type ${name} =`));
  const members = union
    .split(/\{\s*"?method"?:\s*/)
    .slice(1)
    .map((member) => {
      const method = /^"([^"]+)"/.exec(member)?.[1];
      const found = /"?params"?(\??): ([^,}]+?),? \}/.exec(member);
      return { method, optional: found?.[1] === '?', params: found?.[2].trim() ?? 'undefined' };
    });
  if (members.length === 0 || members.some(({ method }) => !method)) throw new Error(`Cannot read ${name}`);
  return members;
};

const writeMethods = async (dir) => {
  const folders = { '': await readdir(dir), 'v2/': await readdir(join(dir, 'v2')) };
  /** Where a type's file is, or nothing. */
  const fileOf = (type) => Object.keys(folders).find((folder) => folders[folder].includes(`${type}.ts`));
  const imports = new Map();
  const use = (type) => {
    const folder = fileOf(type);
    if (folder === undefined) throw new Error(`No generated type ${type}`);
    imports.set(type, `import type { ${type} } from './${folder}${type}';`);
    return type;
  };
  const row = ({ method, optional, params }) => {
    const [named = ''] = params.split(' ');
    if (named !== 'undefined') use(named);
    const byRule = `${named.replace(/Params$/, '')}Response`;
    const response =
      RESPONSES[method] ?? (named.endsWith('Params') && fileOf(byRule) !== undefined ? byRule : undefined);
    if (!response) throw new Error(`No response known for ${method} (${params}): add it to RESPONSES`);
    return `  '${method}': { params: ${params}${optional ? ' | undefined' : ''}; response: ${use(response)} };`;
  };
  const [client, notifications, requests] = await Promise.all(
    ['ClientRequest', 'ServerNotification', 'ServerRequest'].map((name) => readUnion(dir, name)),
  );
  const names = (constant, members) =>
    `export const ${constant} = [\n${members.map(({ method }) => `  '${method}',`).join('\n')}\n] as const;\n`;
  const map = (name, members) => `export type ${name} = {\n${members.map(row).join('\n')}\n};\n`;
  const maps = [map('ClientMethods', client), map('ServerRequestMethods', requests)];
  const lists = [
    names('CLIENT_METHODS', client),
    names('SERVER_NOTIFICATIONS', notifications),
    names('SERVER_REQUESTS', requests),
  ];
  const head = '// Written by build/scripts/generate-protocol.mjs from the types beside it. Do not edit.';
  await writeFile(join(dir, 'methods.ts'), [head, ...[...imports.values()].sort(), '', ...maps, ...lists].join('\n'));
};

const require = createRequire(import.meta.url);
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const target = join(root, 'src-main/core/codex/protocol/generated');
const launcher = require.resolve('@openai/codex/bin/codex.js');
const { version } = JSON.parse(await readFile(join(dirname(launcher), '../package.json'), 'utf8'));
const stamp = `${version} ${FORMAT}`;
const stampFile = join(target, '.version');

const stamped = existsSync(stampFile) ? (await readFile(stampFile, 'utf8')).trim() : '';
if (stamped !== stamp) {
  const fresh = `${target}.${process.pid}`;
  const old = `${target}.${process.pid}.old`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  const args = ['app-server', 'generate-ts', '--experimental', '--out', fresh];
  await promisify(execFile)(process.execPath, [launcher, ...args], { maxBuffer: 1 << 24 });
  await writeMethods(fresh);
  await writeFile(join(fresh, '.version'), `${stamp}\n`);
  if (existsSync(target)) await rename(target, old);
  await rename(fresh, target);
  await rm(old, { recursive: true, force: true });
  process.stderr.write(`Protocol types generated from @openai/codex ${version}\n`);
}
