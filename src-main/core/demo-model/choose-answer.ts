import { dueRound, say, stream, type Answer } from './answer.ts';
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
  if (request.schema !== undefined) return stream(say(JSON.stringify(exampleOf(request.schema))));
  if (COMPACTION_PROMPT.test(request.prompt)) {
    return stream(say('So far: a demo thread on the sample shop. Nothing is left open.'));
  }
  if (isReviewPrompt(request.prompt)) return dueRound(reviewRounds(), request.outputs);
  if (CARRY_OUT_PROMPT.test(request.prompt)) return stream(say(CARRIED_OUT, wordsPerSecond));
  const prompt = findDemoPrompt(request.prompt);
  if (prompt !== undefined) return answerDemoPrompt(prompt.id, request, wordsPerSecond);
  return answerDirective(request, attempts) ?? stream(say(explainDemo(), wordsPerSecond));
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
