import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { FeedbackFile } from '../../../src-shared/model/feedback.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { createFeedbackGateway, type Feedback, type FeedbackGateway } from '../codex/feedback-gateway.ts';
import { decodeText } from '../files/text-codec.ts';
import { isLocalServer } from '../servers/server-id.ts';
import { readZip, type ZipEntry } from './read-zip.ts';

/** Feedback through every server. Each call fails with `server.unknown` where there is no such server. */
export interface FeedbackService {
  addServer(server: CodexServer): void;
  preview(serverId: ServerId, feedback: Feedback): Promise<Result<readonly FeedbackFile[], AppError>>;
  send(serverId: ServerId, feedback: Feedback): Promise<Result<{ readonly id: string }, AppError>>;
}

/** Of each file; logs can be large, and are for looking over. */
const SHOWN_BYTES = 200_000;

/** @param folder for the file that a preview is made from; it is removed at once */
export function createFeedbackService(folder: string): FeedbackService {
  const gateways = new Map<ServerId, FeedbackGateway>();
  const use = async <T>(serverId: ServerId, run: (gateway: FeedbackGateway) => Promise<Result<T, AppError>>) => {
    const gateway = gateways.get(serverId);
    return gateway ? run(gateway) : err<AppError>({ code: 'server.unknown', serverId });
  };
  return {
    addServer: (server) => void gateways.set(server.id, createFeedbackGateway(server)),
    preview: (serverId, feedback) =>
      use(serverId, async (gateway) => {
        // It would be written there.
        if (!isLocalServer(serverId)) return err({ code: 'host.not-here' });
        await mkdir(folder, { recursive: true });
        const file = join(folder, `feedback-${randomUUID()}.zip`);
        try {
          const saved = await gateway.save(feedback, file);
          if (!saved.ok) return saved;
          return ok(readZip(await readFile(file), SHOWN_BYTES).map(toFile));
        } catch (error) {
          return err({ code: 'feedback.failed', reason: error instanceof Error ? error.message : String(error) });
        } finally {
          await rm(file, { force: true });
        }
      }),
    send: (serverId, feedback) => use(serverId, (gateway) => gateway.send(feedback)),
  };
}

const toFile = ({ name, bytes, content }: ZipEntry): FeedbackFile => ({
  name,
  bytes,
  text: content && (decodeText(content, bytes > content.length)?.text ?? null),
  cut: content !== null && bytes > content.length,
});
