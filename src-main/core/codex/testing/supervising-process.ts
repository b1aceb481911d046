// A process that supervises one server, prints its process id and stays: for tests that kill it.
import { supervise } from './supervised.ts';

const supervised = supervise();
void supervised.untilPhase('ready').then(() => {
  const { pids, codexHome } = supervised;
  process.stdout.write(`${JSON.stringify({ pids, codexHome })}\n`);
});
