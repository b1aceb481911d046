import type { ProjectId, ServerId } from './ids.ts';

export interface Project {
  readonly id: ProjectId;
  readonly serverId: ServerId;
  readonly name: string;
  /** Absolute path on the server's host. */
  readonly path: string;
  /** The user said that agents may work here. Asked once, before anything runs in the folder. */
  readonly trusted: boolean;
  /** Codex was asked whether it trusts the folder already (or could not be): only then is there something to ask the user. */
  readonly trustKnown: boolean;
  readonly state: 'ok' | 'missing' | 'unreadable' | 'readOnly';
  /** Null without Git (or before it was looked at). */
  readonly git: {
    readonly branch: string | null;
    readonly root: string;
    /** Folders of the repository's other working trees that stand for the project's own; empty when it is none of the main one. */
    readonly worktrees: readonly string[];
  } | null;
}
export interface FolderListing {
  readonly path: string;
  readonly parent: string | null;
  readonly entries: readonly {
    readonly name: string;
    readonly path: string;
    readonly isGit: boolean;
    readonly hidden: boolean;
  }[];
  /** More folders than shown. */
  readonly truncated: boolean;
}
