import { call, dueRound, say, stream, think, words, type Answer, type Step } from './answer.ts';
import { countedWords, floodText, plainText } from './flood-text.ts';
import type { ModelRequest } from './model-request.ts';
import { addFilePatch, updateLinePatch } from './patch-text.ts';
import type { PlanStep, Question, ToolCall } from './tool-call.ts';

/** How often the same words were tried in the same thread, for failures that get better. */
export type Attempts = {
  readonly next: (request: ModelRequest) => number;
  readonly forget: (request: ModelRequest) => void;
};

type Directive = (argument: string, request: ModelRequest, attempts: Attempts) => Answer | undefined;

/** A flaky answer fails this often before it works. */
const FLAKY_FAILURES = 2;
const DROP_AFTER_WORDS = 5;

/**
 * Test directives: a message that starts with one of these words scripts the model exactly. The end-to-end tests and
 * the benchmarks are written in them; people are offered the demo prompts instead.
 */
const DIRECTIVES: Readonly<Record<string, Directive>> = {
  'run:': (command, request) => afterCalls(request, [{ tool: 'command', command }]),
  'esc:': (command, request) =>
    afterCalls(request, [{ tool: 'command', command, escalate: 'This needs to run outside the sandbox.' }]),
  'background:': (command, request) => afterCalls(request, [{ tool: 'command', command, yieldMs: 250 }]),
  'multi:': (commands, request) => afterCalls(request, splitCommands(commands)),
  'multiesc:': (commands, request) =>
    afterCalls(
      request,
      splitCommands(commands).map((each) => ({ ...each, escalate: 'This needs to run outside the sandbox.' })),
    ),
  'patch:': (argument, request) => {
    const [path, text] = splitOnce(argument, '|');
    return afterCalls(request, [{ tool: 'patch', patch: addFilePatch(path.trim(), text) }]);
  },
  'patchupd:': (argument, request) => {
    const [path, change] = splitOnce(argument, '|');
    const [before, after] = splitOnce(change, '|');
    return afterCalls(request, [{ tool: 'patch', patch: updateLinePatch(path.trim(), before, after) }]);
  },
  ask: (_, request) => afterCalls(request, [{ tool: 'ask', questions: [COLOUR_QUESTION] }]),
  plan: (_, request) =>
    request.isPlanMode
      ? stream(say(PROPOSED_PLAN))
      : afterCalls(request, [{ tool: 'plan', explanation: 'Three small steps.', plan: PLAN_STEPS }]),
  'mcp:': (argument, request) => {
    const [name, args] = splitOnce(argument, ' ');
    return afterCalls(request, [{ tool: 'named', name, args: args || '{}' }]);
  },
  stream: (argument) => {
    const [count, size] = numbers(argument);
    return stream({ kind: 'say', chunks: plainText(count ?? 100, size ?? 6) });
  },
  slow: (argument) => {
    const [count, perSecond] = numbers(argument);
    return stream({ kind: 'say', chunks: countedWords(count ?? 60), perSecond: perSecond ?? 20 });
  },
  flood: (argument) => {
    const [count, perSecond] = numbers(argument);
    const pace = perSecond === undefined ? {} : { perSecond };
    return stream({ kind: 'say', chunks: floodText(count ?? 1000), ...pace });
  },
  items: (argument) => {
    const [count] = numbers(argument);
    return stream(...Array.from({ length: count ?? 10 }, (_, n) => say(`Item **${n + 1}** of the list.`)));
  },
  think: (argument) => {
    const [count, perSecond] = numbers(argument);
    const pace = perSecond === undefined ? {} : { perSecond };
    const chunks = ['**Weighing the options**\n\n', ...countedWords(count ?? 20)];
    return stream({ kind: 'think', chunks, ...pace }, say('Thought about it.'));
  },
  'say:': (text) => stream({ kind: 'say', chunks: words(text) }),
  'gate:': (argument) => {
    const [gate, text] = splitOnce(argument, '|');
    const [before, after] = splitOnce(text, '|');
    return stream({
      kind: 'say',
      chunks: [...words(before || 'Waiting at the gate. '), { gate }, ...words(after || 'The gate is open.')],
    });
  },
  fail: (argument) => {
    const status = numbers(argument)[0] ?? 500;
    return {
      kind: 'refuse',
      status,
      error: { message: `Scripted failure ${status}`, type: 'server_error', code: null },
    };
  },
  flaky: (_, request, attempts) => {
    if (attempts.next(request) <= FLAKY_FAILURES) {
      return {
        kind: 'refuse',
        status: 500,
        error: { message: 'Scripted failure that gets better', type: 'server_error' },
      };
    }
    attempts.forget(request);
    return stream(say('It worked after two failures.'));
  },
  limit: () => ({
    kind: 'refuse',
    status: 429,
    limitReached: true,
    error: {
      type: 'usage_limit_reached',
      message: 'The usage limit has been reached',
      plan_type: 'plus',
      ...resetIn(3600),
    },
  }),
  rate429: () => ({
    kind: 'refuse',
    status: 429,
    error: { type: 'rate_limit_exceeded', message: 'Too many requests' },
  }),
  unauth: (argument, request, attempts) => {
    const refusals = numbers(argument)[0] ?? Number.POSITIVE_INFINITY;
    if (attempts.next(request) <= refusals) {
      return {
        kind: 'refuse',
        status: 401,
        error: {
          message: 'The scripted token is not accepted',
          type: 'invalid_request_error',
          code: 'invalid_api_key',
        },
      };
    }
    attempts.forget(request);
    return stream(say('The new token is accepted.'));
  },
  hang: () => ({ kind: 'hang' }),
  silent: () => stream({ kind: 'silence' }),
  failed: (code) => stream({ kind: 'failed', code: code || 'server_error', message: `Scripted failure ${code}` }),
  ctx: () =>
    stream({
      kind: 'failed',
      code: 'context_length_exceeded',
      message: 'Your input exceeds the context window of this model.',
    }),
  drop: (argument, request, attempts) => {
    const drops = numbers(argument)[0] ?? Number.POSITIVE_INFINITY;
    if (attempts.next(request) <= drops) {
      return stream({ kind: 'say', chunks: countedWords(DROP_AFTER_WORDS), perSecond: 50 }, { kind: 'drop' });
    }
    attempts.forget(request);
    return stream(say('The stream came through in the end.'));
  },
};

const COLOUR_QUESTION: Question = {
  id: 'colour',
  header: 'Colour',
  question: 'Which colour should the button have?',
  options: [
    { label: 'Red (Recommended)', description: 'Warm and loud.' },
    { label: 'Blue', description: 'Cool and quiet.' },
  ],
};

const PLAN_STEPS: readonly PlanStep[] = [
  { step: 'Read the module', status: 'completed' },
  { step: 'Change the rounding', status: 'in_progress' },
  { step: 'Run the tests', status: 'pending' },
];

const PROPOSED_PLAN = `<proposed_plan>
# Three small steps

1. Read the module
2. Change the rounding
3. Run the tests
</proposed_plan>
`;

/** Answers a test directive; undefined when the prompt is not one. */
export function answerDirective(request: ModelRequest, attempts: Attempts): Answer | undefined {
  const [, word, argument = ''] = /^(\S+)\s?([\s\S]*)$/.exec(request.prompt) ?? [];
  if (word === undefined || !Object.hasOwn(DIRECTIVES, word)) return undefined;
  // People write sentences that start with "plan" or "think"; without a colon only numbers or a code may follow.
  if (!word.endsWith(':') && !(word === 'failed' ? /^\w*$/ : /^[\d\s]*$/).test(argument)) return undefined;
  return DIRECTIVES[word]?.(argument, request, attempts);
}

/** Makes the calls, then tells in the last message what came back: the outputs are what tests look for. */
function afterCalls(request: ModelRequest, calls: readonly ToolCall[]): Answer {
  return dueRound(
    [() => [think('**Using a tool**\n\nThe request names it.'), call(...calls)], summary],
    request.outputs,
  );
}

function summary(outputs: readonly string[]): readonly Step[] {
  return [say(`Done: ${outputs.length} tool ${outputs.length === 1 ? 'output' : 'outputs'} came back.`)];
}

function splitCommands(commands: string): { tool: 'command'; command: string }[] {
  return commands.split(';;').map((command) => ({ tool: 'command', command: command.trim() }));
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

function numbers(argument: string): number[] {
  return argument.split(/\s+/).filter(Boolean).map(Number).filter(Number.isFinite);
}

function resetIn(seconds: number): { resets_at: number; resets_in_seconds: number } {
  return { resets_at: Math.floor(Date.now() / 1000) + seconds, resets_in_seconds: seconds };
}
