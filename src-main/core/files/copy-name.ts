/**
 * What a copy beside a file or folder is called: `a copy.txt`, `a copy 2.txt`. A copy of a copy counts on.
 *
 * @param number from 1
 */
export function copyName(name: string, isFolder: boolean, number: number): string {
  const dot = isFolder ? -1 : name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  const base = stem.replace(/ copy(?: \d{1,4})?$/, '');
  return `${base === '' ? stem : base} copy${number === 1 ? '' : ` ${number}`}${ending}`;
}
