import { useRef } from 'react';
import styles from './resizer.module.css';

const STEP_PX = 16;

/**
 * A drag handle on the left edge of the column that it is put in (which must be positioned), or on the upper edge with `bottom`. `edge`
 * says which side of the handle the sized part is on. Arrow keys move it by 16 px, Home and End to its limits, a double click or Enter
 * folds. `onChange` runs while dragging, `onCommit` once at the end.
 */
export function Resizer(props: {
  readonly label: string;
  readonly edge: 'left' | 'right' | 'bottom';
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
  readonly onCommit: (value: number) => void;
  readonly onFold?: () => void;
}) {
  const { label, edge, value, min, max, onChange, onCommit, onFold } = props;
  const start = useRef<{ readonly at: number; readonly value: number } | null>(null);
  const latest = useRef(value);
  const clamp = (wanted: number) => Math.round(Math.min(max, Math.max(min, wanted)));
  const move = (wanted: number) => {
    latest.current = clamp(wanted);
    onChange(latest.current);
  };
  const commit = (wanted: number) => {
    move(wanted);
    onCommit(latest.current);
  };
  const grow = edge === 'left' ? 1 : -1;
  const flat = edge === 'bottom';
  const [less, more] = flat ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight'];
  const place = (event: React.PointerEvent) => (flat ? event.clientY : event.clientX);
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={flat ? 'horizontal' : 'vertical'}
      aria-valuenow={Math.round(value)}
      aria-valuemin={min}
      aria-valuemax={max}
      className={flat ? styles.flat : styles.resizer}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { at: place(event), value };
        latest.current = value;
      }}
      onPointerMove={(event) => {
        if (start.current) move(start.current.value + grow * (place(event) - start.current.at));
      }}
      onPointerUp={() => {
        if (start.current && latest.current !== start.current.value) onCommit(latest.current);
        start.current = null;
      }}
      onPointerCancel={() => {
        if (start.current) onChange(start.current.value);
        start.current = null;
      }}
      onDoubleClick={onFold}
      onKeyDown={(event) => {
        if (event.key === less) commit(value - grow * STEP_PX);
        else if (event.key === more) commit(value + grow * STEP_PX);
        else if (event.key === 'Home') commit(min);
        else if (event.key === 'End') commit(max);
        else if (event.key === 'Enter' && onFold) onFold();
        else return;
        event.preventDefault();
      }}
    />
  );
}
