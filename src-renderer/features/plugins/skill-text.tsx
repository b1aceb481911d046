import { useEffect, useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { SkillEntry } from '../../../src-shared/model/extension.ts';
import { VirtualLines } from '../../editor/virtual-lines.tsx';
import { getClient } from '../../state/client.ts';
import { copyText } from '../../state/copy-text.ts';
import { Button } from '../../ui/button.tsx';
import { DialogView } from '../../ui/dialog-view.tsx';
import { usePlace } from './place.ts';
import { Failed, Loading } from './states.tsx';
import styles from './detail.module.css';

/** The text of a skill, as the agent reads it. */
export function SkillText({ skill, onClose }: { readonly skill: SkillEntry; readonly onClose: () => void }) {
  const { serverId } = usePlace();
  const [lines, setLines] = useState<readonly string[] | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const { path } = skill;
  useEffect(() => {
    let gone = false;
    const root = path.replace(/[/\\][^/\\]+$/, '');
    void getClient()
      .files.readText({ serverId, root, path })
      .then((answer) => {
        if (gone) return;
        if (answer.ok) setLines(answer.value.text.split('\n'));
        else setError(answer.error);
      });
    return () => {
      gone = true;
    };
  }, [serverId, path]);
  return (
    <DialogView
      title={skill.title}
      description={path}
      width="l"
      onClose={onClose}
      footer={
        <>
          <Button onClick={() => void copyText(path, 'Path')}>Copy path</Button>
          <Button
            onClick={() =>
              void getClient().files.openInEditor({
                serverId,
                root: path.replace(/[/\\][^/\\]+$/, ''),
                path,
                editor: null,
                line: null,
              })
            }
          >
            Open in editor
          </Button>
        </>
      }
    >
      {error && <Failed error={error} />}
      {!lines && !error && <Loading label="Reading the skill" />}
      {lines && (
        <VirtualLines
          label={`Text of ${skill.title}`}
          className={styles.lines}
          count={lines.length}
          columns={lines.reduce((most, line) => Math.max(most, line.length), 0)}
          line={(at) => lines[at]}
        />
      )}
    </DialogView>
  );
}
