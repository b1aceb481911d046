import type { Limits } from '../../../src-shared/model/account.ts';
import { useMinutes } from '../../state/clock.ts';
import { momentWords } from '../../state/time-words.ts';
import { classNames } from '../../ui/class-names.ts';
import styles from './accounts.module.css';
import { metersOf, type Meter } from './limit-words.ts';

/** Every window of every allowance. It is read on demand and not announced at each answer of the model. */
export function Meters({ limits, small = false }: { readonly limits: Limits; readonly small?: boolean }) {
  const now = useMinutes();
  const meters = metersOf(limits.buckets, now);
  if (meters.length === 0) return null;
  return (
    <div
      className={classNames(styles.meters, small && styles.small)}
      role="status"
      aria-live="off"
      aria-label="Usage limits"
      tabIndex={small && meters.length > MANY ? 0 : undefined}
    >
      {meters.map((meter) => (
        <MeterRow key={meter.key} meter={meter} now={now} />
      ))}
    </div>
  );
}

/** More do not fit into the sidebar's foot: it scrolls then. */
const MANY = 4;

function MeterRow({ meter, now }: { readonly meter: Meter; readonly now: number }) {
  const { name, percent, resetsAtMs } = meter;
  const reset = resetsAtMs === null ? '' : percent === null ? 'begun anew' : `resets ${momentWords(resetsAtMs, now)}`;
  const tone = percent !== null && percent >= 100 ? styles.full : percent !== null && percent >= 90 ? styles.close : '';
  return (
    <div className={styles.meter}>
      <span className={styles.meterName}>{name}</span>
      <span className={styles.meterValue}>
        <span className={tone}>{percent === null ? '–' : `${percent} %`}</span>
        {reset !== '' && <span className={styles.meterReset}> · {reset}</span>}
      </span>
      <div
        className={styles.track}
        role="meter"
        aria-label={`${name}, used`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent ?? 0}
        aria-valuetext={percent === null ? 'not measured yet' : `${percent} percent, ${reset}`}
      >
        <div className={classNames(styles.fill, tone)} style={{ width: `${percent ?? 0}%` }} />
      </div>
    </div>
  );
}
