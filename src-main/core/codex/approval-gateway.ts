import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ApprovalAnswer } from '../../../src-shared/model/approval.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Clock } from '../ports.ts';
import { planAnswer, refusalOf } from './answer-approval.ts';
import type { AnswerPlan, AskedRequest } from './answer-approval.ts';
import type { ApprovalDraft } from './approval-draft.ts';
import type { CodexServer } from './codex-supervisor.ts';
import { mapApproval } from './map-approval.ts';

/** One request that waits at a server. */
export interface OpenRequest {
  /** Names it among its server's open requests; a request that is repeated after a resume keeps its key. */
  readonly key: string;
  readonly draft: ApprovalDraft;
  /** Checks an answer. Nothing is sent yet. */
  plan(answer: ApprovalAnswer): Result<AnswerPlan, AppError>;
  send(plan: AnswerPlan): void;
  /** Sends the answer that lets nothing happen. */
  refuse(): void;
}

export interface ApprovalGatewayListener {
  asked(request: OpenRequest): void;
  /** Answered, by us or by another client or hook, or given up by the server. */
  resolved(key: string): void;
  /** The server is gone, and with it everything that was open. */
  down(): void;
}

export interface ApprovalGateway {
  readonly serverId: ServerId;
  /** One listener. Requests that nobody is asked about are answered here. */
  listen(listener: ApprovalGatewayListener): Unsubscribe;
}

export function createApprovalGateway(server: CodexServer, clock: Clock): ApprovalGateway {
  return {
    serverId: server.id,
    listen: (listener) => {
      const stops = [
        server.handleRequests((request, respond) => {
          const mapped = mapApproval(request, clock.now());
          if (mapped.kind === 'answer') {
            respond.result(mapped.value);
            return;
          }
          if (mapped.kind === 'refuse') {
            respond.error(mapped.code, mapped.message);
            return;
          }
          // The mapper asks about these alone.
          const asked = request as AskedRequest;
          listener.asked({
            key: keyOf(request.id),
            draft: mapped.draft,
            plan: (answer) => planAnswer(asked, answer),
            send: (plan) => respond.result(plan.response),
            refuse: () => respond.result(refusalOf(asked)),
          });
        }),
        server.onNotification((notification) => {
          if (notification.method === 'serverRequest/resolved') listener.resolved(keyOf(notification.params.requestId));
        }),
        server.onDown(() => listener.down()),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

/** Ids are numbers from 0 on, or strings. */
const keyOf = (requestId: number | string): string => JSON.stringify(requestId);
