import SearchCheck from 'lucide-react/icons/search-check';
import type { ReviewFinding } from '../../../src-shared/model/review.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { useReviewContext } from './review-context.ts';
import styles from './notes.module.css';

/** What `/review` found, at its lines. */
export function FindingNote({ finding }: { readonly finding: ReviewFinding }) {
  const { comments } = useReviewContext();
  return (
    <div className={styles.comment} role="group" aria-label="Finding">
      <SearchCheck size={14} aria-hidden="true" className={styles.icon} />
      <div className={styles.text}>
        <p className={styles.findingTitle}>
          {finding.priority !== null && (
            <Badge tone={finding.priority <= 1 ? 'bad' : 'needs'}>P{finding.priority}</Badge>
          )}{' '}
          {finding.title}
        </p>
        {finding.body !== '' && <p>{finding.body}</p>}
      </div>
      <Button size="s" tone="ghost" onClick={() => void comments.take(finding)}>
        Add to comments
      </Button>
    </div>
  );
}
