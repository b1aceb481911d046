/** Last part of a path. */
export const folderName = (path: string): string => path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
