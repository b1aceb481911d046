// npm run web -- [PATH] [--port N] [--no-open] [--demo]: Skein in a browser. Prints one line of JSON on standard output when ready, and
// one more whenever it was started again and shows itself.
import { ensureBuild } from './ensure-build.mjs';
import { openBrowser } from './open-browser.mjs';
import { runWebHost } from './web-host.mjs';

const args = process.argv.slice(2);
await ensureBuild();
runWebHost(args, (event) => {
  process.stdout.write(`${JSON.stringify(event)}\n`);
  if (args.includes('--no-open') || !event.openUrl) return;
  const how = openBrowser(event.openUrl);
  process.stderr.write(how ? `Opened ${how}.\n` : `Open this address in a browser: ${event.url}\n`);
});
