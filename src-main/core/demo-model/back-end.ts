const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
const ACCOUNT = { id: 'demo-account', user: 'demo-user', email: 'demo@example.test', plan: 'plus' };
/** The device sign-in answers "not yet" once, so that a client's waiting state is seen. */
const DEVICE_POLLS_BEFORE_APPROVAL = 2;

/** Used shares of the two windows that the account reports, in percent. */
export type Usage = { readonly primaryPercent: number; readonly secondaryPercent: number };

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
export type BackEndAnswer = { readonly status: number; readonly body: object };

/**
 * The few routes of the ChatGPT back end and of the sign-in issuer that the app-server asks for, with one made-up
 * account. Routes that it does not know answer 404, which the app-server takes as "not there".
 */
export class BackEnd {
  #devicePolls = 0;

  answer(method: string, path: string, usage: Usage): BackEndAnswer {
    if (path.endsWith('/models')) return ok({ object: 'list', data: [], models: [] });
    if (path.endsWith('/wham/usage') || path.endsWith('/codex/usage')) return ok(usageBody(usage));
    if (path.endsWith('/wham/accounts/check')) return ok(ACCOUNTS);
    if (path.endsWith('/deviceauth/usercode')) {
      this.#devicePolls = 0;
      const expires = new Date((nowSeconds() + HOUR_S / 4) * 1000).toISOString();
      return ok({ device_auth_id: 'demo-device', user_code: 'DEMO-1234', interval: '1', expires_at: expires });
    }
    if (path.endsWith('/deviceauth/token')) {
      if (++this.#devicePolls < DEVICE_POLLS_BEFORE_APPROVAL) {
        return { status: 403, body: { error: 'authorization_pending' } };
      }
      return ok({ authorization_code: 'demo-code', code_challenge: 'demo', code_verifier: 'demo' });
    }
    if (path.endsWith('/oauth/token')) {
      const token = unsignedToken();
      return ok({ id_token: token, access_token: token, refresh_token: 'demo-refresh', expires_in: HOUR_S });
    }
    return { status: 404, body: { error: { message: `The demo model has no ${method} ${path}` } } };
  }
}

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

function usageBody({ primaryPercent, secondaryPercent }: Usage): object {
  const limitWindow = (percent: number, seconds: number, resetIn: number): object => ({
    used_percent: percent,
    limit_window_seconds: seconds,
    reset_after_seconds: resetIn,
    reset_at: nowSeconds() + resetIn,
  });
  const isReached = primaryPercent >= 100 || secondaryPercent >= 100;
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
    credits: { has_credits: true, unlimited: false, balance: '12.50' },
    additional_rate_limits: [],
  };
}

/** A token of the issuer's shape without a signature: only the app-server's own reader looks at it. */
function unsignedToken(): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    email: ACCOUNT.email,
    sub: ACCOUNT.user,
    exp: nowSeconds() + DAY_S,
    'https://api.openai.com/profile': { email: ACCOUNT.email, email_verified: true },
    'https://api.openai.com/auth': {
      chatgpt_plan_type: ACCOUNT.plan,
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
