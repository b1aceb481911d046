const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
const ACCOUNT = { id: 'demo-account', user: 'demo-user', email: 'demo@example.test', plan: 'plus' };
/** The device sign-in answers "not yet" once, so that a client's waiting state is seen. */
const DEVICE_POLLS_BEFORE_APPROVAL = 2;

/** Used shares of the two windows that the account reports, in percent. */
export type Usage = {
  readonly primaryPercent: number;
  readonly secondaryPercent: number;
  /** The share of another, separately metered allowance; by default there is none. */
  readonly otherPercent?: number;
  /** Credits that empty the windows; by default the account knows none. */
  readonly resetCredits?: number;
  /** Why the account may not go on, in the back end's words. */
  readonly reached?: string;
};

/** How the account's services answer. */
export type AccountScript = {
  /** `waits`: nobody ever answers the page or enters the code. */
  readonly signIn: 'approves' | 'waits' | 'denies';
  readonly ownerNotes: 'sent' | 'cooldown' | 'fails';
  readonly plan: 'plus' | 'enterprise';
  /** What the administrator of an enterprise account requires, as TOML. */
  readonly requirements: string | null;
};
const DEFAULT_SCRIPT: AccountScript = { signIn: 'approves', ownerNotes: 'sent', plan: 'plus', requirements: null };

/** The headers from which the app-server reads rate limits; `primary` is the five-hour window. */
export function limitHeaders({ primaryPercent, secondaryPercent }: Usage): Record<string, string> {
  return {
    'x-codex-primary-used-percent': String(primaryPercent),
    'x-codex-primary-window-minutes': String((5 * HOUR_S) / 60),
    'x-codex-primary-reset-at': String(nowSeconds() + HOUR_S),
    'x-codex-secondary-used-percent': String(secondaryPercent),
    'x-codex-secondary-window-minutes': String((7 * DAY_S) / 60),
    'x-codex-secondary-reset-at': String(nowSeconds() + DAY_S),
    'x-codex-plan-type': ACCOUNT.plan,
  };
}

/** An answer of the account back end: a status and a JSON body. */
export type BackEndAnswer = {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
};

/**
 * The few routes of the ChatGPT back end and of the sign-in issuer that the app-server asks for, with one made-up
 * account. Routes that it does not know answer 404, which the app-server takes as "not there".
 */
export class BackEnd {
  #devicePolls = 0;
  script = DEFAULT_SCRIPT;

  answer(method: string, { pathname: path, searchParams }: URL, usage: Usage, body?: unknown): BackEndAnswer {
    if (path.endsWith('/oauth/authorize')) return this.#authorize(searchParams);
    if (path.endsWith('/wham/profiles/me')) return ok(profileBody());
    if (path.endsWith('/thread_usage/query'))
      return ok({ threads: [...new Set(JSON.stringify(body).match(THREAD_IDS))].map(threadBody) });
    if (path.endsWith('/send_add_credits_nudge_email')) return OWNER_NOTES[this.script.ownerNotes];
    if (path.endsWith('/models'))
      return ok({ object: 'list', data: [{ id: 'demo-model', object: 'model' }], models: [] });
    if (path.endsWith('/wham/usage') || path.endsWith('/codex/usage')) return ok(usageBody(usage));
    if (path.endsWith('/wham/rate-limit-reset-credits/consume'))
      return ok(
        (usage.resetCredits ?? 0) > 0 ? { code: 'reset', windows_reset: 2 } : { code: 'no_credit', windows_reset: 0 },
      );
    if (path.endsWith('/wham/accounts/check')) return ok(ACCOUNTS);
    if (path.endsWith('/wham/config/bundle')) return ok(bundleBody(this.script.requirements));
    if (path.endsWith('/deviceauth/usercode')) {
      this.#devicePolls = 0;
      const expires = new Date((nowSeconds() + HOUR_S / 4) * 1000).toISOString();
      return ok({ device_auth_id: 'demo-device', user_code: 'DEMO-1234', interval: '1', expires_at: expires });
    }
    if (path.endsWith('/deviceauth/token')) {
      if (this.script.signIn === 'denies') return { status: 400, body: { error: 'access_denied' } };
      if (++this.#devicePolls < DEVICE_POLLS_BEFORE_APPROVAL || this.script.signIn === 'waits') {
        return { status: 403, body: { error: 'authorization_pending' } };
      }
      return ok({ authorization_code: 'demo-code', code_challenge: 'demo', code_verifier: 'demo' });
    }
    if (path.endsWith('/oauth/token')) {
      const token = unsignedToken(this.script.plan);
      return ok({ id_token: token, access_token: token, refresh_token: 'demo-refresh', expires_in: HOUR_S });
    }
    return { status: 404, body: { error: { message: `The demo model has no ${method} ${path}` } } };
  }

  /** The page of the issuer, where nobody has to click: it sends the browser back at once. */
  #authorize(asked: URLSearchParams): BackEndAnswer {
    if (this.script.signIn === 'waits') return ok({ waits: true });
    const back = new URL(asked.get('redirect_uri') ?? 'http://localhost/');
    back.searchParams.set('state', asked.get('state') ?? '');
    if (this.script.signIn === 'approves') back.searchParams.set('code', 'demo-code');
    else back.searchParams.set('error', 'access_denied');
    return { status: 302, body: {}, headers: { location: back.href } };
  }
}

const OWNER_NOTES: Readonly<Record<AccountScript['ownerNotes'], BackEndAnswer>> = {
  sent: { status: 200, body: {} },
  cooldown: { status: 429, body: {} },
  fails: { status: 500, body: {} },
};

const ACCOUNTS = {
  accounts: [
    {
      id: ACCOUNT.id,
      name: 'Demo',
      workspace_backend_origin: 'https://chatgpt.com',
      account_routing_override: 'NO_CONSTRAINT',
      structure: 'personal',
    },
  ],
  account_ordering: [ACCOUNT.id],
  default_account_id: ACCOUNT.id,
};

function usageBody({ primaryPercent, secondaryPercent, otherPercent, resetCredits, reached }: Usage): object {
  const limitWindow = (percent: number, seconds: number, resetIn: number): object => ({
    // Whole numbers here, unlike in the headers.
    used_percent: Math.round(percent),
    limit_window_seconds: seconds,
    reset_after_seconds: resetIn,
    reset_at: nowSeconds() + resetIn,
  });
  const isReached = primaryPercent >= 100 || secondaryPercent >= 100 || reached !== undefined;
  return {
    plan_type: ACCOUNT.plan,
    user_id: ACCOUNT.user,
    account_id: ACCOUNT.id,
    email: ACCOUNT.email,
    rate_limit: {
      allowed: !isReached,
      limit_reached: isReached,
      primary_window: limitWindow(primaryPercent, 5 * HOUR_S, HOUR_S),
      secondary_window: limitWindow(secondaryPercent, 7 * DAY_S, DAY_S),
    },
    ...(resetCredits === undefined ? {} : { rate_limit_reset_credits: { available_count: resetCredits } }),
    credits: { has_credits: true, unlimited: false, balance: '12.50' },
    ...(reached === undefined ? {} : { rate_limit_reached_type: { type: reached } }),
    additional_rate_limits:
      otherPercent === undefined
        ? []
        : [
            {
              limit_name: 'Demo reviews',
              metered_feature: 'demo_reviews',
              rate_limit: {
                allowed: otherPercent < 100,
                limit_reached: otherPercent >= 100,
                primary_window: limitWindow(otherPercent, HOUR_S, HOUR_S / 2),
                secondary_window: null,
              },
            },
          ],
  };
}

/** The configuration that an administrator sends along with an enterprise account. */
const bundleBody = (requirements: string | null): object => ({
  config_toml: { enterprise_managed: [] },
  requirements_toml: {
    enterprise_managed: requirements === null ? [] : [{ id: 'demo-rules', name: 'Demo rules', contents: requirements }],
  },
});

/** What the account has used over the last days. */
function profileBody(): object {
  const days = [5, 4, 3, 2, 1, 0].map((ago) => ({
    start_date: new Date(Date.now() - ago * DAY_S * 1000).toISOString().slice(0, 10),
    tokens: 120_000 + 45_000 * ((ago * 3) % 5),
  }));
  return {
    stats: {
      lifetime_tokens: 48_200_000,
      peak_daily_tokens: 2_310_000,
      longest_running_turn_sec: 1834,
      current_streak_days: 6,
      longest_streak_days: 21,
      daily_usage_buckets: days,
    },
  };
}

const THREAD_IDS = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** What one thread has cost. */
const threadBody = (threadId: string): object => ({
  thread_id: threadId,
  estimated_usage_credits_micros: 1_250_000,
  estimated_usage_usd_micros: 50_000,
  native_usage_usd_micros: null,
  groups: [
    {
      ...{ model: 'gpt-5.4', reasoning_effort: 'medium', speed: null, estimated_usage_credits_micros: 1_250_000 },
      ...{ net_new_input_tokens: 9000, cached_input_tokens: 3000, input_tokens: 12_000, output_tokens: 400 },
      total_tokens: 12_400,
    },
  ],
});

/** A token of the issuer's shape without a signature: only the app-server's own reader looks at it. */
export function unsignedToken(plan: string = ACCOUNT.plan): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    email: ACCOUNT.email,
    sub: ACCOUNT.user,
    exp: nowSeconds() + DAY_S,
    'https://api.openai.com/profile': { email: ACCOUNT.email, email_verified: true },
    'https://api.openai.com/auth': {
      chatgpt_plan_type: plan,
      chatgpt_user_id: ACCOUNT.user,
      user_id: ACCOUNT.user,
      chatgpt_account_id: ACCOUNT.id,
      organization_id: 'demo-organization',
    },
  };
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.${Buffer.from('none').toString('base64url')}`;
}

function ok(body: object): BackEndAnswer {
  return { status: 200, body };
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
