import { useRef } from 'react';
import { Button } from './button.tsx';
import { DialogView } from './dialog-view.tsx';
import { overlayRequests, type ConfirmRequest, type OpenOverlay } from './overlay-requests.ts';

export function ConfirmView({ request }: { readonly request: OpenOverlay & ConfirmRequest }) {
  const answered = useRef(false);
  const answer = (confirmed: boolean) => {
    if (answered.current) return;
    answered.current = true;
    overlayRequests.close(request.id);
    request.onAnswer(confirmed);
  };
  return (
    <DialogView
      title={request.title}
      description={request.text}
      width="s"
      alert
      onClose={() => answer(false)}
      footer={
        <>
          <Button onClick={() => answer(false)}>{request.cancelLabel ?? 'Cancel'}</Button>
          <Button tone={request.danger === true ? 'danger' : 'primary'} autoFocus onClick={() => answer(true)}>
            {request.confirmLabel}
          </Button>
        </>
      }
    />
  );
}
