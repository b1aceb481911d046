import type { Locator, Page } from '@playwright/test';

/** The kinds of item, by the names their groups carry. */
export type ItemName =
  'User message' | 'Agent message' | 'Reasoning' | 'Command' | 'File change' | 'Tool call' | 'Plan' | 'Error';

/** The turns and items of the thread on screen. */
export class Timeline {
  readonly root: Locator;

  constructor(page: Page) {
    this.root = page.getByRole('log', { name: 'Timeline' });
  }

  get turns(): Locator {
    return this.root.getByRole('article');
  }

  item(name: ItemName): Locator {
    return this.root.getByRole('group', { name, exact: true });
  }

  /** Opens an item that is folded; one that is open stays so. */
  async unfold(item: Locator): Promise<void> {
    const head = item.locator('[aria-expanded]').first();
    if ((await head.getAttribute('aria-expanded')) === 'false') await head.click();
  }

  get lastMessage(): Locator {
    return this.item('Agent message').last();
  }
}
