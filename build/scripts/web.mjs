// npm run web -- [PATH] [--port N] [--no-open] [--demo]: Skein in a browser. Prints one line of JSON on standard output when ready.
import { ensureBuild } from './ensure-build.mjs';
import { openBrowser } from './open-browser.mjs';
import { runWebHost } from './web-host.mjs';

const args = process.argv.slice(2);
await ensureBuild();
runWebHost(args, (event) => {
  process.stdout.write(`${JSON.stringify(event)}\n`);
  if (args.includes('--no-open') || !event.url) return;
  const how = openBrowser(event.url);
  process.stderr.write(how ? `Opened ${how}.\n` : `Open this address in a browser: ${event.url}\n`);
});
