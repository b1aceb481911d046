import { expect, type Locator, type Page } from '@playwright/test';

/** The *Review* tab of the side panel: what changed, staging, comments and the commit. */
export class ReviewPanel {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get root(): Locator {
    return this.#page.getByRole('tabpanel', { name: 'Review' });
  }
  get files(): Locator {
    return this.root.getByRole('tree', { name: 'Changed files' }).getByRole('treeitem');
  }
  file(path: string): Locator {
    return this.root.getByRole('treeitem', { name: path });
  }
  get diffs(): Locator {
    return this.root.getByRole('region', { name: 'Diffs' });
  }
  button(name: string | RegExp): Locator {
    return this.root.getByRole('button', { name, exact: typeof name === 'string' });
  }
  get commitMessage(): Locator {
    return this.root.getByRole('textbox', { name: 'Commit message' });
  }

  /** Chooses what is compared with what. */
  async compare(option: string | RegExp): Promise<void> {
    await this.root.getByRole('combobox', { name: 'Changes' }).click();
    await this.#page.getByRole('option', { name: option }).click();
  }

  /** Writes a comment on a line that the diff shows, by its text. */
  async comment(lineText: string, words: string): Promise<void> {
    // The sign in the gutter is the library's own and has no name; the file's menu is the way without a mouse.
    const line = this.diffs.getByText(lineText, { exact: false }).first();
    // Colours that come late draw the line anew, and the sign goes until the pointer moves again.
    await expect(async () => {
      await line.hover();
      await this.diffs.locator('[data-utility-button]').first().click({ timeout: 2000 });
    }).toPass();
    await this.root.getByRole('textbox', { name: /^Comment on line/ }).fill(words);
    await this.button('Save comment').click();
  }
}
