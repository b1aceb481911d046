import type { SignInFailure, SignInWay } from '../../../src-shared/model/account.ts';
import type { ServerAccount } from '../../../src-shared/model/server.ts';

const PLANS: Readonly<Record<string, string>> = {
  free: 'Free',
  go: 'Go',
  plus: 'Plus',
  pro: 'Pro',
  prolite: 'Pro Lite',
  promax: 'Pro Max',
  team: 'Team',
  business: 'Business',
  self_serve_business_prolite: 'Business',
  self_serve_business_usage_based: 'Business, by use',
  ent26: 'Enterprise',
  enterprise: 'Enterprise',
  enterprise_cbp_automation: 'Enterprise, automation',
  enterprise_cbp_usage_based: 'Enterprise, by use',
  edu: 'Edu',
  edu_plus: 'Edu Plus',
  edu_pro: 'Edu Pro',
  sci: 'Science',
  sci_plus: 'Science Plus',
};

/** `Plus`; a plan of a later version as the server writes it; nothing for none. */
export const planWords = (plan: string | null): string =>
  plan === null || plan === 'unknown' ? '' : (PLANS[plan] ?? plan.replaceAll('_', ' '));

/** Who is signed in, in a word or an address. */
export function accountName(account: ServerAccount): string {
  switch (account.kind) {
    case 'chatgpt':
      return account.email ?? 'ChatGPT account';
    case 'apiKey':
      return 'API key';
    case 'other':
      return OTHER_ACCOUNTS[account.name] ?? account.name;
    case 'none':
      return account.required ? 'Not signed in' : 'No account needed';
    case 'unknown':
      return '';
  }
}
const OTHER_ACCOUNTS: Readonly<Record<string, string>> = { amazonBedrock: 'Amazon Bedrock', gcp: 'Google Cloud' };

/** How the account is used: `ChatGPT Plus`, `OpenAI API, billed by use`. */
export function modeWords(account: ServerAccount): string {
  switch (account.kind) {
    case 'chatgpt':
      return `ChatGPT ${planWords(account.plan)}`.trim();
    case 'apiKey':
      return 'OpenAI API, billed by use';
    case 'other':
      return 'Signed in outside of Skein';
    case 'none':
    case 'unknown':
      return '';
  }
}

export interface FailureWords {
  readonly title: string;
  readonly text: string;
}

const WAYS: Readonly<Record<SignInWay, string>> = {
  chatgpt: 'the sign-in page',
  deviceCode: 'the device code',
  apiKey: 'the API key',
  hostTokens: 'the tokens of the application around Skein',
};

/** Why a sign-in came to nothing, and what helps. `service`: who was to be signed in to. */
export function failureWords(way: SignInWay, reason: SignInFailure, service = 'OpenAI'): FailureWords {
  switch (reason) {
    case 'denied':
      return {
        title: 'The sign-in was refused',
        text: `${service} did not accept ${WAYS[way]}. Nothing has changed here.`,
      };
    case 'expired':
      return way === 'deviceCode'
        ? { title: 'The code has expired', text: 'It was not entered in time. A new one takes a moment.' }
        : { title: 'The sign-in took too long', text: 'Nobody finished it on the page that was opened.' };
    case 'cancelled':
      return { title: 'The sign-in was cancelled', text: 'It was ended before anybody finished it.' };
    case 'network':
      return {
        title: 'The sign-in service cannot be reached',
        text: 'Check the network, and the proxy or firewall where there is one. Then try again.',
      };
    case 'port-busy':
      return {
        title: 'Another sign-in is under way on this machine',
        text: 'The page has to come back to a port that another program holds, perhaps `codex login`. End that one, or use a device code.',
      };
    case 'not-allowed':
      return {
        title: 'This way to sign in is not allowed here',
        text: 'The account, its workspace or the configuration of Codex asks for another one.',
      };
    case 'interrupted':
      return {
        title: 'Codex stopped during the sign-in',
        text: 'Skein starts it again by itself; then try once more.',
      };
    case 'tokens-bad-setting':
      return {
        title: 'The command for tokens is not set up as it should be',
        text: 'SKEIN_TOKEN_COMMAND has to be a list of words as JSON, such as ["/opt/host/tokens", "--print"]. Correct it and start Skein again.',
      };
    case 'tokens-not-started':
      return {
        title: 'The command for tokens could not be started',
        text: 'The program that SKEIN_TOKEN_COMMAND names is not there, or may not be run.',
      };
    case 'tokens-failed':
      return {
        title: 'The command for tokens failed',
        text: 'The application around Skein keeps this sign-in, and its program ended with an error. Look there, then try again.',
      };
    case 'tokens-timeout':
      return {
        title: 'The command for tokens did not answer in time',
        text: 'It was ended. Perhaps it waits for somebody in the application that keeps the sign-in.',
      };
    case 'tokens-bad-answer':
      return {
        title: 'The command for tokens gave no usable answer',
        text: 'It has to print one JSON object with accessToken and chatgptAccountId, and nothing else.',
      };
    case 'other':
      return { title: 'The sign-in did not work', text: 'Codex gave a reason of its own; it stands under Details.' };
  }
}
