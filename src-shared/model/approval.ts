import type { CommandAction, FileChange } from './item.ts';
import type { ApprovalId, ItemId, ServerId, ThreadId, TurnId } from './ids.ts';

interface ApprovalBase {
  readonly id: ApprovalId;
  readonly serverId: ServerId;
  readonly threadId: ThreadId;
  readonly threadTitle: string;
  readonly turnId: TurnId | null;
  readonly itemId: ItemId | null;
  /** Milliseconds since the epoch. */
  readonly askedAt: number;
}

/** A rule the server will write when the user chooses *Always allow*: shown exactly as it will be written. */
export type AmendmentRule =
  /** Exec policy: commands that begin with these words run without asking. */
  | { readonly kind: 'command'; readonly prefix: readonly string[] }
  | { readonly kind: 'network'; readonly host: string; readonly action: 'allow' | 'deny' };

export interface CommandApproval extends ApprovalBase {
  readonly kind: 'command';
  readonly command: string;
  readonly cwd: string | null;
  readonly reason: string | null;
  readonly actions: readonly CommandAction[];
  /** Set when it is network access that is asked for. */
  readonly network: { readonly host: string; readonly protocol: string } | null;
  readonly extraPermissions: readonly string[];
  readonly rules: readonly AmendmentRule[];
}
export interface FileChangeApproval extends ApprovalBase {
  readonly kind: 'fileChange';
  readonly changes: readonly FileChange[];
  readonly reason: string | null;
  readonly grantRoot: string | null;
}
export interface PermissionsApproval extends ApprovalBase {
  readonly kind: 'permissions';
  readonly reason: string | null;
  readonly cwd: string;
  /** One line per permission asked for. */
  readonly wants: readonly { readonly access: 'read' | 'write' | 'network'; readonly target: string }[];
}
export interface QuestionApproval extends ApprovalBase {
  readonly kind: 'question';
  readonly questions: readonly Question[];
  /** Milliseconds since the epoch when the server goes on by itself, if it does. */
  readonly resolvesAt: number | null;
}
export interface Question {
  readonly id: string;
  readonly header: string;
  readonly question: string;
  readonly options: readonly { readonly label: string; readonly description: string }[];
  /** Free words are accepted beside the options. */
  readonly allowsOther: boolean;
  readonly secret: boolean;
}
export interface ElicitationApproval extends ApprovalBase {
  readonly kind: 'elicitation';
  readonly server: string;
  readonly message: string;
  readonly form:
    | { readonly kind: 'fields'; readonly fields: readonly FormField[] }
    | { readonly kind: 'url'; readonly url: string }
    /** Codex itself asks whether a tool of this MCP server may run. `remember`: the answers beside *Approve once* that are offered. */
    | {
        readonly kind: 'toolCall';
        readonly tool: string;
        readonly description: string | null;
        /** JSON text, indented. */
        readonly arguments: string;
        readonly remember: readonly ('session' | 'always')[];
      }
    /** A schema this version cannot draw: shown as JSON, answered with JSON. */
    | { readonly kind: 'json'; readonly schema: string };
}
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  readonly required: boolean;
  readonly input:
    | {
        readonly kind: 'text';
        readonly format: 'plain' | 'email' | 'uri' | 'date' | 'date-time';
        readonly initial: string;
        readonly maxLength: number | null;
      }
    | {
        readonly kind: 'number';
        readonly integer: boolean;
        readonly initial: number | null;
        readonly min: number | null;
        readonly max: number | null;
      }
    | { readonly kind: 'boolean'; readonly initial: boolean }
    | {
        readonly kind: 'choice';
        readonly options: readonly { readonly value: string; readonly label: string }[];
        readonly initial: string | null;
      }
    | {
        readonly kind: 'choices';
        readonly options: readonly { readonly value: string; readonly label: string }[];
        readonly initial: readonly string[];
      };
}

export type Approval =
  CommandApproval | FileChangeApproval | PermissionsApproval | QuestionApproval | ElicitationApproval;

export type ApprovalAnswer =
  | { readonly kind: 'approveOnce' }
  | { readonly kind: 'approveSession' }
  /** Index into `rules`; 0 for a tool call that may be remembered for ever. */
  | { readonly kind: 'alwaysAllow'; readonly rule: number }
  | { readonly kind: 'decline'; /** Sent to the agent as a steer after the decline. */ readonly words: string }
  | { readonly kind: 'cancelTurn' }
  | { readonly kind: 'answers'; readonly answers: Readonly<Record<string, readonly string[]>> }
  | {
      readonly kind: 'submitForm';
      readonly values: Readonly<Record<string, string | number | boolean | readonly string[]>>;
    };
