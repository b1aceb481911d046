export const FEEDBACK_KINDS = ['bug', 'bad_result', 'good_result', 'safety_check', 'other'] as const;
export type FeedbackKind = (typeof FEEDBACK_KINDS)[number];

/** One of the files that would be sent. */
export interface FeedbackFile {
  readonly name: string;
  readonly bytes: number;
  /** Null: no text. */
  readonly text: string | null;
  /** The text is longer than what is shown. */
  readonly cut: boolean;
}
