const standIn = new URL('./electron.ts', import.meta.url).href;

/** Puts the stand-in in the place of `electron`. */
export async function resolve(specifier, context, next) {
  return next(specifier === 'electron' ? standIn : specifier, context);
}
