import type { Question } from '../../../src-shared/model/approval.ts';

/** What was picked or typed for one question; words win over an option. */
export interface GivenAnswer {
  readonly option: string | null;
  readonly words: string;
}
export type Answers =
  | { readonly ok: true; readonly answers: Readonly<Record<string, readonly string[]>> }
  /** Question id → what is missing, in words. */
  | { readonly ok: false; readonly problems: Readonly<Record<string, string>> };

/** Every question needs an answer before any is sent. */
export function readAnswers(questions: readonly Question[], given: Readonly<Record<string, GivenAnswer>>): Answers {
  const answers: Record<string, readonly string[]> = {};
  const problems: Record<string, string> = {};
  for (const question of questions) {
    const answer = given[question.id];
    const words = answer && (question.secret ? answer.words : answer.words.trim());
    if (words) answers[question.id] = [words];
    else if (answer?.option != null) answers[question.id] = [answer.option];
    else problems[question.id] = question.options.length > 0 ? 'Choose an answer.' : 'Write an answer.';
  }
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, answers };
}
