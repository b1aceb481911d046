import { assertNever } from '../../src-shared/assert-never.ts';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import type { LinkRefusal } from '../../src-shared/model/deep-link.ts';
import type { WorkError } from '../../src-shared/contract/work-error.ts';
import type { ErrorAction, ErrorWords } from '../state/error-words.ts';
import { describeHostError, isHostError } from './describe-host-error.ts';
import { describeConfigError, isConfigError } from './describe-config-error.ts';
import { describePluginError, isPluginError } from './describe-plugin-error.ts';
import { describeWorkError, isWorkError } from './describe-work-error.ts';
import { fileSize } from '../state/file-size.ts';

/** Capabilities and methods that older servers lack, as the beginning of a sentence. */
const FEATURE_WORDS: Readonly<Record<string, string>> = {
  deleteThread: 'Deleting a thread for good',
  quotedKeys: 'Changing this setting, whose name has a dot in it,',
  settingsUpdate: 'Changing what a thread runs with before its next message',
  backgroundTerminals: 'A list of commands that go on in the background',
  goals: 'A goal that is worked on over many turns',
  permissionProfiles: 'A named permission profile',
  hookLists: 'The list of hooks',
  'account/usage/read': 'Usage by day and by thread',
  'app/read': 'The list of an app’s tools',
  'marketplace/upgrade': 'Refreshing a marketplace',
  'memory/status': 'Telling how many memories there are',
  'feedback/save': 'Showing what goes before it is sent',
};

const words = (title: string, text = '', actions: readonly ErrorAction[] = []): ErrorWords => ({
  title,
  text,
  actions,
});

const COPY_LOG: ErrorAction = { label: 'Copy log', commandId: 'server.copyLog' };
const RESTART: ErrorAction = { label: 'Restart Codex', commandId: 'server.restart' };

/** The words for everything the core can refuse. Titles say what happened, texts why and what to do next. */
export function describeAppError(error: AppError): ErrorWords {
  if (isPluginError(error)) return describePluginError(error);
  switch (error.code) {
    case 'rpc.bad-input':
      return words('Skein refused what the window sent', `${error.issues.join('\n')}\nThis is a fault in Skein.`);
    case 'rpc.disconnected':
      return words(
        'Not connected',
        'The window has lost its connection to Skein. It reconnects by itself; try again then.',
      );
    case 'rpc.stream-overflow':
      return words('The window fell behind', 'More arrived than it could take in, so the view is read again.');
    case 'internal':
      return words('Something went wrong inside Skein', error.message, [COPY_LOG]);
    case 'server.unknown':
      return words('That Codex server is not here any more', 'It may belong to a demo that has ended.');
    case 'server.not-running':
      return words('Codex is not running', 'Skein starts it again by itself where it can.', [RESTART, COPY_LOG]);
    case 'server.died':
      return words('Codex stopped while it worked on this', 'Skein brings it back; then try again.', [COPY_LOG]);
    case 'server.timeout':
      return words(
        'Codex did not answer',
        `It was asked for ${error.method} and said nothing for ${Math.round(error.afterMs / 1000)} seconds.`,
        [RESTART, COPY_LOG],
      );
    case 'server.overloaded':
      return words('Codex is overloaded', 'It turned the request away several times. Try again in a moment.');
    case 'codex.rejected':
      return words('Codex refused', error.message, [COPY_LOG]);
    case 'codex.unsupported':
      return words(
        `This version of Codex cannot do that`,
        `${FEATURE_WORDS[error.feature] ?? sentence(error.feature)} needs a newer Codex than ${error.version}.`,
      );
    case 'account.chatgpt-needed':
      return words(
        'This needs a ChatGPT account',
        'Limits and usage belong to an account of ChatGPT; the one in use is another kind.',
      );
    case 'account.service-failed':
      return words('The account’s service did not answer as it should', error.detail);
    case 'account.provider-sign-in':
      return words(`${error.provider} asks for a sign-in first`, 'Sign in, then send it again.');
    case 'home.exists':
      return words('This Codex home is in the list already', error.path);
    case 'home.unknown':
      return words('That Codex home is not in the list any more');
    case 'home.in-use':
      return words(
        'Projects belong to this account',
        `${count(error.projects, 'project works', 'projects work')} with it. Remove them from the list first; their threads stay in the home.`,
      );
    case 'provider.unreachable':
      return words('The model provider does not list its models', `${error.baseUrl}\n${error.reason}`);
    case 'demo.failed':
      return words('The demo did not start', error.reason, [COPY_LOG]);
    case 'shell.not-available':
      return words('Not possible here', `${sentence(error.feature)} is not available in this kind of window.`);
    case 'url.not-allowed':
      return words(
        'This address is not opened',
        `Skein opens web and mail addresses only, and this is none:\n${error.url}`,
      );
    case 'launcher.in-the-way':
      return words('Another codex command is there', `${error.file}\nIt stays as it is until you say so.`);
    case 'launcher.failed':
      return words('The codex command could not be changed', `${error.file}\n${error.reason}`);
    case 'link.refused':
      return words('A link was not followed', `${LINK_REFUSALS[error.reason]}\n${error.link}`);
    case 'storage.failed':
      return words('A file of Skein could not be read or written', `${error.file}\n${error.reason}`, [COPY_LOG]);
    case 'storage.set-aside':
      return words(
        'A file of Skein could not be understood',
        `${error.file}\nIt was set aside and a fresh one is used. A copy is kept: ${error.copy}`,
      );
    case 'storage.locked':
      return words(
        'Another Skein uses this data',
        `Process ${error.pid} holds Skein's data folder; one Skein at a time can use it.`,
      );
    case 'git.not-installed':
      return words(
        'Git is not installed',
        'This needs Git. Threads, files and undo from reported changes work without it.',
      );
    case 'git.failed':
      return words('Git reported a failure', `git ${error.command}\n${error.stderr}`);
    default:
      if (isHostError(error)) return describeHostError(error);
      if (isConfigError(error)) return describeConfigError(error);
      return isWorkError(error) ? describeWorkError(error) : describeSubject(error);
  }
}

type SubjectError = Exclude<
  Extract<
    AppError,
    { readonly code: `${'thread' | 'input' | 'approval' | 'queue' | 'project' | 'path' | 'file'}.${string}` }
  >,
  WorkError
>;

function describeSubject(error: SubjectError): ErrorWords {
  switch (error.code) {
    case 'thread.not-found':
      return words('This thread is not there any more', 'It was deleted, or it belongs to another Codex home.');
    case 'thread.locked':
      return words(
        'Another program is writing to this thread',
        'A Codex elsewhere (the CLI or an editor) has it open. Read it here, or continue in a fork of your own.',
        [{ label: 'Fork it', commandId: 'thread.fork' }],
      );
    case 'thread.archived':
      return words('This thread is archived', 'Bring it back before you write to it.', [
        { label: 'Unarchive', commandId: 'thread.unarchive' },
      ]);
    case 'thread.running':
      return words('A turn runs in this thread', 'Stop it first, then try again.');
    case 'thread.goal-active':
      return words(
        'The thread waits for a decision',
        'Codex would go on with its goal by itself. Pause the goal or go on with it, above the message.',
      );
    case 'thread.server-queue':
      return words(
        'Codex itself holds messages for this thread',
        `${count(error.entries.length, 'message waits', 'messages wait')} in the server's own queue and would run if the thread were continued. Decide about them first.`,
      );
    case 'thread.not-steerable':
      return words('The running turn takes no messages', STEER_REASONS[error.reason]);
    case 'thread.nothing-to-interrupt':
      return words('Nothing runs in this thread', 'The turn ended before it could be stopped.');
    case 'input.too-large':
      return words(
        'The message is too long',
        `It has ${error.chars.toLocaleString('en-US')} characters; Codex takes ${error.maxChars.toLocaleString('en-US')}. Your text is kept: shorten it, or put it into a file and mention that with @.`,
      );
    case 'input.empty':
      return words('There is nothing to send', 'Write a message or add an image first.');
    case 'input.image-unsupported':
      return words(
        'This model takes no images',
        `${error.model} reads text only. Choose another model or remove the image.`,
      );
    case 'input.unknown-command':
      return words(`There is no command /${error.command.replace(/^\//, '')}`, 'Type / to see the commands.');
    case 'input.needs-argument':
      return words(
        `The command /${error.command.replace(/^\//, '')} needs something after it`,
        'Add it on the same line and send again.',
      );
    case 'approval.gone':
      return words('This request was answered already', 'Another window, a rule or the end of the turn was faster.');
    case 'approval.not-offered':
      return words('This answer is not offered', 'Codex offers other decisions for this request.');
    case 'approval.bad-answer':
      return words('The answer is not complete', error.issues.join('\n'));
    case 'queue.gone':
      return words('This message is not in the queue any more', 'It was sent or removed meanwhile.');
    case 'queue.no-limit':
      return words('No limit is in the way', 'The account may go on: send the message now.');
    case 'project.unknown':
      return words('This project is not in the list any more', 'Add its folder again.', [
        { label: 'Add project', commandId: 'project.add' },
      ]);
    case 'project.not-trusted':
      return words(
        'This folder is not trusted yet',
        `Agents may not work in ${error.path} before you say that you trust it.`,
        [{ label: 'Trust this folder', commandId: 'project.trust', argument: error.path }],
      );
    case 'path.not-absolute':
      return words('A whole path is needed', `“${error.path}” does not begin at the root of a drive.`);
    case 'path.missing':
      return words('This file or folder is not there', error.path);
    case 'path.not-a-folder':
      return words('This is not a folder', error.path);
    case 'path.not-a-file':
      return words('This is not a file', error.path);
    case 'path.no-access':
      return words('Skein may not read this', `${error.path}\nThe permissions of your user do not allow it.`);
    case 'path.outside':
      return words('This lies outside the project', error.path);
    case 'file.too-large':
      return words(
        'This file is too large',
        `${error.path}: ${fileSize(error.bytes)}, at most ${fileSize(error.maxBytes)}.`,
      );
    case 'file.not-an-image':
      return words('This is not an image', `${error.name} is none of PNG, JPEG, GIF or WebP.`);
    case 'file.expired':
      return words('This file is not offered any more', 'Open the view again to get it afresh.');
    default:
      return assertNever(error);
  }
}

const STEER_REASONS: Readonly<Record<Extract<AppError, { code: 'thread.not-steerable' }>['reason'], string>> = {
  review: 'A review is under way. Queue the message instead.',
  compaction: 'Codex is compacting the thread. Queue the message instead.',
  'no-turn': 'The turn ended meanwhile. Send the message again to start a new one.',
  'other-turn': 'Another turn runs by now. Send the message again.',
};

const LINK_REFUSALS: Readonly<Record<LinkRefusal, string>> = {
  'too-long': 'It is far longer than links to Skein are.',
  'not-a-link': 'It is not written as a link to Skein is.',
  unknown: 'It leads to a place that Skein does not know.',
  'bad-value': 'A part of it is not allowed, such as a folder on another machine.',
  'hidden-text': 'It holds text that cannot be seen.',
  'no-project': 'No project here comes from the repository it names. Add its folder first.',
  'no-page': 'This Skein has no such page.',
};

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;
