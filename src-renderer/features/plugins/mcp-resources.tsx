import { useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { McpContent, McpResource } from '../../../src-shared/model/mcp.ts';
import { getClient } from '../../state/client.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { McpParts } from './mcp-parts.tsx';
import { usePlace } from './place.ts';
import { Failed, Loading } from './states.tsx';
import styles from './detail.module.css';

/** Rows that are drawn before the rest is asked for. */
const FIRST_ROWS = 50;

/** The resources of a server, read and shown on request, and patterns of addresses that can be filled in. */
export function McpResources(props: {
  readonly name: string;
  readonly resources: readonly McpResource[];
  readonly templates: readonly McpResource[];
}) {
  const { name, resources, templates } = props;
  const [limit, setLimit] = useState(FIRST_ROWS);
  if (resources.length + templates.length === 0) return null;
  return (
    <section className={styles.part} aria-label="Resources">
      <h3 className={styles.heading}>Resources</h3>
      <ul className={styles.list}>
        {resources.slice(0, limit).map((resource) => (
          <ResourceRow key={resource.uri} server={name} resource={resource} fixed />
        ))}
        {templates.map((template) => (
          <ResourceRow key={template.uri} server={name} resource={template} fixed={false} />
        ))}
      </ul>
      {resources.length > limit && (
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
  | { readonly kind: 'closed' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly contents: readonly McpContent[] }
  | { readonly kind: 'failed'; readonly error: AppError };

/** `fixed`: the address is one; otherwise a pattern that the user fills in. */
function ResourceRow(props: { readonly server: string; readonly resource: McpResource; readonly fixed: boolean }) {
  const { server, resource, fixed } = props;
  const { serverId } = usePlace();
  const [uri, setUri] = useState(resource.uri);
  const [state, setState] = useState<State>({ kind: 'closed' });
  const read = async () => {
    setState({ kind: 'reading' });
    const answer = await getClient().mcp.readResource({ serverId, name: server, uri });
    setState(answer.ok ? { kind: 'read', contents: answer.value } : { kind: 'failed', error: answer.error });
  };
  return (
    <li className={styles.row} aria-label={resource.name}>
      <div className={styles.rowWords}>
        <p className={styles.name}>{resource.name}</p>
        <p className={styles.quiet}>
          {[resource.description, resource.type, fixed ? resource.uri : null].filter(Boolean).join(' · ')}
        </p>
        {!fixed && <TextField label="Address" code value={uri} onChange={(event) => setUri(event.target.value)} />}
        {state.kind === 'reading' && <Loading label="Reading" />}
        {state.kind === 'failed' && <Failed error={state.error} />}
        {state.kind === 'read' && <McpParts parts={state.contents.flatMap(({ parts }) => parts)} />}
      </div>
      {state.kind === 'read' && (
        <Button size="s" onClick={() => setState({ kind: 'closed' })}>
          Close
        </Button>
      )}
      <Button size="s" disabled={state.kind === 'reading'} onClick={() => void read()}>
        Read
      </Button>
    </li>
  );
}
