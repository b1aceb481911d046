import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { HostQuestion } from '../../../src-shared/model/host.ts';
import { localHost } from './local-host.ts';
import { openSshLink } from './ssh-link.ts';
import { createSshQuestions, type SshQuestions } from './ssh-questions.ts';

let root: string;
let env: Readonly<Record<string, string | undefined>>;
let questions: SshQuestions;
let told: (readonly HostQuestion[])[];
const logged = vi.fn();

/** Asks as ssh does, and prints what it was told. */
const SSH = `#!/bin/sh
ask() { SSH_ASKPASS_PROMPT=$1 "$SSH_ASKPASS" "$2"; echo "[$?]"; }
for last in "$@"; do :; done
case $last in *code*)
  ask '' "The authenticity of host 'far' can't be established.
Are you sure you want to continue connecting (yes/no/[fingerprint])? "
  ask confirm 'Allow use of the key?'
  ask none 'Touch the key' ;;
esac
unset SSH_ASKPASS_PROMPT
[ "$("$SSH_ASKPASS" "mira@far's password: ")" = right ] || "$SSH_ASKPASS" "mira@far's password: "
`;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'skein-ask-'));
  writeFileSync(join(root, 'ssh'), SSH);
  chmodSync(join(root, 'ssh'), 0o755);
  env = { ...process.env, PATH: `${root}:${process.env['PATH']}` };
  const log = { info: logged, warn: logged, error: logged };
  questions = createSshQuestions({ host: localHost, skeinHome: root, cwd: root, env, log });
  await questions.prepare();
  told = [];
  questions.watch((list) => told.push(list));
});
afterEach(async () => {
  await questions.dispose();
  expect(existsSync(join(root, 'ssh-questions'))).toBe(false);
  rmSync(root, { recursive: true });
  expect(logged).not.toHaveBeenCalled();
});

const connect = (script: string) => {
  const link = openSshLink(localHost, { destination: 'far', env, cwd: root, keys: [], questions, script });
  let printed = '';
  link.stdout.on('data', (part: Buffer) => (printed += part.toString()));
  return { link, printed: () => printed };
};
const asked = (): Promise<HostQuestion> =>
  vi.waitFor(
    () => {
      const [question] = told.at(-1) ?? [];
      if (!question) throw new Error('Nothing is asked');
      return question;
    },
    { interval: 5 },
  );

it('a question is shown, answered to the byte, asked again when the answer was not taken, and cancelled', async () => {
  expect(statSync(join(root, 'ssh-questions')).mode & 0o777).toBe(0o700);
  const { link, printed } = connect('words');
  const first = await asked();
  expect(first).toMatchObject({ destination: 'far', kind: 'secret', words: "mira@far's password:", again: false });
  // A wait that ends now begins anew, and so does the one after it.
  expect([link.asked?.(), link.asked?.()]).toEqual([true, true]);
  questions.answer(first.id, 'wrong');
  expect(told.at(-1)).toEqual([]);
  const second = await asked();
  expect(second).toMatchObject({ words: first.words, again: true });
  questions.answer(second.id, ' a \\ "b" ');
  expect(await link.exited).toMatchObject({ code: 0 });
  expect(printed()).toBe(' a \\ "b" \n');
  expect([link.asked?.(), link.asked?.()]).toEqual([true, false]);
  await vi.waitFor(() => expect(readdirSync(join(root, 'ssh-questions'))).toEqual(['askpass', 'questions']));

  const other = connect('words');
  questions.answer((await asked()).id, null);
  expect(await other.link.exited).toEqual({
    ...{ kind: 'failed', code: 'HOST_REFUSED', message: "Cancelled: mira@far's password:" },
  });
  expect(told.at(-1)).toEqual([]);
  questions.answer('of nobody', 'lost');
});

it('host keys are never taken here; what is confirmed says so; a notice goes with its ssh', async () => {
  const { link, printed } = connect('code');
  const allow = await asked();
  expect(printed()).toBe('no\n[0]\n');
  expect(allow).toMatchObject({ kind: 'confirm', words: 'Allow use of the key?' });
  questions.answer(allow.id, '');
  await vi.waitFor(() => expect(told.at(-1)?.[0]?.kind).toBe('notice'), { interval: 5 });
  link.kill();
  await link.exited;
  await vi.waitFor(() => expect(told.at(-1)).toEqual([]));
});
