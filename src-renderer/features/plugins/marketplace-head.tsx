import type { Marketplace, PluginShelf } from '../../../src-shared/model/plugin.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { keepClear } from '../../ui/keep-clear.ts';
import { usePlace } from './place.ts';
import { refreshMarketplaces, removeMarketplace } from './plugin-actions.ts';
import { marketplaceWords } from './plugin-words.ts';
import styles from './plugin-browser.module.css';

/** Above the cards: what is being done, where the marketplace comes from, why it could not be loaded. */
export function MarketplaceHead(props: {
  readonly shelf: PluginShelf;
  /** Null: all of them. */
  readonly current: Marketplace | null;
  readonly onTab: (tab: string) => void;
}) {
  const { shelf, current, onTab } = props;
  const { work } = shelf;
  const broken = shelf.marketplaces.filter(({ problem }) => problem !== null);
  return (
    <>
      {work && (
        <p className={styles.work} role="status">
          <Spinner />
          {work.kind === 'adding'
            ? `Adding ${work.source}…`
            : work.kind === 'removing'
              ? `Removing ${work.name}…`
              : work.name === null
                ? 'Refreshing the marketplaces…'
                : `Refreshing ${work.name}…`}
        </p>
      )}
      {current ? (
        <Head marketplace={current} busy={work !== null} onTab={onTab} />
      ) : (
        broken.length > 0 && (
          <ErrorBox
            tone="needs"
            title={
              broken.length === 1
                ? `${broken[0]?.title ?? 'A marketplace'} could not be loaded`
                : `${broken.length} marketplaces could not be loaded`
            }
            text="The others are shown. Its tab says why."
            actions={broken.slice(0, 4).map(({ id, title }) => ({ label: `Show ${title}`, onSelect: () => onTab(id) }))}
          />
        )
      )}
    </>
  );
}

function Head(props: {
  readonly marketplace: Marketplace;
  readonly busy: boolean;
  readonly onTab: (tab: string) => void;
}) {
  const { marketplace, busy, onTab } = props;
  const { name, title, kind, origin, problem } = marketplace;
  const place = usePlace();
  return (
    <>
      <div ref={keepClear} className={styles.head}>
        <p className={styles.origin}>{marketplaceWords(marketplace)}</p>
        {origin?.type === 'git' && (
          <Button size="s" disabled={busy} onClick={() => void refreshMarketplaces(place, name)}>
            Refresh
          </Button>
        )}
        {kind === 'added' && (
          <Button
            size="s"
            disabled={busy}
            onClick={() => void removeMarketplace(place, name, title).then((gone) => gone && onTab('all'))}
          >
            Remove…
          </Button>
        )}
      </div>
      {problem?.kind === 'broken' && (
        <ErrorBox
          title="This marketplace could not be loaded"
          text="Its file is not as Codex expects it. The other marketplaces are not affected."
          details={problem.message}
        />
      )}
      {problem?.kind === 'gone' && (
        <ErrorBox
          tone="needs"
          title="This marketplace is not there any more"
          text={
            origin?.type === 'git'
              ? 'Its copy in the Codex home is missing. Refresh it, or remove it.'
              : 'Its folder was moved or deleted. Put it back, or remove the marketplace.'
          }
        />
      )}
    </>
  );
}
