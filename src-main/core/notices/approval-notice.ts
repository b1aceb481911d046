import type { Approval } from '../../../src-shared/model/approval.ts';
import type { SystemNotice } from '../ports.ts';

/** More does not fit into a notification of any system. */
const MAX_DETAIL_CHARS = 240;

/** What a request says in a notification. Only what can be decided by yes or no is decided there; the rest opens the thread. */
export function approvalNotice(approval: Approval): SystemNotice {
  const { detail, decides } = contentOf(approval);
  return {
    kind: 'needsYou',
    title: approval.threadTitle,
    detail: detail.length > MAX_DETAIL_CHARS ? `${detail.slice(0, MAX_DETAIL_CHARS - 1)}…` : detail,
    // What was cut could be the part that matters: then it is read whole before it is approved.
    offers: decides && detail.length <= MAX_DETAIL_CHARS ? ['approve', 'decline'] : decides ? ['decline'] : [],
  };
}

function contentOf(approval: Approval): { readonly detail: string; readonly decides: boolean } {
  switch (approval.kind) {
    case 'command':
      return {
        detail: approval.network ? approval.network.host : approval.command,
        decides: approval.extraPermissions.length === 0,
      };
    case 'fileChange':
      return { detail: approval.changes.map(({ path }) => path).join('\n'), decides: approval.changes.length > 0 };
    case 'permissions':
      return { detail: approval.wants.map(({ access, target }) => `${access}: ${target}`).join('\n'), decides: true };
    case 'question':
      return { detail: approval.questions[0]?.question ?? '', decides: false };
    default:
      return { detail: '', decides: false };
  }
}
