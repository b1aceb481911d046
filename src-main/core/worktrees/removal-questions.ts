import { randomUUID } from 'node:crypto';
import type { RemovalRisk } from './removal-risk.ts';

/** Questions that are remembered; who answers an older one is asked again. */
const MAX_QUESTIONS = 200;

/** What users were asked before a removal, so that a yes means what was shown and nothing that came later. */
export interface RemovalQuestions {
  ask(path: string, risk: RemovalRisk): string;
  /** What was agreed to for the worktree: the newest of the questions that were answered with yes. */
  agreedTo(path: string, questions: readonly string[]): RemovalRisk | null;
  forget(path: string): void;
}

export function createRemovalQuestions(): RemovalQuestions {
  const asked = new Map<string, { readonly path: string; readonly risk: RemovalRisk }>();
  const forget = (path: string) => {
    for (const [id, question] of asked) if (question.path === path) asked.delete(id);
  };
  return {
    ask: (path, risk) => {
      forget(path);
      const id = randomUUID();
      asked.set(id, { path, risk });
      for (const oldest of asked.keys()) {
        if (asked.size <= MAX_QUESTIONS) break;
        asked.delete(oldest);
      }
      return id;
    },
    agreedTo: (path, questions) => {
      for (const id of questions) {
        const question = asked.get(id);
        if (question?.path === path) return question.risk;
      }
      return null;
    },
    forget,
  };
}
