import { memo } from 'react';
import { assertNever } from '../../../src-shared/assert-never.ts';
import type { ItemId } from '../../../src-shared/model/ids.ts';
import type { Item } from '../../../src-shared/model/item.ts';
import { itemOf } from '../../state/thread-store.ts';
import { AutoReview } from './auto-review.tsx';
import { CommandView } from './command-item.tsx';
import { FileChanges } from './file-changes.tsx';
import { Reasoning } from './reasoning.tsx';
import {
  Compaction,
  Hook,
  ImageView,
  Notice,
  ReviewStarted,
  Sleep,
  SubAgent,
  Unknown,
  WebSearch,
} from './small-items.tsx';
import { TextRowView } from './text-row.tsx';
import { useThreadState } from './thread-context.ts';
import { ToolCall } from './tool-call.tsx';
import { UserMessage } from './user-message.tsx';

/** Draws one item that takes one row. Texts that take several are drawn by `TextRowView`. */
export const ItemView = memo(function ItemView({ itemId }: { readonly itemId: ItemId }) {
  const item = useThreadState((state) => itemOf(state, itemId));
  return item ? drawn(item) : null;
});

function drawn(item: Item) {
  switch (item.kind) {
    case 'userMessage':
      return <UserMessage item={item} />;
    case 'agentMessage':
    case 'plan':
      return <TextRowView itemId={item.id} index={0} />;
    case 'reasoning':
      return <Reasoning item={item} />;
    case 'command':
      return <CommandView item={item} />;
    case 'fileChange':
      return <FileChanges item={item} />;
    case 'toolCall':
      return <ToolCall item={item} />;
    case 'subAgent':
      return <SubAgent item={item} />;
    case 'webSearch':
      return <WebSearch item={item} />;
    case 'image':
      return <ImageView item={item} />;
    case 'review':
      return <ReviewStarted item={item} />;
    case 'compaction':
      return <Compaction running={item.status === 'running'} />;
    case 'hook':
      return <Hook item={item} />;
    case 'autoReview':
      return <AutoReview item={item} />;
    case 'notice':
      return <Notice item={item} />;
    case 'sleep':
      return <Sleep item={item} />;
    case 'unknown':
      return <Unknown item={item} />;
    default:
      return assertNever(item);
  }
}
