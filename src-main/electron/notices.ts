import { app, BrowserWindow, Notification, powerSaveBlocker } from 'electron';
import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import type { NoticeAnswer, SystemNotice, SystemPort } from '../core/ports.ts';

const TITLES: Readonly<Record<SystemNotice['kind'], string>> = {
  finished: 'Finished',
  failed: 'Failed',
  needsYou: 'Needs you',
};
const BUTTONS: Readonly<Record<'approve' | 'decline', string>> = { approve: 'Approve', decline: 'Decline' };

/** Notifications of the system, the badge, and the wish to stay awake. */
export function createNoticePort(
  show: () => void,
): Pick<SystemPort, 'notify' | 'isFocused' | 'setBadge' | 'keepAwake' | 'showWindow'> {
  /** Electron forgets a notification that nobody holds, and its clicks with it. */
  const open = new Set<Notification>();
  let blocker: number | null = null;
  return {
    isFocused: () => BrowserWindow.getFocusedWindow() !== null,
    showWindow: show,
    notify: (notice, onAnswer) => {
      if (!Notification.isSupported()) return () => undefined;
      return showNotification(notice, onAnswer, open);
    },
    setBadge: (count) => void app.setBadgeCount(count),
    keepAwake: (on) => {
      if (on && blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension');
      else if (!on && blocker !== null) {
        powerSaveBlocker.stop(blocker);
        blocker = null;
      }
    },
  };
}

function showNotification(
  notice: SystemNotice,
  onAnswer: (answer: NoticeAnswer) => void,
  open: Set<Notification>,
): Unsubscribe {
  const buttons = notice.offers.filter((offer) => offer !== 'reply');
  const notification = new Notification({
    title: `${TITLES[notice.kind]}: ${notice.title === '' ? 'a thread' : notice.title}`,
    body: notice.detail,
    hasReply: notice.offers.includes('reply'),
    replyPlaceholder: 'Reply',
    urgency: notice.kind === 'needsYou' ? 'critical' : 'normal',
    actions: buttons.map((offer) => ({ type: 'button', text: BUTTONS[offer] })),
  });
  let answered = false;
  const answer = (given: NoticeAnswer) => {
    if (answered) return;
    answered = true;
    onAnswer(given);
  };
  const gone = () => open.delete(notification);
  open.add(notification);
  notification.on('click', () => answer({ kind: 'open' }));
  notification.on('action', (_event, index) => {
    const offer = buttons[index];
    if (offer) answer({ kind: offer });
  });
  notification.on('reply', (_event, words) => answer({ kind: 'reply', words }));
  notification.on('close', gone);
  notification.show();
  return () => {
    answered = true;
    gone();
    notification.close();
  };
}
