import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { SandboxState, ServerAccount, ServerNotice, ServerState } from '../../../src-shared/model/server.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexClient } from './codex-client.ts';
import { OPENAI_PROVIDER } from './openai-provider.ts';
import type { NotificationOf, ParamsOf, ResponseOf, ServerNotification } from './protocol-types.ts';

export type Facts = Pick<ServerState, 'account' | 'notices' | 'sandbox'>;

export interface ServerFacts {
  readonly current: () => Facts;
  /** A new run is ready: asks it about the account and whether it can sandbox commands here. */
  readonly refresh: (client: CodexClient, codexHome: string, platform: string | null) => void;
  readonly receive: (notification: ServerNotification, client: CodexClient | null) => void;
  readonly reread: (client: CodexClient) => void;
  /** Hides a notice for as long as Skein runs, also when the server repeats it. */
  readonly dismiss: (noticeId: string) => void;
  /** A new run begins: what the last one warned about may be gone. */
  readonly clearNotices: () => void;
  readonly setUpSandbox: (client: Caller, mode: SandboxSetupMode) => Promise<Result<null, AppError>>;
}

export type SandboxSetupMode = ParamsOf<'windowsSandbox/setupStart'>['mode'];
type Caller = Pick<CodexClient, 'call'>;

/** Newest notices win when a server cannot stop warning. */
const MAX_NOTICES = 20;
/** A warning is for reading. */
const MAX_TEXT_CHARS = 4000;
/** As long as the contract lets an id be. */
const MAX_ID_CHARS = 300;
const PROBE_TIMEOUT_MS = 10_000;
const SETUP_FAILED = 'The sandbox of Windows could not be set up';

/** What is true of a server as a whole: its account, what it warns about, and whether it can sandbox. */
export function createServerFacts(onChange: () => void): ServerFacts {
  let facts: Facts = { account: { kind: 'unknown' }, notices: [], sandbox: 'unknown' };
  const dismissed = new Set<string>();
  /** The configuration names another provider than when this run began. */
  let configured = false;
  const set = (change: Partial<Facts>) => {
    facts = { ...facts, ...change };
    onChange();
  };
  const readAccount = async (client: CodexClient) => {
    const answer = await client.call('account/read', {});
    if (!answer.ok) return;
    const account = describeAccount(answer.value);
    const corrected = account.kind === 'none' && configured ? await needsAccount(client) : null;
    set({ account: account.kind === 'none' ? { ...account, required: corrected ?? account.required } : account });
  };
  const probeSandbox = async (client: CodexClient, cwd: string) => {
    const answer = await client.call(
      'command/exec',
      {
        command: ['true'],
        cwd,
        timeoutMs: PROBE_TIMEOUT_MS,
        sandboxPolicy: { type: 'readOnly', networkAccess: false },
      },
      { timeoutMs: 2 * PROBE_TIMEOUT_MS },
    );
    if (answer.ok) set({ sandbox: answer.value.exitCode === 0 ? 'available' : 'unavailable' });
  };
  const add = (found: ServerNotice) => {
    const others = facts.notices.filter(({ id }) => id !== found.id);
    set({ notices: [...others, found].slice(-MAX_NOTICES) });
  };
  const readReadiness = async (client: Caller) => {
    const answer = await client.call('windowsSandbox/readiness', undefined);
    // Older versions do not tell; then nothing is claimed.
    set({ sandbox: answer.ok ? READINESS[answer.value.status] : 'unknown' });
  };
  return {
    current: () => facts,
    refresh: (client, codexHome, platform) => {
      configured = false;
      void readAccount(client);
      // On Windows the server tells of its sandbox itself.
      if (platform === 'windows') void readReadiness(client);
      else void probeSandbox(client, codexHome);
    },
    receive: (notification, client) => {
      const { method } = notification;
      if (method === 'account/updated' || method === 'account/login/completed') {
        if (client) void readAccount(client);
        return;
      }
      if (method === 'windowsSandbox/setupCompleted' && client) void readReadiness(client);
      const notice = readNotice(notification);
      if (notice && !dismissed.has(notice.id)) add(notice);
    },
    reread: (client) => {
      configured = true;
      void readAccount(client);
    },
    dismiss: (noticeId) => {
      dismissed.add(noticeId);
      set({ notices: facts.notices.filter(({ id }) => id !== noticeId) });
    },
    setUpSandbox: async (client, mode) => {
      // A failure of before is over; a new one is news, also when the old one was dismissed.
      const { id } = notice('sandbox', 'error', SETUP_FAILED, null);
      dismissed.delete(id);
      set({ sandbox: 'settingUp', notices: facts.notices.filter((one) => one.id !== id) });
      const answer = await client.call('windowsSandbox/setupStart', { mode });
      if (answer.ok && answer.value.started) return ok(null);
      void readReadiness(client);
      return answer.ok
        ? err({ code: 'codex.rejected', method: 'windowsSandbox/setupStart', rpcCode: 0, message: SETUP_FAILED })
        : answer;
    },
    clearNotices: () => {
      if (facts.notices.length > 0) set({ notices: [] });
    },
  };
}

/**
 * Whether the provider that the configuration names now needs an account; null where it does not say. `account/read` of 0.124 goes by the
 * configuration of the server's start.
 */
async function needsAccount(client: Caller): Promise<boolean | null> {
  const read = await client.call('config/read', {});
  if (!read.ok) return null;
  const { config } = read.value;
  const tables = config['model_providers'] as Readonly<Record<string, unknown>> | null | undefined;
  const id = config.model_provider ?? OPENAI_PROVIDER;
  const table = tables?.[id] as Readonly<Record<string, unknown>> | undefined;
  if (table) return table['requires_openai_auth'] === true;
  return id === OPENAI_PROVIDER ? true : null;
}

export function describeAccount({ account, requiresOpenaiAuth }: ResponseOf<'account/read'>): ServerAccount {
  if (!account) return { kind: 'none', required: requiresOpenaiAuth };
  if (account.type === 'chatgpt') return { kind: 'chatgpt', email: account.email, plan: account.planType };
  if (account.type === 'apiKey') return { kind: 'apiKey' };
  return { kind: 'other', name: account.type };
}

/** The notice a notification carries, if it is one that belongs to no thread. The id is the same whenever it is repeated. */
export function readNotice(notification: ServerNotification): ServerNotice | null {
  switch (notification.method) {
    case 'configWarning':
      return configWarning(notification);
    case 'deprecationNotice': {
      const { summary, details } = notification.params;
      return notice('deprecation', 'info', summary, details);
    }
    case 'warning': {
      const { threadId, message } = notification.params;
      return threadId ? null : notice('warning', 'warning', message, null);
    }
    case 'windows/worldWritableWarning': {
      const { samplePaths, extraCount, failedScan } = notification.params;
      const more = extraCount > 0 ? [`+${extraCount}`] : [];
      const title = failedScan
        ? 'Folders that everybody may write in could not be looked for'
        : 'World-writable folders';
      return notice('sandbox', 'warning', title, [...samplePaths, ...more].join('\n') || null);
    }
    case 'windowsSandbox/setupCompleted': {
      const { success, error } = notification.params;
      return success ? null : notice('sandbox', 'error', SETUP_FAILED, error);
    }
    default:
      return null;
  }
}

const READINESS: Readonly<Record<ResponseOf<'windowsSandbox/readiness'>['status'], SandboxState>> = {
  ready: 'available',
  notConfigured: 'notSetUp',
  updateRequired: 'outdated',
};

function configWarning({ params }: NotificationOf<'configWarning'>): ServerNotice {
  const { summary, details, path, range } = params;
  // Codex sends what it found out about the sandbox as a warning about the configuration.
  const aboutSandbox = path === undefined && /bubblewrap|sandbox|user namespace/i.test(summary);
  const broken = summary.startsWith('Invalid configuration');
  const code = aboutSandbox ? 'sandbox' : broken ? 'config-broken' : 'config-warning';
  // With its own bubblewrap the sandbox works: good to know, nothing to do.
  const level = /(bundled|vendored) bubblewrap/i.test(summary) ? 'info' : 'warning';
  return { ...notice(code, level, summary, details, path), path: path ?? null, line: range?.start.line ?? null };
}

function notice(
  code: ServerNotice['code'],
  level: ServerNotice['level'],
  message: string,
  details: string | null,
  path = '',
): ServerNotice {
  return {
    id: `${code}:${path}:${message}`.slice(0, MAX_ID_CHARS),
    level,
    code,
    message: message.slice(0, MAX_TEXT_CHARS),
    details: details?.slice(0, MAX_TEXT_CHARS) ?? null,
    path: null,
    line: null,
  };
}
