import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Rectangle } from 'electron';

export interface WindowState {
  readonly bounds: Rectangle | null;
  readonly maximized: boolean;
}

/** As much of a window has to be on some display that its title bar can be grabbed. */
const VISIBLE_PX = 80;

/** The window as it was left; nothing worth a message when it cannot be read. */
export function readWindowState(file: string): WindowState {
  try {
    const { bounds, maximized } = JSON.parse(readFileSync(file, 'utf8')) as Partial<WindowState>;
    const usable = bounds && [bounds.x, bounds.y, bounds.width, bounds.height].every(Number.isInteger);
    return { bounds: usable ? bounds : null, maximized: maximized === true };
  } catch {
    return { bounds: null, maximized: false };
  }
}

/** Answers false when it could not be written. */
export function writeWindowState(file: string, state: WindowState): boolean {
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
export const isOnScreen = (bounds: Rectangle, workAreas: readonly Rectangle[]): boolean =>
  workAreas.some((area) => {
    const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
    return width >= VISIBLE_PX && bounds.y >= area.y && bounds.y + VISIBLE_PX <= area.y + area.height;
  });
