import type { Locator } from '@playwright/test';

/** The decisions that an approval card offers. */
export type Decision = 'Approve once' | 'Approve for this session' | 'Decline' | 'Cancel turn';

/** A card that asks before something runs or is written. */
export class ApprovalCard {
  readonly root: Locator;

  constructor(root: Locator) {
    this.root = root;
  }

  button(decision: Decision): Locator {
    return this.root.getByRole('button', { name: decision, exact: true });
  }

  get alwaysAllow(): Locator {
    return this.root.getByRole('button', { name: /^Always allow/ });
  }

  async decide(decision: Decision): Promise<void> {
    await this.button(decision).click();
  }
}
