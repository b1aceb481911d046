import type { ReactNode } from 'react';
import * as RadixTabs from 'radix-ui/tabs';
import styles from './tabs.module.css';

export interface TabItem {
  readonly id: string;
  readonly label: string;
  readonly content: ReactNode;
}

/** Tabs of the side panel: names in a bar of the header's height, one panel below. */
export function Tabs(props: {
  readonly label: string;
  readonly items: readonly TabItem[];
  readonly value: string;
  readonly onChange: (id: string) => void;
  /** Right end of the bar. */
  readonly trailing?: ReactNode;
}) {
  return (
    <RadixTabs.Root className={styles.tabs} value={props.value} onValueChange={props.onChange}>
      <div className={styles.bar}>
        <RadixTabs.List className={styles.list} aria-label={props.label}>
          {props.items.map((item) => (
            <RadixTabs.Trigger key={item.id} value={item.id} className={styles.tab}>
              {item.label}
            </RadixTabs.Trigger>
          ))}
        </RadixTabs.List>
        {props.trailing}
      </div>
      {props.items.map((item) => (
        <RadixTabs.Content key={item.id} value={item.id} className={styles.panel}>
          {item.content}
        </RadixTabs.Content>
      ))}
    </RadixTabs.Root>
  );
}
