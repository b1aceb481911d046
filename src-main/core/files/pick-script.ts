/**
 * Runs in a previewed page: tells the page around it, when asked, which element is at a place, and how to find it again. It knows nothing
 * else, and whoever frames the page learns nothing more than what is on screen.
 */
export const PICK_SCRIPT = `(() => {
  const esc = (s) => (window.CSS && CSS.escape ? CSS.escape(s) : s);
  const selector = (element) => {
    const parts = [];
    for (let at = element; at && at !== document.documentElement && parts.length < 12; at = at.parentElement) {
      if (at.id) { parts.unshift('#' + esc(at.id)); break; }
      const same = at.parentElement ? [...at.parentElement.children].filter((o) => o.localName === at.localName) : [];
      parts.unshift(esc(at.localName) + (same.length > 1 ? ':nth-of-type(' + (same.indexOf(at) + 1) + ')' : ''));
    }
    return parts.join(' > ') || 'html';
  };
  addEventListener('message', ({ data, source }) => {
    if (source !== parent || !data || data.kind !== 'skein-pick') return;
    const element = document.elementFromPoint(Number(data.x), Number(data.y));
    const box = element && element.getBoundingClientRect();
    parent.postMessage({
      kind: 'skein-picked', id: data.id,
      element: element && { selector: selector(element).slice(0, 500), text: (element.innerText || '').trim().slice(0, 200),
        x: box.x, y: box.y, width: box.width, height: box.height },
      scrollX: scrollX, scrollY: scrollY,
    }, '*');
  });
})();`;
