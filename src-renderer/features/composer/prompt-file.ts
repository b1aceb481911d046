import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { PromptFile } from '../../../src-shared/model/catalog.ts';
import { getClient } from '../../state/client.ts';
import type { Subject } from './desk.ts';
import { fillPrompt } from './slash-commands.ts';

const folderOf = (path: string): string => path.replace(/[\\/][^\\/]*$/, '') || '/';

/** The text of a prompt file with its places filled, or why it could not be read. It goes into the box, to be read before it is sent. */
export async function readPrompt(subject: Subject, prompt: PromptFile, argument: string): Promise<string | AppError> {
  if (!subject.serverId) return { code: 'server.not-running' };
  const { path } = prompt;
  const result = await getClient().files.readText({ serverId: subject.serverId, root: folderOf(path), path });
  return result.ok ? fillPrompt(result.value.text, argument) : result.error;
}
