import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import type { TerminalService } from '../terminal/terminal-service.ts';

export const terminalHandlers = (terminals: TerminalService): AppHandlers['terminals'] => ({
  watchList: ({ serverId }, sink) => terminals.watchList(serverId, sink),
  open: (input) => Promise.resolve(terminals.open(input)),
  watch: ({ terminalId }, sink, { clientId }) => terminals.watch(terminalId, sink, clientId),
  seen: ({ terminalId, end }, { clientId }) => Promise.resolve(terminals.seen(terminalId, end, clientId)),
  write: ({ terminalId, base64 }) => terminals.write(terminalId, base64),
  resize: ({ terminalId, cols, rows }) => terminals.resize(terminalId, { cols, rows }),
  rename: ({ terminalId, title }) => Promise.resolve(terminals.rename(terminalId, title)),
  running: ({ terminalId }) => terminals.running(terminalId),
  close: ({ terminalId }) => terminals.close(terminalId),
});
