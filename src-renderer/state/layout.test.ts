import { beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '../../src-shared/model/settings.ts';
import type { ThreadId } from '../../src-shared/model/ids.ts';
import { fitLayout } from './layout.ts';
import { openDialog, openThread, setOverlay, uiStore } from './ui-store.ts';
import { SAMPLE_REF } from '../../src-shared/model/testing/sample-thread.ts';

const layout = (change: Partial<Settings['layout']> = {}): Settings['layout'] => ({
  ...DEFAULT_SETTINGS.layout,
  panelFolded: false,
  ...change,
});
const drawn = (width: number, change: Partial<Settings['layout']> = {}): string => {
  const { sidebar, panel } = fitLayout(width, layout(change));
  return `${sidebar.place} ${sidebar.width}, ${panel.place} ${panel.width}`;
};

describe('where the sides have their place', () => {
  test.each([
    ['a wide window draws what is remembered', 1440, {}, 'beside 264, beside 420'],
    ['a smaller one takes from the panel first', 1000, {}, 'beside 264, beside 316'],
    ['and never more than its least', 900, {}, 'beside 264, beside 280'],
    ['then the panel lies over the page, as wide as remembered', 880, {}, 'beside 264, over 420'],
    ['with the sidebar folded there is room again', 880, { sidebarFolded: true }, 'beside 264, beside 420'],
    ['a wide sidebar leaves the page its part', 800, { sidebarWidth: 440 }, 'beside 380, over 420'],
    ['a desktop window at 200 % has both over the page', 720, {}, 'over 264, over 420'],
    ['a tiny one keeps an edge of the page in sight', 480, {}, 'over 264, over 420'],
    ['also when the remembered panel is wider than the window', 480, { panelWidth: 900 }, 'over 264, over 432'],
  ])('%s', (_, width, change, expected) => expect(drawn(width, change)).toBe(expected));

  test('page and sides never need more than the window', () => {
    for (let width = 320; width <= 2000; width += 7)
      for (const sidebarWidth of [200, 264, 440])
        for (const panelWidth of [280, 420, 900]) {
          const { sidebar, panel } = fitLayout(width, layout({ sidebarWidth, panelWidth }));
          const beside = [sidebar, panel].filter(({ place }) => place === 'beside').map((side) => side.width);
          expect(width - beside.reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(width < 340 ? 0 : 320);
        }
  });
});

describe('a side that lies over the page', () => {
  beforeEach(() => uiStore.setState({ serverId: SAMPLE_REF.serverId, overlay: null, dialog: null }));

  test('goes when something is chosen, also when it is shown already', () => {
    setOverlay('sidebar');
    openThread(SAMPLE_REF);
    expect(uiStore.getState().overlay).toBeNull();
    setOverlay('sidebar');
    openThread(SAMPLE_REF);
    expect(uiStore.getState().overlay).toBeNull();
    setOverlay('panel');
    openThread({ ...SAMPLE_REF, threadId: 'another' as ThreadId });
    expect(uiStore.getState().overlay).toBeNull();
  });
  test('goes for a dialog', () => {
    setOverlay('sidebar');
    openDialog('search');
    expect(uiStore.getState()).toMatchObject({ overlay: null, dialog: 'search' });
  });
});
