/** How long after a wheel turn or key press a scroll counts as the reader's. */
const INTENT_MS = 400;
/** A jump over this many views is somebody's wish even without an input event; estimates that turn out wrong move less. */
const JUMP_VIEWS = 1.5;

const SCROLL_KEYS = new Set(['PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown', ' ', 'Tab', 'Enter']);

export interface ScrollReport {
  /** Pixels from the top. */
  readonly offset: number;
  /** Pixels that are left below. */
  readonly distance: number;
  readonly backward: boolean;
  /** Height of the view. */
  readonly height: number;
}

/**
 * Whether the view follows the end of a growing list. Only the reader leaves it: by wheel, touch, key or drag, however little; a
 * growing or shrinking content moves the offset as well, and must not. Reaching the end follows again.
 */
export class Follow {
  private isFollowing: boolean;
  private lastOffset = 0;
  private intentUntil = 0;
  private pressed = false;

  constructor(
    following: boolean,
    private readonly endPx: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.isFollowing = following;
  }

  get following(): boolean {
    return this.isFollowing;
  }
  start(): void {
    this.isFollowing = true;
    this.intentUntil = 0;
  }
  stop(): void {
    this.isFollowing = false;
  }

  wheel(deltaY: number): void {
    if (deltaY < 0) this.intentUntil = this.now() + INTENT_MS;
  }
  key(name: string): void {
    if (SCROLL_KEYS.has(name)) this.intentUntil = this.now() + INTENT_MS;
  }
  touch(): void {
    this.intentUntil = this.now() + INTENT_MS;
  }
  /** A pressed pointer drags the scroll bar or selects text over the edge. */
  press(down: boolean): void {
    this.pressed = down;
    if (!down) this.intentUntil = this.now() + INTENT_MS;
  }

  scrolled({ offset, distance, backward, height }: ScrollReport): void {
    const moved = this.lastOffset - offset;
    this.lastOffset = offset;
    const meant = this.pressed || this.now() < this.intentUntil;
    const jumped = distance > JUMP_VIEWS * height && moved > 0.8 * distance;
    if (backward && distance > 1 && (meant || jumped)) this.isFollowing = false;
    else if (distance <= this.endPx && !(backward && meant)) this.isFollowing = true;
  }
}
