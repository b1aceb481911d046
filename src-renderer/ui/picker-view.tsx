import * as Popover from 'radix-ui/popover';
import Check from 'lucide-react/icons/check';
import { Command } from 'cmdk';
import { returnFocus, useAnchorStyle } from './anchor-box.ts';
import { classNames } from './class-names.ts';
import { overlayRequests, type OpenOverlay, type PickerOption, type PickerRequest } from './overlay-requests.ts';
import styles from './picker.module.css';

/** From this many options on the search field is drawn; below it still takes what is typed. */
const SEARCH_FROM_OPTIONS = 9;

export function PickerView({ request }: { readonly request: OpenOverlay & PickerRequest }) {
  const close = () => overlayRequests.close(request.id);
  const anchor = useAnchorStyle(request.anchor, close);
  const searchable = request.searchable === true || request.options.length >= SEARCH_FROM_OPTIONS;
  return (
    <Popover.Root open modal onOpenChange={(open) => !open && close()}>
      <Popover.Anchor asChild>
        <span style={anchor} aria-hidden="true" />
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          className={styles.picker}
          side={request.side ?? 'bottom'}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={request.label}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            returnFocus(request.focus, request.anchor);
          }}
        >
          <Command label={request.label} loop defaultValue={request.value ?? ''}>
            <div className={searchable ? styles.search : 'sr-only'}>
              <Command.Input placeholder="Search…" aria-label={`Search ${request.label}`} autoFocus />
            </div>
            <Command.List className={styles.list} label={request.label}>
              <Command.Empty className={styles.empty}>{request.emptyText}</Command.Empty>
              {grouped(request.options).map(([group, options]) => (
                <Command.Group key={group} heading={group === '' ? undefined : group} className={styles.group}>
                  {options.map((option) => (
                    <Option
                      key={option.value}
                      option={option}
                      chosen={option.value === request.value}
                      onSelect={() => {
                        close();
                        request.onChange(option.value);
                      }}
                    />
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Option(props: { readonly option: PickerOption; readonly chosen: boolean; readonly onSelect: () => void }) {
  const { option, chosen, onSelect } = props;
  return (
    <Command.Item
      value={option.value}
      keywords={[option.label, option.description ?? '']}
      disabled={option.disabled ?? false}
      onSelect={onSelect}
      className={classNames(styles.option, option.danger === true && styles.danger)}
    >
      <span className={styles.check}>{chosen && <Check size={14} aria-label="Chosen" />}</span>
      <span className={styles.words}>
        <span className={styles.label}>{option.label}</span>
        {option.description !== undefined && option.description !== '' && (
          <span className={styles.description}>{option.description}</span>
        )}
      </span>
      {option.hint !== undefined && <span className={styles.hint}>{option.hint}</span>}
    </Command.Item>
  );
}

/** Options in runs of the same group, in their order. */
function grouped(options: readonly PickerOption[]): readonly (readonly [string, readonly PickerOption[]])[] {
  const groups = new Map<string, PickerOption[]>();
  for (const option of options) {
    const group = option.group ?? '';
    const list = groups.get(group);
    if (list) list.push(option);
    else groups.set(group, [option]);
  }
  return [...groups];
}
