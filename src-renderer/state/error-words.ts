import { createStore, useStore } from 'zustand';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import type { TurnError } from '../../src-shared/model/item.ts';
import type { ServerFailure } from '../../src-shared/model/server.ts';

/** What an error is called, why it happened, and the commands that help. */
export interface ErrorWords {
  readonly title: string;
  readonly text: string;
  readonly actions: readonly ErrorAction[];
}
/** `commandId` is run with `argument` through the command registry. */
export interface ErrorAction {
  readonly label: string;
  readonly commandId: string;
  readonly argument?: unknown;
}
export interface ErrorDescriber {
  appError(error: AppError): ErrorWords;
  turnError(error: TurnError): ErrorWords;
  serverFailure(failure: ServerFailure): ErrorWords;
}

/** Until the words are there, in the first moments of a window: what is drawn with these is drawn again. */
const plain = (): ErrorWords => ({ title: 'Failed', text: '', actions: [] });
const WORDLESS: ErrorDescriber = { appError: plain, turnError: plain, serverFailure: plain };

const store = createStore<{ readonly words: ErrorDescriber }>(() => ({ words: WORDLESS }));
let load: () => Promise<ErrorDescriber> = () =>
  Promise.reject(new Error('Error words are used before main.tsx provided them'));
let loading: Promise<ErrorDescriber> | null = null;

/**
 * All words for errors live in `app/describe-error`. Features lie below `app`, so `main.tsx` hands the words down through here. They are
 * fetched after the first paint: few windows begin with an error.
 */
export function provideErrorWords(provided: typeof load): void {
  load = provided;
}

/** Fetches the words, once. What could not be fetched is tried again with the next call. */
export const loadErrorWords = (): Promise<ErrorDescriber> =>
  (loading ??= load().then(
    (words) => {
      store.setState({ words });
      return words;
    },
    (error: unknown) => {
      loading = null;
      throw error;
    },
  ));

/** The words, for what happens in a window that has been there for a moment; whatever is drawn with a window uses the hook. */
export const errorWords = (): ErrorDescriber => store.getState().words;

/** The words, at once when they are there, else as soon as they are. */
export function withErrorWords(say: (words: ErrorDescriber) => void): void {
  const { words } = store.getState();
  if (words !== WORDLESS) say(words);
  else void loadErrorWords().then(say, () => say(WORDLESS));
}

/** The words, for views that may be there before them. */
export const useErrorWords = (): ErrorDescriber => useStore(store, (state) => state.words);
