import Search from 'lucide-react/icons/search';
import { setFound } from '../../state/found-setting.ts';
import { openSettings, type SettingsPage } from '../../state/ui-store.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { findSettings } from './settings-index.ts';
import styles from './settings.module.css';

/** The settings that a search finds; choosing one shows it on its page. */
export function FoundSettings(props: {
  readonly query: string;
  readonly pageTitle: (page: SettingsPage) => string;
  readonly onChoose: () => void;
}) {
  const found = findSettings(props.query);
  if (found.length === 0)
    return (
      <EmptyState
        compact
        icon={<Search size={18} aria-hidden="true" />}
        title="No setting is called that"
        text="The file config.toml has them all."
      />
    );
  return (
    <ul className={styles.group} aria-label="Settings that were found">
      {found.map(({ page, title, text, key }) => (
        <li key={`${page}#${key ?? title}`} className={styles.foundRow}>
          <button
            type="button"
            className={styles.foundEntry}
            onClick={() => {
              if (key !== null) setFound(key);
              openSettings(page);
              props.onChoose();
            }}
          >
            <span className={styles.rowWords}>
              <span>{title}</span>
              <span className={styles.description}>{text}</span>
            </span>
            <span className={styles.description}>{props.pageTitle(page)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
