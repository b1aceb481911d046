import { readFileSync } from 'node:fs';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { ThreadId, TurnId } from '../../../src-shared/model/ids.ts';
import type { Turn } from '../../../src-shared/model/thread.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import { imageTypeOf } from '../files/image-type.ts';
import type { CodexServer } from './codex-supervisor.ts';
import { toTextInputs } from './message-parts.ts';
import { mapTurn } from './map-thread.ts';
import type { UserInput } from './protocol/generated/v2/UserInput';
import { featuresOf, unsupported } from './server-access.ts';
import type { TurnChoiceParams } from './thread-choices.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/** What the user says. The server keeps the id with it (0.169), so that it can be found again. */
export interface Message {
  readonly input: readonly UserInput[];
  readonly id: string | null;
}

/** What makes a loaded thread work, and stops it. */
export interface TurnGateway {
  start(threadId: ThreadId, message: Message, choices: TurnChoiceParams): Answer<Turn>;
  /** Refused with `thread.not-steerable` when another turn runs, none, or one that takes no words. */
  steer(threadId: ThreadId, turnId: TurnId, message: Message): Answer<unknown>;
  /** May never be answered when the turn has ended by itself (0.124, reviews of 0.169): then `server.timeout`. */
  interrupt(threadId: ThreadId, turnId: TurnId): Answer<unknown>;
  shellCommand(threadId: ThreadId, command: string): Answer<unknown>;
  compact(threadId: ThreadId): Answer<unknown>;
  /** Null: the uncommitted changes. */
  review(threadId: ThreadId, instructions: string | null): Answer<Turn>;
  updateSettings(threadId: ThreadId, choices: TurnChoiceParams): Answer<unknown>;
}

export function createTurnGateway(server: CodexServer): TurnGateway {
  return {
    start: async (threadId, message, choices) => {
      const answer = await server.call('turn/start', { threadId, ...messageParams(message), ...choices });
      return answer.ok ? ok(mapTurn(answer.value.turn)) : err(refinedRefusal(answer.error));
    },
    steer: (threadId, expectedTurnId, message) =>
      server.call('turn/steer', { threadId, expectedTurnId, ...messageParams(message) }),
    interrupt: (threadId, turnId) => server.call('turn/interrupt', { threadId, turnId }),
    shellCommand: (threadId, command) => server.call('thread/shellCommand', { threadId, command }),
    compact: (threadId) => server.call('thread/compact/start', { threadId }),
    review: async (threadId, instructions) => {
      const target =
        instructions === null ? ({ type: 'uncommittedChanges' } as const) : ({ type: 'custom', instructions } as const);
      const answer = await server.call('review/start', { threadId, target, delivery: 'inline' });
      return answer.ok ? ok(mapTurn(answer.value.turn)) : answer;
    },
    updateSettings: async (threadId, choices) => {
      const known = await featuresOf(server);
      if (!known.ok) return known;
      if (!known.value.capabilities.settingsUpdate) return unsupported('settingsUpdate', known.value);
      return server.call('thread/settings/update', { threadId, ...choices });
    },
  };
}

/** `turn/start` beside a review is refused in other words than `turn/steer` is (0.169). */
function refinedRefusal(error: AppError): AppError {
  if (error.code !== 'codex.rejected') return error;
  const kind = /ActiveTurnNotSteerable \{ turn_kind: (\w+)/.exec(error.message)?.[1];
  if (kind === undefined) return error;
  return { code: 'thread.not-steerable', reason: kind === 'Review' ? 'review' : 'compaction' };
}

/**
 * A message in the server's words. `imagePath` says where an image of the core lies; one that is gone is left out by the caller's
 * check, so here it is an error of the input. `away`: the server does not see this machine's files, so images carry their bytes.
 */
export function toUserInput(
  parts: readonly InputPart[],
  imagePath: (imageId: string) => string | null,
  away = false,
): Result<readonly UserInput[], AppError> {
  const images: UserInput[] = [];
  for (const part of parts) {
    if (part.kind !== 'image') continue;
    const path = imagePath(part.imageId);
    if (path === null) return err({ code: 'file.expired' });
    images.push(away ? { type: 'image', url: dataUrl(path) } : { type: 'localImage', path });
  }
  const input = [...toTextInputs(parts.filter((part) => part.kind !== 'image')), ...images];
  return input.length === 0 ? err({ code: 'input.empty' }) : ok(input);
}

function dataUrl(path: string): string {
  const bytes = readFileSync(path);
  return `data:${imageTypeOf(bytes) ?? 'image/png'};base64,${bytes.toString('base64')}`;
}

const messageParams = ({ input, id }: Message) => ({
  input: [...input],
  ...(id !== null && { clientUserMessageId: id }),
});
