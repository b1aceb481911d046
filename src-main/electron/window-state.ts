import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Rectangle } from 'electron';
import { z } from 'zod';
import { MAX_VIEW_CHARS } from '../../src-shared/model/app-window.ts';

const side = z.int().min(-100_000).max(100_000);
const rectangle = z.object({ x: side, y: side, width: side.positive(), height: side.positive() });
const windowState = z.object({
  bounds: rectangle.nullable().catch(null),
  maximized: z.boolean().catch(false),
  /** A small window for one thread. */
  solo: z.boolean().catch(false),
  onTop: z.boolean().catch(false),
  /** What its page showed, in the page's words. */
  view: z.string().max(MAX_VIEW_CHARS).nullable().catch(null),
});
const windowsState = z.object({
  windows: z.array(windowState).max(50).catch([]),
  /** Chromium's: 0 is plain, each step is a fifth. */
  zoomLevel: z.number().min(-5).max(5).catch(0),
});
export type WindowState = z.output<typeof windowState>;
export type WindowsState = z.output<typeof windowsState>;

/** As much of a window has to be on some display that its title bar can be grabbed. */
const VISIBLE_PX = 80;

/** The windows as they were left; nothing worth a message when that cannot be read. Older files hold one window by itself. */
export function readWindows(file: string): WindowsState {
  try {
    const stored: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const several = typeof stored === 'object' && stored !== null && 'windows' in stored;
    return windowsState.parse(several ? stored : { windows: [stored] });
  } catch {
    return { windows: [], zoomLevel: 0 };
  }
}

/** Answers false when it could not be written. */
export function writeWindows(file: string, state: WindowsState): boolean {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.tmp`, JSON.stringify(state));
    renameSync(`${file}.tmp`, file);
    return true;
  } catch {
    return false;
  }
}

/** Whether a window at `bounds` could be seen and moved: displays come and go between two starts. */
const isOnScreen = (bounds: Rectangle, workAreas: readonly Rectangle[]): boolean =>
  workAreas.some((area) => {
    const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
    return width >= VISIBLE_PX && bounds.y >= area.y && bounds.y + VISIBLE_PX <= area.y + area.height;
  });

/**
 * Where a window goes that was left at `bounds`: there, as long as it can be reached; else, as large as it fits, into the middle of the first
 * display. `workAreas`: of the displays that are there now, the main one first.
 */
export function placeOnScreen(bounds: Rectangle, workAreas: readonly Rectangle[]): Rectangle {
  const [main] = workAreas;
  if (!main || isOnScreen(bounds, workAreas)) return bounds;
  const [width, height] = [Math.min(bounds.width, main.width), Math.min(bounds.height, main.height)];
  return {
    x: main.x + Math.floor((main.width - width) / 2),
    y: main.y + Math.floor((main.height - height) / 2),
    width,
    height,
  };
}
