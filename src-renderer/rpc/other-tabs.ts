/** Reaches the tabs of this very origin in this browser, and nothing else; it is kept nowhere. */
const CHANNEL = 'skein';
const ANSWER_WITHIN_MS = 500;
const QUESTION = 'token?';

/** Answers other tabs that ask for the token, for as long as the page lives. */
export function shareToken(token: () => string | null): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data === QUESTION && token() !== null) channel.postMessage({ token: token() });
  };
}

/** The token, from a tab that is connected; null when there is none. */
export function askOtherTabs(): Promise<string | null> {
  const channel = new BroadcastChannel(CHANNEL);
  return new Promise((resolve) => {
    const done = (token: string | null) => {
      clearTimeout(tooLate);
      channel.close();
      resolve(token);
    };
    const tooLate = setTimeout(() => done(null), ANSWER_WITHIN_MS);
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'object' && data !== null && 'token' in data && typeof data.token === 'string')
        done(data.token);
    };
    channel.postMessage(QUESTION);
  });
}
