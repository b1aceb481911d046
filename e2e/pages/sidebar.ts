import type { Locator, Page } from '@playwright/test';

/** The list of projects and their threads. */
export class Sidebar {
  readonly root: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.root = page.getByRole('navigation', { name: 'Threads' });
  }

  get newThread(): Locator {
    return this.root.getByRole('button', { name: 'New thread', exact: true });
  }

  get search(): Locator {
    return this.root.getByRole('button', { name: 'Search', exact: true });
  }

  /** The row of a thread; its name holds the title and the state in words. */
  thread(title: string | RegExp): Locator {
    return this.root.getByRole('link', { name: title }).or(this.root.getByRole('button', { name: title }));
  }

  /** Scrolls the list, which holds only what is in view, from its top until the thread is there. */
  async reveal(title: string | RegExp): Promise<Locator> {
    const row = this.thread(title).first();
    await this.root.getByRole('list').hover();
    await this.#page.mouse.wheel(0, -100_000);
    // Every step is less than a screenful; a list that has no such row ends the loop with the row's own error.
    for (let step = 0; step < 200 && (await row.count()) === 0; step++) {
      await this.#page.mouse.wheel(0, 300);
      await this.#page.evaluate(
        'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
      );
    }
    return row;
  }

  /** Opens the context menu of a thread and chooses an entry. */
  async menu(title: string | RegExp, entry: string | RegExp): Promise<void> {
    await this.thread(title).click({ button: 'right' });
    await this.#page.getByRole('menuitem', { name: entry }).click();
  }
}
