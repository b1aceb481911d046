import { setNotice } from '../../state/composer-store.ts';
import type { Desk } from './desk.ts';
import { readPrompt } from './prompt-file.ts';
import { sendMessage } from './send-message.ts';
import type { Suggestion } from './suggestions.ts';
import type { Trigger } from './trigger.ts';

/**
 * Puts what was chosen into the message. `run`: chosen with Enter or a click, so that a command without words runs at once; else
 * (Tab) it is only written out, and a folder is opened for the search to go on.
 */
export async function takeSuggestion(desk: Desk, trigger: Trigger, chosen: Suggestion, run: boolean): Promise<void> {
  const { editor, subject } = desk;
  switch (chosen.kind) {
    case 'file': {
      const { relative, path, kind } = chosen.hit;
      if (kind === 'folder' && !run) editor.accept(trigger, `@${relative.replace(/\/?$/, '/')}`, null, true);
      else editor.accept(trigger, `@${relative}`, { kind: 'mention', name: relative, path });
      return;
    }
    case 'skill': {
      const { name, path } = chosen.skill;
      editor.accept(trigger, `$${name}`, { kind: 'skill', name, path });
      return;
    }
    case 'prompt': {
      if (!subject) return;
      const text = await readPrompt(subject, chosen.prompt, '');
      if (typeof text === 'string') editor.replace({ ...editor.content(), text });
      else setNotice(desk.key, { kind: 'failed', action: 'send', error: text });
      return;
    }
    case 'command': {
      const { command } = chosen;
      editor.accept(trigger, `/${command.name}`, null);
      if (run && command.argument.kind === 'none') await sendMessage(desk, 'auto');
      return;
    }
  }
}
