import type { ReactNode } from 'react';
import type { ConfigState } from '../../../../src-shared/model/config.ts';
import type { ConfigKey } from '../../../../src-shared/model/config-keys.ts';
import type { ServerId } from '../../../../src-shared/model/ids.ts';
import type { PickerOption } from '../../../ui/overlay-requests.ts';
import settings from '../settings.module.css';
import styles from './config.module.css';
import { Setting } from './setting-control.tsx';

export interface KeyGroup {
  readonly heading: string;
  readonly keys: readonly ConfigKey[];
}

/** Settings under headings, in boxes. */
export function KeyGroups(props: {
  readonly serverId: ServerId;
  readonly config: ConfigState;
  readonly groups: readonly KeyGroup[];
  readonly options?: Partial<Readonly<Record<ConfigKey, readonly PickerOption[]>>>;
  readonly children?: ReactNode;
}) {
  const { serverId, config, groups, options = {} } = props;
  return (
    <>
      {groups.map(({ heading, keys }) => (
        <section key={heading} className={styles.section} aria-label={heading}>
          <h3 className={styles.heading}>{heading}</h3>
          <div className={settings.group}>
            {keys.map((key) => {
              const setting = config.settings.find((found) => found.key === key);
              return (
                setting && (
                  <Setting
                    key={key}
                    serverId={serverId}
                    setting={setting}
                    frozen={config.readOnly}
                    options={options[key]}
                  />
                )
              );
            })}
          </div>
        </section>
      ))}
      {props.children}
    </>
  );
}
