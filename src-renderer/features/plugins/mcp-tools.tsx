import { useState } from 'react';
import { useMemo } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { McpTool, McpToolResult } from '../../../src-shared/model/mcp.ts';
import { getClient } from '../../state/client.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { McpParts } from './mcp-parts.tsx';
import { sampleArguments } from './sample-arguments.ts';
import { usePlace } from './place.ts';
import { Failed } from './states.tsx';
import styles from './detail.module.css';

/** Rows that are drawn before the rest is asked for. */
const FIRST_ROWS = 50;

/** The tools of a server, each with its schema and a way to try it. */
export function McpTools({ name, tools }: { readonly name: string; readonly tools: readonly McpTool[] }) {
  const [limit, setLimit] = useState(FIRST_ROWS);
  const [open, setOpen] = useState<string | null>(null);
  return (
    <section className={styles.part} aria-label="Tools">
      <h3 className={styles.heading}>Tools</h3>
      {tools.length === 0 && <p className={styles.quiet}>It has none.</p>}
      {tools.length > 0 && (
        <ul className={styles.list}>
          {tools.slice(0, limit).map((tool) => (
            <li key={tool.name} className={styles.row} aria-label={tool.name}>
              <div className={styles.rowWords}>
                <p className={styles.name}>
                  {tool.title ?? tool.name} {tool.readOnly && <Badge outline>Reads only</Badge>}
                  {tool.destructive && <Badge tone="needs">Can destroy</Badge>}
                </p>
                <p className={styles.quiet}>{tool.description}</p>
                {open === tool.name && <Trial server={name} tool={tool} />}
              </div>
              <Button
                size="s"
                aria-expanded={open === tool.name}
                onClick={() => setOpen((before) => (before === tool.name ? null : tool.name))}
              >
                {open === tool.name ? 'Close' : 'Try it'}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {tools.length > limit && (
        <div>
          <Button size="s" onClick={() => setLimit((before) => before + FIRST_ROWS * 2)}>
            Show more
          </Button>
        </div>
      )}
    </section>
  );
}

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly callId: string }
  | { readonly kind: 'done'; readonly result: McpToolResult }
  | { readonly kind: 'failed'; readonly error: AppError };

function Trial({ server, tool }: { readonly server: string; readonly tool: McpTool }) {
  const { serverId } = usePlace();
  const sample = useMemo(() => sampleArguments(tool.schema), [tool.schema]);
  const [text, setText] = useState(sample);
  const [state, setState] = useState<State>({ kind: 'idle' });
  const run = async () => {
    const callId = crypto.randomUUID();
    setState({ kind: 'running', callId });
    const answer = await getClient().mcp.callTool({
      serverId,
      name: server,
      tool: tool.name,
      arguments: text,
      callId,
    });
    setState(answer.ok ? { kind: 'done', result: answer.value } : { kind: 'failed', error: answer.error });
  };
  return (
    <div className={styles.part}>
      <details>
        <summary className={styles.quiet}>Schema</summary>
        <pre className={styles.code}>{tool.schema}</pre>
      </details>
      <label className={styles.label}>
        <span>Arguments</span>
        <textarea
          className={styles.area}
          aria-label="Arguments"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <div className={styles.wrap}>
        <Button size="s" tone="primary" busy={state.kind === 'running'} onClick={() => void run()}>
          Run
        </Button>
        {state.kind === 'running' && (
          <Button size="s" onClick={() => void getClient().mcp.cancelCall({ callId: state.callId })}>
            Give up
          </Button>
        )}
        <span className={styles.quiet}>It runs for real, with what the server may do.</span>
      </div>
      {state.kind === 'failed' && <Failed error={state.error} />}
      {state.kind === 'done' && (
        <div className={styles.part} role="group" aria-label="Result">
          {state.result.failed && <ErrorBox announce title="The tool says that it failed" />}
          <p className={styles.quiet}>{state.result.durationMs} ms</p>
          <McpParts parts={state.result.parts} />
        </div>
      )}
    </div>
  );
}
