import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The first line of a configuration that this file wrote; without it, a configuration belongs to somebody else. */
const MARK =
  '# Written by Skein for its offline demo. At every start it brings the addresses up to date, nothing else.';

/** An address of an earlier demo model: it lived at another port. */
const OLD_ADDRESS = /http:\/\/127\.0\.0\.1:\d+(?=\/(?:v1|backend-api\/)")/g;

/** Long, because a demo that waits for a person (a gate, a pause) must not look like a lost connection. */
const DEFAULT_IDLE_TIMEOUT_MS = 300_000;

/** The values of `sandbox_mode` in Codex's configuration. */
export type SandboxMode = 'read-only' | 'workspace-write' | 'danger-full-access';

export type DemoHomeOptions = {
  /** The Codex home to prepare: one of its own, never the user's. */
  readonly dir: string;
  /** The address of the demo model, as `startDemoModel` gave it. */
  readonly url: string;
  /** By default the server's own choice: a model that it knows, in whatever version. */
  readonly model?: string;
  readonly streamIdleTimeoutMs?: number;
  /** What commands may do without asking; by default they may write the project and nothing else. */
  readonly sandboxMode?: SandboxMode;
  /** Whether messages need an account; the demo model makes one up, and by default none is needed. */
  readonly needsAccount?: boolean;
  /** More lines of TOML for the end of the file, such as `[mcp_servers.x]` tables. */
  readonly extraToml?: string;
};

/**
 * Writes the `config.toml` of a Codex home so that the app-server talks to the demo model and to nothing else. One that
 * is there already keeps what was set in it since, by the user or by the server (which folders are trusted). Throws when
 * the folder holds a configuration that Skein did not write: a user's own home is never touched.
 */
export async function prepareDemoHome(options: DemoHomeOptions): Promise<void> {
  const path = join(options.dir, 'config.toml');
  const present = await readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  if (present !== undefined && !present.startsWith(MARK)) {
    throw new Error(`Not a demo home: ${path} was not written by Skein`);
  }
  await mkdir(options.dir, { recursive: true });
  await writeFile(path, present?.replaceAll(OLD_ADDRESS, options.url) ?? demoConfig(options));
}

function demoConfig({
  url,
  model,
  streamIdleTimeoutMs,
  sandboxMode,
  needsAccount,
  extraToml,
}: DemoHomeOptions): string {
  return `${MARK}
${model === undefined ? '' : `model = ${quoted(model)}\n`}model_provider = "demo"
approval_policy = "on-request"
sandbox_mode = ${quoted(sandboxMode ?? 'workspace-write')}
chatgpt_base_url = ${quoted(`${url}/backend-api/`)}
check_for_update_on_startup = false

[analytics]
enabled = false

[model_providers.demo]
name = "Offline demo"
base_url = ${quoted(`${url}/v1`)}
wire_api = "responses"
requires_openai_auth = ${needsAccount ?? false}
request_max_retries = 1
stream_max_retries = 2
stream_idle_timeout_ms = ${streamIdleTimeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS}
supports_websockets = false
${extraToml === undefined ? '' : `\n${extraToml}\n`}`;
}

/** A TOML basic string; JSON's escapes are a subset of TOML's. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
