import { useState } from 'react';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { Button, IconButton } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './config.module.css';

/** A list of short texts: each can be taken out, one more added. */
export function ListEditor(props: {
  readonly label: string;
  readonly entries: readonly string[];
  readonly placeholder: string;
  readonly disabled?: boolean;
  /** What is wrong with an entry to add. */
  readonly problem?: ((text: string) => string | undefined) | undefined;
  /** Answers whether the list was taken; an entry that was not stays in the field. */
  readonly onChange: (entries: readonly string[]) => Promise<boolean>;
}) {
  const { label, entries, disabled = false } = props;
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const wanted = text.trim();
  const problem = entries.includes(wanted) ? 'It is in the list already.' : props.problem?.(wanted);
  const add = async () => {
    setTried(true);
    if (wanted === '' || problem !== undefined) return;
    if (!(await props.onChange([...entries, wanted]))) return;
    setText('');
    setTried(false);
  };
  return (
    <>
      {entries.length > 0 && (
        <ul className={styles.entries} aria-label={label}>
          {entries.map((entry) => (
            <li key={entry} className={styles.entry}>
              <span className={styles.entryText}>{entry}</span>
              <IconButton
                size="s"
                label={`Remove ${entry}`}
                icon={<X size={13} aria-hidden="true" />}
                disabled={disabled}
                onClick={() => void props.onChange(entries.filter((other) => other !== entry))}
              />
            </li>
          ))}
        </ul>
      )}
      <form
        className={styles.add}
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <TextField
          label={`Add to ${label}`}
          hideLabel
          code
          value={text}
          placeholder={props.placeholder}
          disabled={disabled}
          error={tried && wanted !== '' ? problem : undefined}
          onChange={(event) => setText(event.target.value)}
        />
        <Button
          type="submit"
          icon={<Plus size={13} aria-hidden="true" />}
          disabled={disabled || wanted === ''}
          aria-label={`Add to ${label}: add`}
        >
          Add
        </Button>
      </form>
    </>
  );
}
