import type { PermissionProfile } from '../../../src-shared/model/config.ts';
import { isTable, type Json } from '../../../src-shared/model/json.ts';
import type { KeyEdit } from '../codex/config-edits.ts';
import type { ListedProfile, ReadConfig } from '../codex/config-gateway.ts';
import { valueAt } from './config-values.ts';

/** What stands for the folders that a thread works in; globs are looked for below them. */
const ROOTS = ':project_roots';
/** Both versions take it; newer ones tell it as `deny`. */
const DENIED = 'none';
const isDenied = (access: string) => access === DENIED || access === 'deny';
const isGlob = (path: string) => /[*?[]/.test(path);

/** The named profiles of the configuration, those that only the server knows included. */
export function readProfiles(read: ReadConfig, listed: readonly ListedProfile[]): PermissionProfile[] {
  const tables = valueAt(read.effective, ['permissions']);
  const own = valueAt(read.user.config, ['permissions']);
  const names = new Set([
    ...(isTable(tables) ? Object.keys(tables) : []),
    ...listed.map(({ id }) => id).filter((id) => !id.startsWith(':')),
  ]);
  return [...names].sort().map((id) => {
    const table = valueAt(tables, [id]);
    const description = valueAt(table, ['description']);
    const base = valueAt(table, ['extends']);
    const globDepth = valueAt(table, ['filesystem', 'glob_scan_max_depth']);
    const network = valueAt(table, ['network', 'enabled']);
    const rules = fileRules(valueAt(table, ['filesystem']));
    const denies = (rule: FileRule) => rule.below === ROOTS && isDenied(rule.access) && isGlob(rule.path);
    return {
      id,
      description: typeof description === 'string' ? description : '',
      base: typeof base === 'string' ? base : null,
      denyRead: rules.filter(denies).map(({ path }) => path),
      globDepth: typeof globDepth === 'number' ? globDepth : null,
      network: typeof network === 'boolean' ? network : null,
      others: rules
        .filter((rule) => !denies(rule))
        .map(({ below, path, access }) => ({ path: [below, path].filter((part) => part !== null).join('/'), access })),
      own: isTable(own) && Object.hasOwn(own, id),
      allowed: listed.find((profile) => profile.id === id)?.allowed ?? true,
    };
  });
}

interface FileRule {
  /** The folder that the path is looked for in; null: the path is a place of its own. */
  readonly below: string | null;
  readonly path: string;
  readonly access: string;
}

function fileRules(filesystem: Json): FileRule[] {
  if (!isTable(filesystem)) return [];
  return Object.entries(filesystem).flatMap(([path, access]): FileRule[] => {
    if (typeof access === 'string') return [{ below: null, path, access }];
    if (!isTable(access)) return [];
    return Object.entries(access).flatMap(([inner, given]) =>
      typeof given === 'string' ? [{ below: path, path: inner, access: given }] : [],
    );
  });
}

export interface WantedProfile {
  readonly id: string;
  readonly description: string;
  readonly base: string;
  readonly denyRead: readonly string[];
  readonly globDepth: number | null;
  readonly network: boolean | null;
}

/**
 * The least to write so that the user's file has a profile as wanted: what is the same, and what Skein has no control for, stays
 * untouched, comments included. Codex refuses to read profiles without a default, so the first one brings it along.
 */
export function profileEdits(read: ReadConfig, wanted: WantedProfile): KeyEdit[] {
  const table = ['permissions', wanted.id];
  const now = valueAt(read.user.config, table);
  const files = [...table, 'filesystem'];
  const edits: KeyEdit[] = [];
  const set = (path: readonly string[], value: Json) => {
    if (valueAt(read.user.config, path) !== value) edits.push({ path, value });
  };
  set([...table, 'description'], wanted.description === '' ? null : wanted.description);
  set([...table, 'extends'], wanted.base);
  set([...files, 'glob_scan_max_depth'], wanted.globDepth);
  if (wanted.network !== null || valueAt(now, ['network', 'enabled']) !== null) {
    set([...table, 'network', 'enabled'], wanted.network);
  }
  const before = fileRules(valueAt(now, ['filesystem'])).filter(
    ({ below, path, access }) => below === ROOTS && isDenied(access) && isGlob(path),
  );
  for (const { path } of before) {
    if (!wanted.denyRead.includes(path)) edits.push({ path: [...files, ROOTS, path], value: null });
  }
  for (const glob of wanted.denyRead) {
    if (!before.some(({ path }) => path === glob)) edits.push({ path: [...files, ROOTS, glob], value: DENIED });
  }
  if (valueAt(read.effective, ['default_permissions']) === null) {
    edits.push({ path: ['default_permissions'], value: ':workspace' });
  }
  return edits;
}

/** Takes a profile out; where it was the default, Codex's own takes its place. */
export function removalEdits(read: ReadConfig, id: string): KeyEdit[] {
  const isDefault = valueAt(read.user.config, ['default_permissions']) === id;
  return [
    { path: ['permissions', id], value: null },
    ...(isDefault ? [{ path: ['default_permissions'], value: ':workspace' }] : []),
  ];
}
