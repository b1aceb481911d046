import { EventEmitter } from 'node:events';
import type { MessagePortMain as RealPort } from 'electron';
import { receive, tell } from './wire.ts';

let lastPortId = 0;
const remotePorts = new Map<number, MessagePortMain>();
receive('portMessage', ({ portId, data }) => remotePorts.get(portId)?.deliver(data));
receive('portClosed', ({ portId }) => remotePorts.get(portId)?.closeHere());

/** A port of the main process. Its peer is in this process, or in a page after it was handed over. */
export class MessagePortMain extends EventEmitter {
  private peer: MessagePortMain | null = null;
  private remoteId: number | null = null;
  private started = false;
  private closed = false;
  private waiting: unknown[] = [];

  entangle(peer: MessagePortMain): void {
    this.peer = peer;
  }

  /** Moves this port into a page: what its peer sends from now on goes there. Answers the id under which the page has it. */
  handOver(): number {
    const peer = this.peer;
    if (!peer || this.closed) throw new Error('stand-in: this port is not connected');
    lastPortId += 1;
    peer.remoteId = lastPortId;
    peer.peer = null;
    remotePorts.set(lastPortId, peer);
    return lastPortId;
  }

  start(): void {
    this.started = true;
    for (const data of this.waiting.splice(0)) this.emitMessage(data);
  }

  postMessage(data: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw new Error('stand-in: ports inside of port messages are not there');
    if (this.closed) return;
    // Throws for what cannot be cloned, as Electron does.
    const copy: unknown = structuredClone(data);
    if (this.remoteId !== null) tell({ type: 'portMessage', portId: this.remoteId, data: copy });
    else this.peer?.deliver(copy);
  }

  deliver(data: unknown): void {
    if (this.closed) return;
    if (this.started) this.emitMessage(data);
    else this.waiting.push(data);
  }

  close(): void {
    if (this.closed) return;
    if (this.remoteId !== null) tell({ type: 'portClosed', portId: this.remoteId });
    const { peer } = this;
    this.closeHere();
    peer?.closeHere();
  }

  /** The other side is gone. */
  closeHere(): void {
    if (this.closed) return;
    this.closed = true;
    if (this.remoteId !== null) remotePorts.delete(this.remoteId);
    setImmediate(() => this.emit('close'));
  }

  private emitMessage(data: unknown): void {
    setImmediate(() => {
      if (!this.closed) this.emit('message', { data, ports: [] });
    });
  }
}
MessagePortMain.prototype satisfies Pick<RealPort, 'start' | 'postMessage' | 'close'>;

export class MessageChannelMain {
  readonly port1 = new MessagePortMain();
  readonly port2 = new MessagePortMain();
  constructor() {
    this.port1.entangle(this.port2);
    this.port2.entangle(this.port1);
  }
}
