import { call, say, type Round } from './answer.ts';
import { SAMPLE_BUG } from './sample-repository-files.ts';

/** How the app-server starts a request for a review, whatever is to be reviewed. */
const REVIEW_PROMPT = /\bprioritized,? (?:actionable )?findings\b/i;

export function isReviewPrompt(prompt: string): boolean {
  return REVIEW_PROMPT.test(prompt);
}

/**
 * A review that looks for the one bug the sample is known to have and reports it at its line, in the JSON that the
 * app-server turns into findings. Elsewhere it says that it found nothing, and why.
 */
export function reviewRounds(): Round[] {
  const { path, before } = SAMPLE_BUG;
  return [
    () => [call({ tool: 'command', command: `pwd; grep -n -F '${before.trim()}' ${path}` })],
    ([output = '']) => {
      const folder = /^(?:.*")?(\/[^\n"\\]*)/m.exec(output.slice(output.indexOf('Output:')))?.[1];
      const line = Number(/(\d+):\s*return Math\.floor/.exec(output)?.[1]);
      const isFound = folder !== undefined && Number.isFinite(line);
      return [say(JSON.stringify(isFound ? finding(`${folder}/${path}`, line) : NOTHING))];
    },
  ];
}

const NOTHING = {
  findings: [],
  overall_correctness: 'patch is correct',
  overall_explanation: 'The offline demo looks for one known bug of its sample project only, and it is not here.',
  overall_confidence_score: 0.1,
};

function finding(file: string, line: number): object {
  return {
    findings: [
      {
        title: '[P2] Round the percentage instead of cutting it off',
        body: '15 % of 990 is 148.5. `Math.floor` makes it 148, so the customer pays a cent too much; the test expects 149.',
        confidence_score: 0.95,
        priority: 2,
        code_location: { absolute_file_path: file, line_range: { start: line, end: line } },
      },
    ],
    overall_correctness: 'patch is incorrect',
    overall_explanation: 'One test fails because of this line.',
    overall_confidence_score: 0.9,
  };
}
