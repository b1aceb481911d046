// Runs inside the page, before its own scripts. Plain JavaScript: it is injected as it is.
// Times are milliseconds since the epoch, so that they compare with those of other processes.
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const probes = { frames: [], keys: [], longTasks: [], textChanges: [] };
  const waiting = new Map();
  /** A page that has not drawn by then will not: a scenario that waits for ever tells nothing. */
  const LOST_AFTER_MS = 60_000;
  let recording = false;
  let marker;

  /** Calls back when the frame that is being made has been painted. */
  const afterPaint = (done) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => done(now());
      channel.port2.postMessage(null);
    });
  };

  let lastFrame;
  let lastTail = '';
  const frame = (at) => {
    // Only while recording: a page that asks for every frame is not idle.
    if (!recording) return;
    if (lastFrame !== undefined) probes.frames.push(at - lastFrame);
    lastFrame = at;
    const tail = tailOfTimeline();
    if (tail !== lastTail) {
      lastTail = tail;
      probes.textChanges.push(now());
    }
    if (marker !== undefined && tail.includes(marker)) {
      const name = marker;
      marker = undefined;
      afterPaint((painted) => waiting.get(name)?.(painted));
    }
    requestAnimationFrame(frame);
  };

  /** The end of the last agent message, read backwards from its last text nodes: cheap however long it is. */
  function tailOfTimeline() {
    const messages = document.querySelectorAll('[role="log"] [role="group"][aria-label="Agent message"]');
    const last = messages[messages.length - 1];
    if (!last) return '';
    const walker = document.createTreeWalker(last, NodeFilter.SHOW_TEXT);
    let node = last;
    while (node.lastChild) node = node.lastChild;
    walker.currentNode = node;
    let text = node.nodeType === Node.TEXT_NODE ? node.data.slice(-200) : '';
    for (let n = 0; n < 12 && text.length < 200; n++) {
      const before = walker.previousNode();
      if (!before) break;
      text = before.data.slice(-200) + text;
    }
    return text;
  }

  /** The diff library draws into shadow roots of its own elements. */
  const whenDrawn = (words) =>
    new Promise((resolve, reject) => {
      const until = performance.now() + LOST_AFTER_MS;
      const look = () => {
        const drawn = [...document.querySelectorAll('diffs-container')].some((each) =>
          each.shadowRoot?.textContent.includes(words),
        );
        if (drawn) afterPaint(resolve);
        else if (performance.now() > until) reject(new Error(`No diff shows ${words}`));
        else requestAnimationFrame(look);
      };
      look();
    });

  addEventListener(
    'keydown',
    (event) => {
      const pressed = performance.timeOrigin + event.timeStamp;
      afterPaint((painted) => recording && probes.keys.push(painted - pressed));
    },
    true,
  );

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (recording) probes.longTasks.push(entry.duration);
  }).observe({ entryTypes: ['longtask'] });

  globalThis.skeinBench = {
    /** Starts afresh; `text` is what to look for at the end of the last message. */
    start(text) {
      Object.assign(probes, { frames: [], keys: [], longTasks: [], textChanges: [] });
      marker = text;
      lastTail = '';
      lastFrame = undefined;
      recording = true;
      requestAnimationFrame(frame);
    },
    stop() {
      recording = false;
      return probes;
    },
    /** Resolves with the time at which the marker of `start` has been painted; to be called at once after it. */
    whenPainted: (text) => new Promise((resolve) => waiting.set(text, resolve)),
    /**
     * Resolves with the milliseconds from the next click to the frame in which something that matches `selector` has been
     * painted; to be called while nothing matches.
     */
    fromClickTo: (selector) =>
      new Promise((resolve) => {
        addEventListener(
          'click',
          (event) => {
            const look = () => {
              if (!document.querySelector(selector)) requestAnimationFrame(look);
              else afterPaint((painted) => resolve(painted - performance.timeOrigin - event.timeStamp));
            };
            look();
          },
          { capture: true, once: true },
        );
      }),
    /** Resolves with the time (since the epoch) at which `words` have been painted inside what matches `selector`. */
    whenShown: (selector, words) =>
      new Promise((resolve) => {
        const look = () => {
          if (!document.querySelector(selector)?.textContent.includes(words)) requestAnimationFrame(look);
          else afterPaint(resolve);
        };
        look();
      }),
    /** Resolves with the time (since the epoch) at which a diff that shows `words` has been painted. */
    whenDrawn,
    /** Resolves with the milliseconds from the next press of Enter to the painted diff that shows `words`. */
    fromEnterToDrawn: (words) =>
      new Promise((resolve, reject) => {
        addEventListener(
          'keydown',
          (event) => {
            if (event.key === 'Enter')
              void whenDrawn(words).then(
                (painted) => resolve(painted - performance.timeOrigin - event.timeStamp),
                reject,
              );
          },
          { capture: true, once: true },
        );
      }),
    nodes: () => document.getElementsByTagName('*').length,
  };
})();
