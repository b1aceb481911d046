import { call, dueRound, say, stream, type Answer } from './answer.ts';
import { DEMO_PROMPTS, findDemoPrompt } from './demo-prompts.ts';
import { isReviewPrompt, reviewRounds } from './demo-review.ts';
import { answerDemoPrompt } from './demo-scripts.ts';
import { answerDirective, type Attempts } from './directives.ts';
import { exampleOf } from './example-of-schema.ts';
import type { ModelRequest } from './model-request.ts';

/** What *Carry out the plan* sends. */
const CARRY_OUT_PROMPT = /^Implement the plan\.$/;
const CARRIED_OUT =
  'Plan mode is left, so I could change files now. A real model would begin with the first step; the demo has no script for it and changes nothing.';

/** The prompt with which the app-server asks for a summary when a thread's history gets too long. */
const COMPACTION_PROMPT = /context checkpoint compaction/i;

/** Decides the answer to one model request; a pure choice but for the count of attempts. */
export function chooseAnswer(
  request: ModelRequest,
  { attempts, wordsPerSecond }: { readonly attempts: Attempts; readonly wordsPerSecond: number },
): Answer {
  if (isReviewOfAction(request.schema)) return stream(say(reviewOfAction(request.prompt)));
  if (request.schema !== undefined) return stream(say(JSON.stringify(exampleOf(request.schema))));
  if (COMPACTION_PROMPT.test(request.prompt)) {
    return stream(say('So far: a demo thread on the sample shop. Nothing is left open.'));
  }
  if (isReviewPrompt(request.prompt)) return dueRound(reviewRounds(), request.outputs);
  if (CARRY_OUT_PROMPT.test(request.prompt)) return stream(say(CARRIED_OUT, wordsPerSecond));
  if (request.goal !== null) return answerGoal(request.goal, request, { attempts, wordsPerSecond });
  if (USER_ALLOWED.test(request.prompt)) return answerDemoPrompt('approval', request, wordsPerSecond);
  const prompt = findDemoPrompt(request.prompt);
  if (prompt !== undefined) return answerDemoPrompt(prompt.id, request, wordsPerSecond);
  return answerDirective(request, attempts) ?? stream(say(explainDemo(), wordsPerSecond));
}

/** The demo's reviewer denies what forces something, unless the user has allowed it since. */
function reviewOfAction(prompt: string): string {
  const denied = /--force\b/.test(prompt) && !USER_ALLOWED.test(prompt);
  return JSON.stringify({
    risk_level: denied ? 'high' : 'low',
    user_authorization: denied ? 'unknown' : 'medium',
    outcome: denied ? 'deny' : 'allow',
    rationale: denied
      ? 'It forces something, which the message did not ask for.'
      : 'It stays within what the message asked for.',
  });
}
const USER_ALLOWED = /I allow the action that the reviewer denied/;

/** The schema in which the app-server wants an automatic approval review answered. */
const isReviewOfAction = (schema: unknown): boolean => {
  const { properties = {} } = (schema ?? {}) as { readonly properties?: object };
  return 'outcome' in properties && 'risk_level' in properties;
};

/** Turns after which the demo has reached whatever goal it was given. */
const GOAL_TURNS = 3;

/** Works on a goal in as many turns as it takes; a test directive as the objective says what they do before the last one. */
function answerGoal(
  { objective, turn }: NonNullable<ModelRequest['goal']>,
  request: ModelRequest,
  { attempts, wordsPerSecond }: { readonly attempts: Attempts; readonly wordsPerSecond: number },
): Answer {
  if (turn >= GOAL_TURNS)
    return dueRound(
      [
        () => [call({ tool: 'named', name: 'update_goal', args: '{"status":"complete"}' })],
        () => [say('The goal is reached, as far as a demo can reach one: it has marked it as done.', wordsPerSecond)],
      ],
      request.outputs,
    );
  const scripted = answerDirective({ ...request, prompt: objective }, attempts);
  const words = `Turn ${turn} of ${GOAL_TURNS} towards the goal. Nobody sent a message for it: Codex starts the next turn by itself until the goal is reached, paused or cleared. A real model would work on “${objective.slice(0, 200)}” now.`;
  return scripted ?? stream(say(words, wordsPerSecond));
}

function explainDemo(): string {
  const tries = DEMO_PROMPTS.map(({ text, teaches, mode }) => {
    const where = mode === 'plan' ? ' (with *Mode* set to Plan)' : '';
    return `- **${text}**${where} ${teaches}`;
  });
  return `This is the **offline demo**: no model is connected, so I cannot act on what you wrote. Everything around me is real, though: the app-server, the commands, the sandbox, the approvals and the files.

These prompts have scripted answers; send one word for word:

${tries.join('\n')}

To work with a real model, sign in or set up a provider in *Settings*.
`;
}
