import { composerEntry } from '../../state/composer-store.ts';
import { defineCommand } from '../../state/commands.ts';
import { shownChoices } from './choices.ts';
import type { Desk } from './desk.ts';
import { beginEditing } from './edit-previous.ts';
import { openChoice } from './pickers.ts';
import { sendMessage, stopTurn } from './send-message.ts';
import { takeChoice } from './take-choice.ts';
import { fromParts, joinContents } from './tokens.ts';

const isMention = (value: unknown): value is { readonly name: string; readonly path: string } =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  'path' in value &&
  typeof value.name === 'string' &&
  typeof value.path === 'string';

/** The commands of the composer that is on screen. The answer takes them away. */
export function defineComposerCommands(desk: Desk): () => void {
  const running = () => desk.subject?.running === true;
  const inThread = () => desk.subject?.thread != null;
  const written = () => !desk.editor.view().empty;
  const undefine = [
    defineCommand({
      id: 'message.focus',
      title: 'Write a message',
      group: 'Message',
      key: 'Mod+L',
      webKey: 'Alt+L',
      run: () => desk.editor.focus(),
    }),
    defineCommand({
      id: 'message.insert',
      title: 'Add text to the message',
      group: 'Message',
      hidden: true,
      run: (argument) => {
        if (typeof argument !== 'string') return;
        desk.editor.replace(joinContents([desk.editor.content(), fromParts([{ kind: 'text', text: argument }])]));
        desk.editor.focus();
      },
    }),
    defineCommand({
      id: 'message.mention',
      title: 'Mention a file in the message',
      group: 'Message',
      hidden: true,
      run: (argument) => {
        if (!isMention(argument)) return;
        const token = { kind: 'mention' as const, name: argument.name, path: argument.path };
        desk.editor.insert(`@${token.name}`, [token]);
        desk.editor.focus();
      },
    }),
    defineCommand({
      id: 'message.stop',
      title: 'Stop the turn',
      group: 'Message',
      key: 'Mod+Period',
      when: running,
      run: () => void stopTurn(desk),
    }),
    defineCommand({
      id: 'message.queue',
      title: 'Queue the message for the next turn',
      group: 'Message',
      when: () => running() && written(),
      run: () => void sendMessage(desk, 'queue'),
    }),
    defineCommand({
      id: 'message.editPrevious',
      title: 'Edit an earlier message',
      group: 'Message',
      when: () => inThread() && !written(),
      run: () => {
        beginEditing(desk);
        desk.editor.focus();
      },
    }),
    defineCommand({
      id: 'message.model',
      title: 'Choose the model',
      group: 'Message',
      run: () => openChoice(desk, 'model'),
    }),
    defineCommand({
      id: 'message.permissions',
      title: 'Choose the permissions',
      group: 'Message',
      run: () => openChoice(desk, 'permissions'),
    }),
    defineCommand({
      id: 'message.planMode',
      title: 'Switch plan mode on or off',
      group: 'Message',
      when: () => (desk.subject?.catalog?.modes.length ?? 0) > 1,
      run: () => {
        const { subject } = desk;
        const { mode } = shownChoices(
          subject?.source ?? null,
          composerEntry(desk.key).chosen,
          subject?.catalog ?? null,
        );
        void takeChoice(desk, { mode: mode.id === 'plan' ? 'default' : 'plan' });
      },
    }),
  ];
  return () => {
    for (const end of undefine) end();
  };
}
