// The demo model in a process of its own, so that its work is not measured as the app's. Ends with its standard input.
import { startDemoModel } from '../src-main/core/demo-model/demo-model.ts';

const model = await startDemoModel({ wordsPerSecond: Number.POSITIVE_INFINITY });
process.stdout.write(`${JSON.stringify({ url: model.url })}\n`);
process.stdin.resume();
process.stdin.once('end', () => void model.stop());
