/** A prompt that the offline demo offers to click, in the order of a short tour. */
export type DemoPrompt = {
  readonly id: DemoPromptId;
  readonly title: string;
  /** What is sent; the demo model recognises it word for word. */
  readonly text: string;
  /** What the reader learns by sending it, as one sentence for the card. */
  readonly teaches: string;
  /** The collaboration mode that the thread must be in. */
  readonly mode: 'default' | 'plan';
};

export type DemoPromptId = 'tour' | 'fix' | 'approval' | 'plan' | 'question' | 'explain' | 'together' | 'failure';

export const DEMO_PROMPTS: readonly DemoPrompt[] = [
  {
    id: 'tour',
    title: 'Look around',
    text: 'Show me around this project.',
    teaches: 'The agent runs a command; its output, in colour, is part of the thread.',
    mode: 'default',
  },
  {
    id: 'fix',
    title: 'Fix a failing test',
    text: 'Run the tests and fix what fails.',
    teaches: 'The agent runs the tests, patches a file and runs them again; you read the change as a diff.',
    mode: 'default',
  },
  {
    id: 'approval',
    title: 'Be asked first',
    text: 'Tag the last commit as tried-skein.',
    teaches: 'The sandbox keeps .git read-only, so the agent has to ask: you approve, decline or cancel.',
    mode: 'default',
  },
  {
    id: 'plan',
    title: 'Plan before work',
    text: 'Plan gift cards for this shop.',
    teaches: 'In plan mode the agent changes nothing; it proposes a plan that you can refine.',
    mode: 'plan',
  },
  {
    id: 'question',
    title: 'Answer a question',
    text: 'Which currency should we add next? Ask me.',
    teaches: 'The agent asks you something and waits for the answer.',
    mode: 'plan',
  },
  {
    id: 'explain',
    title: 'Read a long answer',
    text: 'Explain how a price gets from the catalogue to the total.',
    teaches: 'Long answers stream as Markdown: code, a table, a task list.',
    mode: 'default',
  },
  {
    id: 'together',
    title: 'Several at once',
    text: 'Read through the source files slowly.',
    teaches: 'It takes a while. Start it here, then start another thread: both go on side by side.',
    mode: 'default',
  },
  {
    id: 'failure',
    title: 'See a failure',
    text: 'Show me what a failure looks like.',
    teaches: 'The model answers with an error; the thread says what happened and what you can do.',
    mode: 'default',
  },
];

/** The demo prompt with this text, if the text is one; case and spacing do not matter. */
export function findDemoPrompt(text: string): DemoPrompt | undefined {
  const wanted = normal(text);
  return DEMO_PROMPTS.find((prompt) => normal(prompt.text) === wanted);
}

function normal(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}
