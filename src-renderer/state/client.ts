import type { AppClient } from '../../src-shared/contract/contract.ts';

let client: AppClient | null = null;

/** Called once by `main.tsx` before anything renders (and by tests). */
export function provideClient(provided: AppClient): void {
  client = provided;
}

/** The one client of this window. Calls never throw; they answer a `Result`, at once when there is no connection. */
export function getClient(): AppClient {
  if (!client) throw new Error('The client is used before main.tsx provided it');
  return client;
}
