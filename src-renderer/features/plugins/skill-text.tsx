import { useCallback, useEffect, useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Result } from '../../../src-shared/result.ts';
import { VirtualLines } from '../../editor/virtual-lines.tsx';
import { getClient } from '../../state/client.ts';
import { copyText } from '../../state/copy-text.ts';
import { Button } from '../../ui/button.tsx';
import { DialogView } from '../../ui/dialog-view.tsx';
import { usePlace } from './place.ts';
import { Failed, Loading } from './states.tsx';
import styles from './detail.module.css';

/** The text of a skill of this machine, as the agent reads it. */
export function SkillText(props: { readonly title: string; readonly path: string; readonly onClose: () => void }) {
  const { title, path, onClose } = props;
  const { serverId } = usePlace();
  const root = path.replace(/[/\\][^/\\]+$/, '');
  const load = useCallback(() => getClient().files.readText({ serverId, root, path }), [serverId, root, path]);
  return (
    <TextDialog
      title={title}
      description={path}
      load={load}
      onClose={onClose}
      footer={
        <>
          <Button onClick={() => void copyText(path, 'Path')}>Copy path</Button>
          <Button
            onClick={() => void getClient().files.openInEditor({ serverId, root, path, editor: null, line: null })}
          >
            Open in editor
          </Button>
        </>
      }
    />
  );
}

/** The text of a skill that its marketplace keeps. */
export function RemoteSkillText(props: {
  readonly pluginId: string;
  readonly skill: string;
  readonly onClose: () => void;
}) {
  const { pluginId, skill, onClose } = props;
  const { serverId, cwd } = usePlace();
  const load = useCallback(
    () => getClient().plugins.skillText({ serverId, cwd, pluginId, skill }),
    [serverId, cwd, pluginId, skill],
  );
  return <TextDialog title={skill} description={`Of the plugin ${pluginId}`} load={load} onClose={onClose} />;
}

function TextDialog(props: {
  readonly title: string;
  readonly description: string;
  readonly load: () => Promise<Result<{ readonly text: string }, AppError>>;
  readonly onClose: () => void;
  readonly footer?: React.ReactNode;
}) {
  const { title, load } = props;
  const [lines, setLines] = useState<readonly string[] | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  useEffect(() => {
    let gone = false;
    void load().then((answer) => {
      if (gone) return;
      if (answer.ok) setLines(answer.value.text.split('\n'));
      else setError(answer.error);
    });
    return () => {
      gone = true;
    };
  }, [load]);
  return (
    <DialogView title={title} description={props.description} width="l" onClose={props.onClose} footer={props.footer}>
      {error && <Failed error={error} />}
      {!lines && !error && <Loading label="Reading the skill" />}
      {lines && (
        <VirtualLines
          label={`Text of ${title}`}
          className={styles.lines}
          count={lines.length}
          columns={lines.reduce((most, line) => Math.max(most, line.length), 0)}
          line={(at) => lines[at]}
        />
      )}
    </DialogView>
  );
}
