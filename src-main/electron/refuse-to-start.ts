import { app, dialog } from 'electron';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import { askToShow } from '../shell/ask-to-show.ts';
import type { LaunchArguments } from '../shell/launch-arguments.ts';
import { writeReceipt } from '../shell/receipt.ts';

/** Another core has SKEIN_HOME, most likely the browser host: it is asked to show itself and to open what was to be opened here. */
export async function explainRefusal(error: AppError, skeinHome: string, asked: LaunchArguments): Promise<void> {
  if (error.code !== 'storage.locked') {
    const detail = error.code === 'storage.failed' ? `${error.file}: ${error.reason}` : error.code;
    await refuseToStart('Skein cannot use its data folder.', detail);
    return;
  }
  const { pid, port } = error;
  const answer = port === null ? null : await askToShow({ port, pid }, asked);
  writeReceipt(asked.receipt, answer ? answer.refused : [error]);
  const where =
    answer?.window === 'opening'
      ? 'Its window opens in the browser.'
      : 'Its address stands in the terminal where it was started.';
  await say('Skein is running already.', `Process ${pid} uses ${skeinHome}. ${where}`);
  app.exit(0);
}

export async function refuseToStart(message: string, detail: string): Promise<void> {
  await say(message, detail);
  app.exit(1);
}
const say = (message: string, detail: string) =>
  dialog.showMessageBox({ type: 'info', message, detail, buttons: ['OK'] });
