import { Component, type ReactNode } from 'react';
import { getClient } from '../state/client.ts';
import { ErrorBox } from '../ui/error-box.tsx';
import styles from './error-boundary.module.css';

/** Writes an error that the page caught into the log file. Failing to is no further news. */
export function reportToCore(error: unknown): void {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  void getClient().app.report({ message: message.slice(0, 20_000), stack: stack?.slice(0, 50_000) ?? null });
}

interface State {
  readonly error: Error | null;
}

/** Catches what a part of the window throws while drawing, so that the rest goes on. `resetKey`: another one tries again. */
export class ErrorBoundary extends Component<
  { readonly children: ReactNode; readonly part: string; readonly resetKey?: string },
  State
> {
  override state: State = { error: null };
  static getDerivedStateFromError(thrown: unknown): State {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }
  override componentDidCatch(error: unknown): void {
    reportToCore(error);
  }
  override componentDidUpdate(before: Readonly<{ readonly resetKey?: string }>): void {
    if (this.state.error && before.resetKey !== this.props.resetKey) this.setState({ error: null });
  }
  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <div className={styles.caught}>
        <ErrorBox
          announce
          title={`${this.props.part} could not be drawn`}
          text="This is a fault in Skein. It was written to the log; your threads go on."
          details={error.stack ?? error.message}
          actions={[
            { label: 'Try again', primary: true, onSelect: () => this.setState({ error: null }) },
            { label: 'Reload the window', onSelect: () => location.reload() },
          ]}
        />
      </div>
    );
  }
}
