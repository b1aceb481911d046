import { useId, useState, type ReactNode } from 'react';
import type { ElicitationApproval } from '../../../src-shared/model/approval.ts';
import { assertNever } from '../../../src-shared/assert-never.ts';
import { getClient } from '../../state/client.ts';
import { showError } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { answerButton, CardFrame, type CardProps } from './card-frame.tsx';
import { ToolCallCard } from './tool-call-card.tsx';
import { FormFieldView } from './form-field.tsx';
import { initialValues, readForm, readJson, type FormResult, type RawValues } from './form-values.ts';
import styles from './approvals.module.css';

/** A tool server's question: a form, an address to visit, or JSON by hand where the form cannot be drawn. */
export function ElicitationCard(props: CardProps<ElicitationApproval>) {
  const { form } = props.approval;
  switch (form.kind) {
    case 'fields':
      return <FieldsCard {...props} fields={form.fields} />;
    case 'url':
      return <UrlCard {...props} url={form.url} />;
    case 'toolCall':
      return <ToolCallCard {...props} form={form} />;
    case 'json':
      return <JsonCard {...props} schema={form.schema} />;
    default:
      return assertNever(form);
  }
}

/** Only the shell leaves Skein; it refuses addresses that are not for a browser. */
async function openExternal(url: string): Promise<void> {
  const result = await getClient().app.openExternal({ url });
  if (!result.ok) showError(result.error);
}

type Fields = Extract<ElicitationApproval['form'], { kind: 'fields' }>['fields'];

function FieldsCard(props: CardProps<ElicitationApproval> & { readonly fields: Fields }) {
  const { fields, card } = props;
  const [raw, setRaw] = useState<RawValues>(() => initialValues(fields));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const formId = useId();
  const send = (result: FormResult) => {
    setProblems(result.ok ? {} : result.problems);
    if (result.ok) card.answer({ kind: 'submitForm', values: result.values });
  };
  return (
    <AnswerFrame {...props} formId={formId} submitLabel={fields.length === 0 ? 'Accept' : 'Submit'}>
      <form
        id={formId}
        noValidate
        className={styles.questions}
        onSubmit={(event) => {
          event.preventDefault();
          send(readForm(fields, raw));
        }}
      >
        {fields.map((field) => (
          <FormFieldView
            key={field.name}
            field={field}
            value={raw[field.name] ?? ''}
            problem={problems[field.name]}
            onChange={(value) => setRaw((before) => ({ ...before, [field.name]: value }))}
          />
        ))}
      </form>
    </AnswerFrame>
  );
}

function UrlCard(props: CardProps<ElicitationApproval> & { readonly url: string }) {
  const formId = useId();
  return (
    <AnswerFrame {...props} formId={formId} submitLabel="Done">
      <pre className={styles.command} tabIndex={0} aria-label="Address">
        {props.url}
      </pre>
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          props.card.answer({ kind: 'submitForm', values: {} });
        }}
      >
        <Button onClick={() => void openExternal(props.url)}>Open in the browser</Button>
      </form>
    </AnswerFrame>
  );
}

function JsonCard(props: CardProps<ElicitationApproval> & { readonly schema: string }) {
  const [text, setText] = useState('{\n  \n}');
  const [problem, setProblem] = useState<string | undefined>();
  const formId = useId();
  return (
    <AnswerFrame {...props} formId={formId} submitLabel="Submit">
      <p className={styles.reason}>
        This form has fields that Skein cannot draw. Answer with JSON that fits its schema:
      </p>
      <pre className={styles.command} tabIndex={0} aria-label="Schema">
        {props.schema}
      </pre>
      <form
        id={formId}
        noValidate
        className={styles.questions}
        onSubmit={(event) => {
          event.preventDefault();
          const result = readJson(text);
          setProblem(result.ok ? undefined : result.problems['json']);
          if (result.ok) props.card.answer({ kind: 'submitForm', values: result.values });
        }}
      >
        <textarea
          className={styles.json}
          aria-label="Answer as JSON"
          aria-invalid={problem !== undefined || undefined}
          spellCheck={false}
          rows={5}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {problem !== undefined && (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        )}
      </form>
    </AnswerFrame>
  );
}

function AnswerFrame(
  props: CardProps<ElicitationApproval> & {
    readonly formId: string;
    readonly submitLabel: string;
    readonly children: ReactNode;
  },
) {
  const { approval, card } = props;
  const native = answerButton(card);
  return (
    <CardFrame
      approval={approval}

      card={card}
      buttons={
        <>
          <Button {...native} type="submit" form={props.formId} tone="primary">
            {props.submitLabel}
          </Button>
          <span className={styles.grow} />
          <Button {...native} tone="ghost" onClick={() => card.answer({ kind: 'decline', words: '' })}>
            Decline
          </Button>
          <Button
            {...native}
            tone="ghost"
            className={styles.cancel}
            onClick={() => card.answer({ kind: 'cancelTurn' })}
          >
            Cancel turn
          </Button>
        </>
      }
    >
      {approval.message !== '' && <p className={styles.message}>{approval.message}</p>}
      {props.children}
    </CardFrame>
  );
}
