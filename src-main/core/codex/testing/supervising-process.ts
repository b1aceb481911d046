// A process that supervises one server, prints its process id and stays: for tests that kill it.
import { supervise } from './supervised.ts';

const { pids, codexHome, untilPhase } = supervise();
void untilPhase('ready').then(() => process.stdout.write(`${JSON.stringify({ pids, codexHome })}\n`));
