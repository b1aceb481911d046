import { useEffect, useRef, useState } from 'react';
import * as Tooltip from 'radix-ui/tooltip';
import { anchorStyle } from './anchor-box.ts';
import { Kbd } from './kbd.tsx';
import styles from './tooltip.module.css';

const SHOW_AFTER_MS = 500;

interface Shown {
  readonly element: Element;
  readonly text: string;
  readonly keys: string;
}

/** The tooltip's words; an element without any of its own says whole what is cut off in it (`data-cut`). */
function tipText(element: Element): string {
  const own = element.getAttribute('data-tip') ?? '';
  if (own !== '') return own;
  const cut = element.querySelector('[data-cut]');
  return cut && cut.scrollWidth > cut.clientWidth ? cut.textContent : '';
}

/** Shows the tooltip of whichever `[data-tip]` element is pointed at or focused by keyboard. See `tooltip.ts`. */
export function TooltipLayer() {
  const [shown, setShown] = useState<Shown | null>(null);
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => {
    let over: Element | null = null;
    const hide = () => {
      window.clearTimeout(timer.current);
      over = null;
      setShown(null);
    };
    const arm = (element: Element | null, afterMs: number) => {
      if (element === over) return;
      hide();
      if (!element) return;
      over = element;
      timer.current = window.setTimeout(() => {
        const text = tipText(element);
        if (text !== '' && element.isConnected && element.getAttribute('aria-expanded') !== 'true')
          setShown({ element, text, keys: element.getAttribute('data-tip-key') ?? '' });
      }, afterMs);
    };
    const tipOf = (target: EventTarget | null) => (target instanceof Element ? target.closest('[data-tip]') : null);
    const onPointer = (event: PointerEvent) => {
      if (event.pointerType === 'mouse') arm(tipOf(event.target), SHOW_AFTER_MS);
    };
    const onFocus = (event: FocusEvent) => {
      const element = tipOf(event.target);
      if (element?.matches(':focus-visible') === true) arm(element, SHOW_AFTER_MS);
    };
    const listen = new AbortController();
    const { signal } = listen;
    document.addEventListener('pointerover', onPointer, { signal });
    document.addEventListener('focusin', onFocus, { signal });
    document.addEventListener('focusout', hide, { signal });
    document.addEventListener('pointerdown', hide, { signal, capture: true });
    document.addEventListener('keydown', hide, { signal, capture: true });
    document.addEventListener('scroll', hide, { signal, capture: true });
    return () => {
      listen.abort();
      window.clearTimeout(timer.current);
    };
  }, []);
  if (!shown) return null;
  return (
    <Tooltip.Provider>
      <Tooltip.Root open>
        <Tooltip.Trigger asChild>
          <span style={anchorStyle(shown.element)} aria-hidden="true" tabIndex={-1} />
        </Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Content className={styles.tip} sideOffset={6} collisionPadding={8} aria-hidden="true">
            {shown.text}
            <Kbd keys={shown.keys} />
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
    </Tooltip.Provider>
  );
}
