/** What can go wrong with limits and usage. A sign-in tells its failure in `AccountState`. */
export type AccountError =
  /** Only an account of ChatGPT has this. */
  | { readonly code: 'account.chatgpt-needed' }
  /** The service of the account did not answer as it should. */
  | { readonly code: 'account.service-failed'; readonly detail: string }
  /** The model provider in use asks for a sign-in of its own, and nobody is signed in there. */
  | { readonly code: 'account.provider-sign-in'; readonly provider: string }
  /** Another server has this Codex home already. */
  | { readonly code: 'home.exists'; readonly path: string }
  | { readonly code: 'home.unknown' }
  | { readonly code: 'home.in-use'; readonly projects: number }
  /** A model provider does not list its models. */
  | { readonly code: 'provider.unreachable'; readonly baseUrl: string; readonly reason: string };
