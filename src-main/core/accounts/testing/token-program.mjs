import { appendFileSync, readFileSync } from 'node:fs';

// Stands in for the program of an application that keeps a sign-in. FOLDER/plan.json says what it does; it notes there why it was asked.
const [folder] = process.argv.slice(2);
const { print, exitCode, hangs } = JSON.parse(readFileSync(`${folder}/plan.json`, 'utf8'));
appendFileSync(`${folder}/asked`, `${process.env.SKEIN_TOKEN_REASON}:${process.env.SKEIN_TOKEN_ACCOUNT}\n`);
process.stderr.write(`working on ${print}\n`);
if (hangs) setInterval(() => undefined, 1000);
else {
  process.stdout.write(print);
  process.exitCode = exitCode;
}
