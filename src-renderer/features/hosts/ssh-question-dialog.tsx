import { useState } from 'react';
import type { HostQuestion } from '../../../src-shared/model/host.ts';
import { getClient } from '../../state/client.ts';
import { showError } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { DialogView } from '../../ui/dialog-view.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** What ssh, or the host through it, asks before it lets Skein in. The words are theirs; the answer is kept nowhere. */
export function SshQuestionDialog({ question }: { readonly question: HostQuestion }) {
  const { id, destination, kind, words, again } = question;
  const [typed, setTyped] = useState('');
  const [sent, setSent] = useState(false);
  const answer = async (words: string | null) => {
    if (sent) return;
    setSent(true);
    setTyped('');
    const answered = await getClient().hosts.answerQuestion({ questionId: id, answer: words });
    if (answered.ok) return;
    setSent(false);
    showError(answered.error);
  };
  return (
    <DialogView
      title={`Connecting to ${destination}`}
      description={words}
      width="s"
      alert
      onClose={() => void answer(null)}
      footer={
        <>
          {/* It comes by itself: what is being typed at that moment may say no, and never yes. */}
          <Button autoFocus={kind === 'confirm'} onClick={() => void answer(null)}>
            {kind === 'confirm' ? 'No' : 'Cancel'}
          </Button>
          {kind !== 'notice' && (
            <Button tone="primary" busy={sent} onClick={() => void answer(typed)}>
              {kind === 'confirm' ? 'Yes' : 'Answer'}
            </Button>
          )}
        </>
      }
    >
      {kind === 'secret' && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void answer(typed);
          }}
        >
          <TextField
            label="Answer"
            type="password"
            code
            autoFocus
            autoComplete="off"
            maxLength={1000}
            value={typed}
            error={again && typed === '' ? 'That was not it.' : undefined}
            hint="It goes to ssh alone, and is kept nowhere."
            onChange={(event) => setTyped(event.target.value)}
          />
        </form>
      )}
    </DialogView>
  );
}
