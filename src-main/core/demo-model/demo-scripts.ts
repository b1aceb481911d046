import { call, dueRound, say, stream, think, type Answer, type Round, type Step } from './answer.ts';
import type { DemoPromptId } from './demo-prompts.ts';
import { GIFT_CARD_PLAN, PRICE_ANSWER } from './demo-texts.ts';
import type { ModelRequest } from './model-request.ts';
import { updateLinePatch } from './patch-text.ts';
import { SAMPLE_BUG, SAMPLE_NAME } from './sample-repository-files.ts';
import type { Question } from './tool-call.ts';

const FOREIGN_FOLDER =
  'This folder is not the sample shop, so the script stops here: the demo changes nothing in your own projects.';

const NO_SANDBOX =
  'The command could not start: this system cannot sandbox programs, as its message above says. Allow commands to run without the sandbox under *Permissions*, then send the same words again.';

const WRONG_MODE =
  'This thread is not in plan mode. Set *Mode* to Plan under the message box and send the same words again.';

/** Slow enough that a second thread can be started while the first still writes. */
const SLOW_SHARE = 0.25;

/** Answers a guided prompt. Scripts read what their commands printed and say what really happened. */
export function answerDemoPrompt(id: DemoPromptId, request: ModelRequest, wordsPerSecond: number): Answer {
  const { outputs, isPlanMode } = request;
  const tell = (text: string): Step => say(text, wordsPerSecond);
  const consider = (text: string): Step => think(text, wordsPerSecond * 2);
  switch (id) {
    case 'tour':
      return dueRound(tour(tell, consider), outputs);
    case 'fix':
      return dueRound(fix(tell, consider), outputs);
    case 'approval':
      return dueRound(approval(tell), outputs);
    case 'plan':
      return stream(
        consider(
          '**Planning gift cards**\n\nA gift card is money that was paid before: it lowers what is due, not the price.',
        ),
        tell(isPlanMode ? GIFT_CARD_PLAN : WRONG_MODE),
      );
    case 'question':
      return isPlanMode ? dueRound(question(tell), outputs) : stream(tell(WRONG_MODE));
    case 'explain':
      return stream(tell(PRICE_ANSWER));
    case 'together':
      return dueRound(together(wordsPerSecond * SLOW_SHARE, wordsPerSecond), outputs);
    case 'failure':
      return {
        kind: 'refuse',
        status: 500,
        error: { message: 'The demo model fails on purpose, as you asked.', type: 'server_error', code: null },
      };
  }
}

type Tell = (text: string) => Step;

function tour(tell: Tell, consider: Tell): Round[] {
  const command = 'cat package.json; ls -l src test; git -c color.ui=always --no-pager log --graph --oneline -n 5';
  return [
    () => [
      consider('**Looking around**\n\nThe manifest, the folders and the last commits say most about a project.'),
      tell('I will look at the manifest, the folders and the history.'),
      call({ tool: 'command', command }),
    ],
    ([output = '']) => [
      tell(
        isSample(output)
          ? 'This is a very small shop:\n\n- `src/catalog.js` knows the goods and their prices\n- `src/cart.js` holds the lines of a cart\n- `src/discount.js` takes percentage codes off\n- `src/money.js` does the arithmetic in whole cents\n\nThe tests run with `node --test`. One fails on purpose; ask me to fix it.'
          : cannotSandbox(output)
            ? NO_SANDBOX
            : `Above is what the folder holds. ${FOREIGN_FOLDER}`,
      ),
    ],
  ];
}

function fix(tell: Tell, consider: Tell): Round[] {
  const { path, context, before, after } = SAMPLE_BUG;
  const runTests = 'node --test --test-reporter=spec';
  return [
    () => [
      tell('First the tests, to see what fails.'),
      call({ tool: 'command', command: `cat package.json && ${runTests}` }),
    ],
    ([output = '']) => {
      if (wasRejected(output)) return [tell('You declined to run the tests, so I changed nothing.')];
      if (!isSample(output)) return [tell(cannotSandbox(output) ? NO_SANDBOX : FOREIGN_FOLDER)];
      if (exitCode(output) === 0) return [tell('All tests pass already. There is nothing to fix.')];
      const cause = /not found/.test(output)
        ? 'Node is not on the path here, so the tests cannot run. The bug can be read in the code, though.'
        : 'One test fails: *half a cent of discount is rounded up*.';
      return [
        consider('**Finding the cause**\n\n15 % of 990 is 148.5. `Math.floor` makes 148 of it; the test wants 149.'),
        tell(`${cause} \`percentOf\` cuts the fraction off instead of rounding it. That is one line in \`${path}\`.`),
        call({ tool: 'patch', patch: updateLinePatch(path, before, after, [context]) }),
      ];
    },
    (outputs) => {
      const output = outputs[1] ?? '';
      if (wasRejected(output)) return [tell('You declined the change, so the file is as it was.')];
      if (!wasApplied(output)) {
        return [tell('The change could not be applied: the file is no longer as I read it.')];
      }
      return [tell('Once more, to be sure.'), call({ tool: 'command', command: runTests })];
    },
    (outputs) => [
      tell(
        exitCode(outputs[2] ?? '') === 0
          ? 'Fixed: percentages are rounded now, and **all tests pass**. The change is one line; unfold the file above to read it.'
          : 'The line is changed, but I could not see all tests pass; the output above says why.',
      ),
    ],
  ];
}

function approval(tell: Tell): Round[] {
  return [
    () => [
      tell('A tag is written into `.git`, which the sandbox keeps read-only. So I have to ask you first.'),
      call({
        tool: 'command',
        command: 'git tag --force tried-skein',
        escalate: 'May I create the tag tried-skein? Writing to .git is outside the sandbox.',
      }),
    ],
    ([output = '']) => [
      tell(
        wasRejected(output)
          ? 'You declined, so there is no tag. Nothing else was changed.'
          : exitCode(output) === 0
            ? 'Done: the last commit carries the tag `tried-skein`. `git tag --delete tried-skein` removes it.'
            : 'The tag was not created; the output above says why.',
      ),
    ],
  ];
}

function question(tell: Tell): Round[] {
  const currency: Question = {
    id: 'currency',
    header: 'Currency',
    question: 'Which currency should the shop take next?',
    options: [
      { label: 'Euro (Recommended)', description: 'Two decimals, like the prices now.' },
      { label: 'Yen', description: 'No decimals: formatting has to change.' },
      { label: 'Dinar', description: 'Three decimals: amounts have to change too.' },
    ],
  };
  return [
    () => [tell('That is for you to decide.'), call({ tool: 'ask', questions: [currency] })],
    ([output = '']) => {
      const [, choice] = /"answers"\s*:\s*\[\s*"([^"]+)"/.exec(output) ?? [];
      return [
        tell(
          choice === undefined ? 'No answer came, so it stays as it is.' : `**${choice}**, then. I would plan it next.`,
        ),
      ];
    },
  ];
}

function together(slowly: number, wordsPerSecond: number): Round[] {
  const files = ['src/catalog.js', 'src/cart.js', 'src/discount.js', 'src/money.js'];
  const read = (path: string): Round => {
    const text = `Next is \`${path}\`. While I read it, start another thread with the same words: the two do not wait for each other, and each shows in the sidebar how long it has been running. You can also write to this one; a message sent now steers it. `;
    return () => [say(text, slowly), call({ tool: 'command', command: `cat ${path}` })];
  };
  return [...files.map(read), () => [say('That was all of it. Four files, about sixty lines.', wordsPerSecond)]];
}

function isSample(output: string): boolean {
  return output.includes(SAMPLE_NAME);
}

/** The words of the programs that build the sandbox, on Linux and macOS, when they are not allowed to. */
function cannotSandbox(output: string): boolean {
  return /\bbwrap:|sandbox-exec:|\bsandbox(?:ing)? (?:denied|failed|unavailable)/i.test(output);
}

/** What the app-server tells the model when the user declined: "rejected by user", or a failed approval. */
function wasRejected(output: string): boolean {
  return /\brejected\b|\bdeclined\b/i.test(output);
}

/** Flat tools answer "Success. Updated the following files"; in code mode the script simply completes. */
function wasApplied(output: string): boolean {
  return /^Success|\nSuccess|^Script completed/.test(output);
}

/** The exit code as flat tools ("Process exited with code 1") and code mode (`"exit_code": 1`) report it. */
function exitCode(output: string): number | undefined {
  const [, flat, json] = /exited with code (\d+)|"exit_code"\s*:\s*(\d+)/.exec(output) ?? [];
  const code = flat ?? json;
  return code === undefined ? undefined : Number(code);
}
