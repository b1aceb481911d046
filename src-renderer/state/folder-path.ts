/** A folder is another one or lies below it; both as the machine writes them. */
export const isInside = (folder: string, parent: string): boolean =>
  folder === parent ||
  (folder.startsWith(parent) && (/[\\/]$/.test(parent) || /[\\/]/.test(folder.charAt(parent.length))));

/** Last part of a path. */
export const folderName = (path: string): string => path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
