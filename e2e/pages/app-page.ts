import { expect, type Locator, type Page } from '@playwright/test';
import { ApprovalCard } from './approval-card.ts';
import { Composer } from './composer.ts';
import { Sidebar } from './sidebar.ts';
import { Timeline } from './timeline.ts';

/** One window of the app. Everything is found by role and accessible name, as assistive technology finds it. */
export class AppPage {
  readonly page: Page;
  readonly sidebar: Sidebar;
  readonly timeline: Timeline;
  readonly composer: Composer;

  constructor(page: Page) {
    this.page = page;
    this.sidebar = new Sidebar(page);
    this.timeline = new Timeline(page);
    this.composer = new Composer(page);
  }

  /** Opens the app and waits until a message can be written; a folder that is new to Skein is trusted on the way. */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.whenReady();
  }

  /** The same for a window that somebody else opened. */
  async whenReady(): Promise<void> {
    await expect(this.composer.message.or(this.trustFolder).first()).toBeVisible();
    // Another Skein on the same home may answer the question meanwhile.
    await expect(async () => {
      // While Codex starts, a message can be written already; whether it trusts the folder is not known yet.
      await expect(this.page.getByText('Write meanwhile')).toBeHidden({ timeout: 5_000 });
      if (await this.trustFolder.isVisible()) await this.trustFolder.click({ timeout: 2_000 });
      await expect(this.trustFolder).toBeHidden({ timeout: 5_000 });
      await expect(this.composer.message).toBeEditable({ timeout: 5_000 });
    }).toPass({ timeout: 20_000 });
  }

  /** The button that lets agents run in a folder that Skein has not seen before. */
  get trustFolder(): Locator {
    return this.page.getByRole('button', { name: 'Trust this folder', exact: true });
  }

  /** The cards that wait for a decision in the thread on screen, oldest first. */
  get approvals(): Locator {
    return this.page.getByRole('group', { name: 'Approval', exact: true });
  }

  approval(at = 0): ApprovalCard {
    return new ApprovalCard(this.approvals.nth(at));
  }

  get question(): Locator {
    return this.page.getByRole('group', { name: 'Question', exact: true });
  }

  dialog(name: string | RegExp): Locator {
    return this.page.getByRole('dialog', { name });
  }

  /** Adds a folder as a project by its typed path, trusts it and shows its new-thread page. */
  async addProject(path: string): Promise<void> {
    await this.sidebar.root.getByRole('button', { name: 'Add project', exact: true }).click();
    await this.page.getByRole('textbox', { name: 'Folder path' }).fill(path);
    await this.page.getByRole('button', { name: 'Add', exact: true }).click();
    await this.trustFolder.click();
    await expect(this.composer.message).toBeEditable();
  }

  /** Shows the new-thread page of a project that is known already. */
  async openProject(name: string): Promise<void> {
    await this.sidebar.newThread.click();
    await this.page.getByRole('combobox', { name: 'Project' }).click();
    await this.page.getByRole('option', { name }).click();
    await expect(this.composer.message).toBeEditable();
  }

  /** Starts a thread with these words in the project on screen, and waits until its turn is there. */
  async startThread(text: string): Promise<void> {
    await this.sidebar.newThread.click();
    await this.composer.send(text);
    await expect(this.timeline.turns.first()).toBeVisible();
  }

  /** Sends a message and waits until the turn that it started has ended. */
  async runTurn(text: string): Promise<void> {
    await this.composer.send(text);
    await expect(this.timeline.root).toContainText(text.split('\n', 1)[0] ?? '');
    await expect(this.composer.stop).toBeHidden();
  }

  /**
   * Waits until the last message of the agent has these words and its turn has ended. What is sent as soon as the words are there may still be
   * given to the turn that is about to end.
   */
  async answered(words: string | RegExp): Promise<void> {
    await expect(this.timeline.lastMessage).toContainText(words);
    await expect(this.composer.stop).toBeHidden();
  }

  /** Closes what was told: it lies over the buttons of a page at the upper right, and a click there would wait for its end. */
  async closeToasts(): Promise<void> {
    const close = this.page.getByRole('region', { name: /^Notifications/ }).getByRole('button', { name: 'Close' });
    while ((await close.count()) > 0) await close.first().click();
  }

  /** Opens the palette, types what is looked for and runs the first match. */
  async runCommand(words: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+K');
    const palette = this.dialog('Command palette');
    await palette.getByRole('combobox').fill(words);
    await palette.getByRole('option').first().click();
  }
}
