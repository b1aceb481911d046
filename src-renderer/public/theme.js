// Runs before the first paint, so that a light page never flashes dark. `app/theme.ts` takes over once the settings are known.
(() => {
  const remembered = localStorage.getItem('skein.theme');
  const light =
    remembered === 'light' || (remembered !== 'dark' && matchMedia('(prefers-color-scheme: light)').matches);
  document.documentElement.dataset.theme = light ? 'light' : 'dark';
})();
