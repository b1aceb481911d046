import { useNeedsYouCount } from '../../state/approval-store.ts';
import { Badge } from '../../ui/badge.tsx';

/** How many requests wait for the user, over all threads; nothing when none does. */
export function NeedsYouCount() {
  const count = useNeedsYouCount();
  if (count === 0) return null;
  return (
    <Badge tone="needs" title={count === 1 ? '1 request waits for you' : `${count} requests wait for you`}>
      {count}
      <span className="sr-only"> {count === 1 ? 'request waits' : 'requests wait'} for you</span>
    </Badge>
  );
}
