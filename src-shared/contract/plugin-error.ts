/** What can go wrong with plugins, marketplaces, apps, MCP servers and hooks. `detail`: the words of Codex or Git. */
export type PluginError =
  | { readonly code: 'plugin.not-found'; readonly pluginId: string }
  | { readonly code: 'plugin.broken'; readonly pluginId: string; readonly detail: string }
  | { readonly code: 'plugin.not-offered'; readonly pluginId: string }
  | { readonly code: 'plugin.busy'; readonly pluginId: string }
  | { readonly code: 'plugin.failed'; readonly pluginId: string; readonly detail: string }
  | { readonly code: 'marketplace.bad-source'; readonly source: string }
  | { readonly code: 'marketplace.no-folder'; readonly source: string }
  | { readonly code: 'marketplace.none-there'; readonly source: string }
  | { readonly code: 'marketplace.broken'; readonly source: string; readonly detail: string }
  | { readonly code: 'marketplace.no-ref'; readonly source: string; readonly detail: string }
  | { readonly code: 'marketplace.git-only'; readonly source: string }
  | { readonly code: 'marketplace.fetch-failed'; readonly source: string; readonly detail: string }
  | { readonly code: 'marketplace.not-added'; readonly name: string }
  | { readonly code: 'marketplace.failed'; readonly source: string; readonly detail: string }
  | { readonly code: 'mcp.exists'; readonly name: string }
  | { readonly code: 'mcp.unknown'; readonly name: string }
  | { readonly code: 'mcp.not-yours'; readonly name: string }
  | { readonly code: 'mcp.bad-arguments'; readonly detail: string }
  | { readonly code: 'mcp.cancelled' }
  | { readonly code: 'mcp.failed'; readonly name: string; readonly detail: string }
  | { readonly code: 'app.service-failed'; readonly detail: string };
