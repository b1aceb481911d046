import type { ThreadId } from '../../../src-shared/model/ids.ts';
import type { CommandAction, FileChange } from '../../../src-shared/model/item.ts';
import type { ApprovalDraft } from './approval-draft.ts';
import { mapFileChange } from './map-item.ts';
import type { FileChange as CodexFileChange } from './protocol/generated/FileChange';
import type { ParsedCommand } from './protocol/generated/ParsedCommand';
import type { RequestOf } from './protocol-types.ts';

/** The first protocol's approvals, which knew conversations and calls instead of threads and items. Both versions still declare them. */
export function mapLegacyCommand({ params }: RequestOf<'execCommandApproval'>, now: number): ApprovalDraft {
  const { conversationId, command, cwd, reason, parsedCmd } = params;
  const script =
    /^(?:.*[\\/])?(?:bash|zsh|sh)$/.test(command[0] ?? '') && command.length === 3 ? command[2] : undefined;
  return {
    kind: 'command',
    ...legacyPlace(conversationId, now),
    command: script ?? command.join(' '),
    cwd,
    reason,
    actions: parsedCmd.map(legacyAction),
    network: null,
    extraPermissions: [],
    rules: [],
  };
}

export function mapLegacyPatch({ params }: RequestOf<'applyPatchApproval'>, now: number): ApprovalDraft {
  const { conversationId, fileChanges, reason, grantRoot } = params;
  const changes = Object.entries(fileChanges).flatMap(([path, change]) => (change ? [legacyChange(path, change)] : []));
  return { kind: 'fileChange', ...legacyPlace(conversationId, now), changes, reason, grantRoot };
}

const legacyPlace = (conversationId: string, now: number) => ({
  threadId: conversationId as ThreadId,
  turnId: null,
  itemId: null,
  askedAt: now,
});

function legacyAction(action: ParsedCommand): CommandAction {
  const { cmd: command } = action;
  switch (action.type) {
    case 'read':
      return { kind: 'read', command, path: action.path, query: null };
    case 'list_files':
      return { kind: 'list', command, path: action.path, query: null };
    case 'search':
      return { kind: 'search', command, path: action.path, query: action.query };
    default:
      return { kind: 'other', command, path: null, query: null };
  }
}

/** The same as a file change item's, in other words. */
function legacyChange(path: string, change: CodexFileChange): FileChange {
  if (change.type !== 'update') return mapFileChange({ path, kind: { type: change.type }, diff: change.content });
  const { unified_diff: diff, move_path } = change;
  return mapFileChange({ path, kind: { type: 'update', move_path }, diff });
}
