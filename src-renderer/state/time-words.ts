const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** `0:38`, `4:12`, `1:02:33`: how long something has been running. */
export function elapsedWords(sinceMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.floor((nowMs - sinceMs) / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** `now`, `9 min`, `2 h`, `yesterday`, `3 days`, `12 Oct`, `12 Oct 2025`: how long ago something was. */
export function ageWords(atMs: number, nowMs: number): string {
  const age = nowMs - atMs;
  if (age < MINUTE_MS) return 'now';
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)} min`;
  const days = daysBetween(atMs, nowMs);
  if (days === 0 || age < 6 * HOUR_MS) return `${Math.floor(age / HOUR_MS)} h`;
  if (days === 1) return 'yesterday';
  if (days < 7) return `${days} days`;
  const at = new Date(atMs);
  const sameYear = at.getFullYear() === new Date(nowMs).getFullYear();
  return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) });
}

/** A moment to come, in local time: `14:05`, `tomorrow 14:05`, `Thu 14:05`, `3 Dec, 14:05`. */
export function momentWords(atMs: number, nowMs: number): string {
  const at = new Date(atMs);
  const time = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const days = daysBetween(nowMs, atMs);
  if (days === 0) return time;
  if (days === 1) return `tomorrow ${time}`;
  if (days > 1 && days < 7) return `${at.toLocaleDateString('en-GB', { weekday: 'short' })} ${time}`;
  return `${at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })}, ${time}`;
}

/** Heading of a chronological list. */
export function dayGroup(atMs: number, nowMs: number): string {
  const days = daysBetween(atMs, nowMs);
  if (days <= 0) return 'Today';
  if (days === 1) return 'Yesterday';
  if (days < 7) return 'Last 7 days';
  if (days < 30) return 'Last 30 days';
  return 'Older';
}

/** Whole calendar days, in local time: 23:59 yesterday is one day before 00:01 today. */
function daysBetween(fromMs: number, toMs: number): number {
  const midnight = (ms: number) => new Date(ms).setHours(0, 0, 0, 0);
  return Math.round((midnight(toMs) - midnight(fromMs)) / (24 * HOUR_MS));
}
