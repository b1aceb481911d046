import { z } from 'zod';
import type { FoundPlugin, PluginDetail, PluginInstalled, PluginParts, PluginShelf } from '../model/plugin.ts';
import { call, stream } from './define.ts';
import { path, serverId } from './fields.ts';

/** `cwd`: the folder whose own marketplaces are shown as well; null for none. */
const shelf = z.object({ serverId, cwd: path.nullable() });
const pluginId = z.string().min(1).max(500);
const inShelf = shelf.extend({ pluginId });
const marketplaceName = z.string().min(1).max(300);
/** Neither may be taken for an option of Git. */
const word = z
  .string()
  .trim()
  .max(300)
  .regex(/^[^\s-]\S*$/u, 'must be one word that does not begin with a dash');

export const plugins = {
  /** The marketplaces that a folder sees, and each change. */
  watch: stream(shelf).of<PluginShelf>(),
  /** Reads everything again, from the marketplaces' services too. The stream brings it. */
  reload: call(shelf).returns<null>(),
  read: call(inShelf).returns<PluginDetail>(),
  /** What plugins add, for their cards; what cannot be read is left out. */
  parts: call(shelf.extend({ pluginIds: z.array(pluginId).max(100) })).returns<Readonly<Record<string, PluginParts>>>(),
  /** The address of a plugin's logo; null where it has none that can be shown. */
  logo: call(inShelf.extend({ dark: z.boolean() })).returns<{ readonly url: string | null }>(),
  /** Looks further than the shelf, in the directory of the account; what the shelf lists is left out. */
  search: call(shelf.extend({ term: z.string().trim().min(2).max(200) })).returns<readonly FoundPlugin[]>(),
  /** The text of a skill that is not on this machine. */
  skillText: call(inShelf.extend({ skill: z.string().min(1).max(300) })).returns<{ readonly text: string }>(),
  install: call(inShelf).returns<PluginInstalled>(),
  uninstall: call(inShelf).returns<null>(),
  setEnabled: call(inShelf.extend({ enabled: z.boolean() })).returns<null>(),
  /** `source`: `owner/repo[@ref]`, a Git address (https, ssh) or a local folder. */
  addMarketplace: call(
    z.object({
      serverId,
      source: z
        .string()
        .trim()
        .min(1, 'is empty')
        .max(4096)
        .regex(/^[^-\0][^\0]*$/u, 'must not begin with a dash'),
      ref: word.nullable(),
      sparsePaths: z.array(word).max(50),
    }),
  ).returns<{ readonly name: string; readonly alreadyAdded: boolean }>(),
  removeMarketplace: call(z.object({ serverId, name: marketplaceName })).returns<null>(),
  /** Fetches the newest state of a Git marketplace, or of all and of what the account has installed. What failed is told by name; the others are refreshed. */
  refreshMarketplaces: call(z.object({ serverId, name: marketplaceName.nullable() })).returns<{
    readonly refreshed: readonly string[];
    readonly failed: readonly { readonly name: string; readonly message: string }[];
  }>(),
} as const;
