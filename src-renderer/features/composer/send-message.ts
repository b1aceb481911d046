import { assertNever } from '../../../src-shared/assert-never.ts';
import type { SendMode } from '../../../src-shared/contract/threads.ts';
import { getClient } from '../../state/client.ts';
import { setNotice } from '../../state/composer-store.ts';
import { deliver, showProblem } from './deliver.ts';
import type { Desk } from './desk.ts';
import { imagesReady } from './images.ts';
import { gatewayBlocks, limitBlocks } from './limit-gate.ts';
import { readPrompt } from './prompt-file.ts';
import { runUiCommand } from './run-ui-command.ts';
import { parseSlash, slashProblem } from './slash-commands.ts';
import { isEmptyContent } from './tokens.ts';
import { untilTrustIsKnown } from './trust-gate.ts';

/** Sends what stands in the box, or runs it when it is a command. Whatever is refused stays in the box, with the reason above it. */
export async function sendMessage(desk: Desk, mode: SendMode): Promise<void> {
  desk.editor.dismissPopup();
  await imagesReady(desk.key);
  const { subject } = desk;
  const content = desk.editor.content();
  if (!subject || isEmptyContent(content)) return;
  const slash = parseSlash(content.text, subject.catalog?.prompts ?? []);
  if (slash.kind === 'text' || (slash.kind === 'command' && slash.command.runs.by === 'core')) {
    const wait = untilTrustIsKnown(desk);
    // Much of what is looked at here is known only then, and the text may be another one.
    if (wait) return (await wait) ? sendMessage(desk, mode) : undefined;
  }
  switch (slash.kind) {
    case 'text':
      // A shell command needs no model.
      if (
        !content.text.startsWith('!') &&
        (gatewayBlocks(desk, subject) || (mode === 'auto' && (await limitBlocks(desk, subject))))
      )
        return;
      return deliver(desk, subject, mode);
    case 'unknown': {
      showProblem(desk, `There is no command /${slash.name}. Type / to see those there are.`);
      return;
    }
    case 'prompt': {
      const text = await readPrompt(subject, slash.prompt, slash.argument);
      if (typeof text === 'string') desk.editor.replace({ ...content, text });
      else setNotice(desk.key, { kind: 'failed', action: 'send', error: text });
      return;
    }
    case 'command': {
      const { command, argument } = slash;
      const wrong = slashProblem(command, argument, subject.thread !== null);
      if (wrong !== null) {
        showProblem(desk, wrong);
        return;
      }
      if (command.runs.by === 'core' || (mode === 'queue' && command.queued)) return deliver(desk, subject, mode);
      return runUiCommand(desk, subject, command.runs.command, argument);
    }
    default:
      return assertNever(slash);
  }
}

/** Ends the running turn. */
export async function stopTurn(desk: Desk): Promise<void> {
  const thread = desk.subject?.thread;
  if (!thread) return;
  const result = await getClient().threads.interrupt(thread);
  if (!result.ok && result.error.code !== 'thread.nothing-to-interrupt')
    setNotice(desk.key, { kind: 'failed', action: 'stop', error: result.error });
}
