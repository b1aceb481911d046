import { useEffect, useRef, type ReactNode } from 'react';
import Lock from 'lucide-react/icons/lock';
import { CONFIG_KEYS } from '../../../../src-shared/model/config-keys.ts';
import type { ConfigSetting } from '../../../../src-shared/model/config.ts';
import type { ServerId } from '../../../../src-shared/model/ids.ts';
import { takeFound } from '../../../state/found-setting.ts';
import { saveSetting } from './config-actions.ts';
import styles from './config.module.css';
import { KEY_WORDS } from './key-words.ts';
import { defaultWords, isPinned, layerWords, lockWords } from './layer-words.ts';

/** One setting of Codex: its words, its control, what it is otherwise, where its value comes from, and the way back. */
export function SettingView(props: {
  readonly serverId: ServerId;
  readonly setting: ConfigSetting;
  /** On the right of the words. */
  readonly control?: ReactNode;
  /** Below them, for what needs room. */
  readonly children?: ReactNode;
}) {
  const { serverId, setting } = props;
  const { title, text } = KEY_WORDS[setting.key];
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!takeFound(setting.key)) return;
    box.current?.scrollIntoView({ block: 'center' });
    box.current?.focus();
  }, [setting.key]);
  const locked = lockWords(setting);
  const isList = CONFIG_KEYS[setting.key].type === 'list';
  return (
    <div ref={box} className={styles.setting} role="group" aria-label={title} tabIndex={-1} data-setting={setting.key}>
      <div className={styles.main}>
        <div className={styles.words}>
          <p>{title}</p>
          <p className={styles.text}>{text}</p>
        </div>
        {props.control !== undefined && <div className={styles.control}>{props.control}</div>}
      </div>
      {props.children}
      <p className={styles.meta}>
        {locked !== null && (
          <span className={styles.lock}>
            <Lock size={12} aria-hidden="true" />
            {locked}
          </span>
        )}
        {setting.layer === null ? (
          <span>{isList ? 'Nothing is set' : 'Default'}</span>
        ) : (
          <>
            <span>From {layerWords(setting.layer)}</span>
            <span>Default: {defaultWords(setting.key)}</span>
          </>
        )}
        {setting.own !== null && !(isPinned(setting) && setting.lock?.kind === 'allowed') && (
          <button
            type="button"
            className={styles.reset}
            aria-label={`Reset ${title}`}
            onClick={() => void saveSetting(serverId, setting, null)}
          >
            {setting.layer?.kind === 'user' ? 'Reset' : 'Take out of your config.toml'}
          </button>
        )}
      </p>
    </div>
  );
}
