import * as Menu from 'radix-ui/dropdown-menu';
import Check from 'lucide-react/icons/check';
import ChevronRight from 'lucide-react/icons/chevron-right';
import { returnFocus, useAnchorStyle } from './anchor-box.ts';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';
import { overlayRequests, type MenuEntry, type MenuRequest, type OpenOverlay } from './overlay-requests.ts';
import styles from './menu.module.css';

export function MenuView({ request }: { readonly request: OpenOverlay & MenuRequest }) {
  const close = () => overlayRequests.close(request.id);
  const anchor = useAnchorStyle(request.anchor, close);
  const atPoint = !(request.anchor instanceof Element);
  return (
    <Menu.Root open modal={false} onOpenChange={(open) => !open && close()}>
      <Menu.Trigger asChild>
        <span style={anchor} aria-hidden="true" tabIndex={-1} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content
          className={styles.menu}
          aria-label={request.label}
          aria-labelledby=""
          side={request.side ?? 'bottom'}
          align={request.align ?? 'start'}
          sideOffset={atPoint ? 2 : 4}
          collisionPadding={8}
          loop
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // What a command focused meanwhile (a rename field, a dialog) keeps the focus.
            if (document.activeElement === null || document.activeElement === document.body)
              returnFocus(request.focus, request.anchor);
          }}
        >
          <Entries entries={request.entries} />
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Entries({ entries }: { readonly entries: readonly MenuEntry[] }) {
  return entries.map((entry, index) => <Entry key={index} entry={entry} />);
}

function Entry({ entry }: { readonly entry: MenuEntry }) {
  switch (entry.kind) {
    case 'separator':
      return <Menu.Separator className={styles.separator} />;
    case 'label':
      return <Menu.Label className={styles.heading}>{entry.label}</Menu.Label>;
    case 'sub':
      return (
        <Menu.Sub>
          <Menu.SubTrigger className={styles.item}>
            <span className={styles.icon}>{entry.icon}</span>
            <span className={styles.text}>{entry.label}</span>
            <ChevronRight size={14} aria-hidden="true" />
          </Menu.SubTrigger>
          <Menu.Portal>
            <Menu.SubContent className={styles.menu} collisionPadding={8} loop>
              <Entries entries={entry.entries} />
            </Menu.SubContent>
          </Menu.Portal>
        </Menu.Sub>
      );
    case 'item':
      return <Item entry={entry} />;
  }
}

function Item({ entry }: { readonly entry: MenuEntry & { kind: 'item' } }) {
  const className = classNames(styles.item, entry.danger === true && styles.danger);
  const disabled = entry.disabled ?? false;
  const inside = (
    <>
      <span className={styles.text}>{entry.label}</span>
      {entry.keys !== undefined && <Kbd keys={entry.keys} />}
    </>
  );
  if (entry.checked === undefined)
    return (
      <Menu.Item className={className} disabled={disabled} onSelect={() => afterClosing(entry.onSelect)}>
        <span className={styles.icon}>{entry.icon}</span>
        {inside}
      </Menu.Item>
    );
  return (
    <Menu.CheckboxItem
      className={className}
      disabled={disabled}
      checked={entry.checked}
      onSelect={() => afterClosing(entry.onSelect)}
    >
      <span className={styles.icon}>{entry.checked && <Check size={14} aria-hidden="true" />}</span>
      {inside}
    </Menu.CheckboxItem>
  );
}

/**
 * The menu closes and gives the focus back (both in a task of their own) before the action runs, so that a field or dialog that the
 * action opens takes the focus from the right place and keeps it.
 */
function afterClosing(run: () => void): void {
  setTimeout(() => setTimeout(run));
}
