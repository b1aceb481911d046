import { expect, type Locator, type Page } from '@playwright/test';

/** Where messages are written, sent, queued and stopped. */
export class Composer {
  readonly message: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.message = page.getByRole('textbox', { name: 'Message', exact: true });
  }

  get sendButton(): Locator {
    return this.#page.getByRole('button', { name: 'Send', exact: true });
  }

  get stop(): Locator {
    return this.#page.getByRole('button', { name: 'Stop', exact: true });
  }

  get queueButton(): Locator {
    return this.#page.getByRole('button', { name: 'Queue', exact: true });
  }

  /** The list of messages that wait for the next turn. */
  get queued(): Locator {
    return this.#page.getByRole('list', { name: 'Queued' });
  }

  async write(text: string): Promise<void> {
    await this.message.fill(text);
  }

  async send(text: string): Promise<void> {
    await this.write(text);
    await this.message.press('Enter');
    await expect(this.message).toHaveValue('');
  }

  /** Queues for the next turn, as Tab does while a turn runs. */
  async queue(text: string): Promise<void> {
    await this.write(text);
    await this.message.press('Tab');
    await expect(this.message).toHaveValue('');
  }

  /** Chooses an entry of one of the selects under the message: `Mode`, `Permissions`, `Model` … */
  async choose(select: string, option: string | RegExp): Promise<void> {
    await this.#page
      .getByRole('combobox', { name: select, exact: true })
      .or(this.#page.getByRole('button', { name: select, exact: true }))
      .click();
    await this.#page.getByRole('option', { name: option }).click();
  }
}
