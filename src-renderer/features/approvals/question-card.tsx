import { useId, useState } from 'react';
import type { Question, QuestionApproval } from '../../../src-shared/model/approval.ts';
import { useSeconds } from '../../state/clock.ts';
import { Button } from '../../ui/button.tsx';
import { answerButton, CardFrame, type CardProps } from './card-frame.tsx';
import { readAnswers, type GivenAnswer } from './question-answers.ts';
import styles from './approvals.module.css';

/** Questions of the agent: options, words of one's own, or both; a secret is not shown while it is typed. */
export function QuestionCard({ approval, card }: CardProps<QuestionApproval>) {
  const [given, setGiven] = useState<Readonly<Record<string, GivenAnswer>>>({});
  const [tried, setTried] = useState(false);
  const read = readAnswers(approval.questions, given);
  const formId = useId();
  const submit = () => {
    setTried(true);
    if (read.ok) card.answer({ kind: 'answers', answers: read.answers });
  };
  return (
    <CardFrame
      approval={approval}

      card={card}
      buttons={
        <>
          <Button type="submit" form={formId} tone="primary" {...answerButton(card)}>
            {approval.questions.length === 1 ? 'Answer' : 'Send answers'}
          </Button>
          {approval.resolvesAt !== null && <TimeLeft until={approval.resolvesAt} />}
          <span className={styles.grow} />
          <Button
            tone="ghost"
            className={styles.cancel}
            {...answerButton(card)}
            onClick={() => card.answer({ kind: 'cancelTurn' })}
          >
            Cancel turn
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles.questions}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {approval.questions.map((question) => (
          <OneQuestion
            key={question.id}
            question={question}
            given={given[question.id]}
            problem={tried && !read.ok ? read.problems[question.id] : undefined}
            onChange={(answer) => setGiven((before) => ({ ...before, [question.id]: answer }))}
          />
        ))}
      </form>
    </CardFrame>
  );
}

function TimeLeft({ until }: { readonly until: number }) {
  const seconds = Math.max(0, Math.ceil((until - useSeconds()) / 1000));
  return <span className={styles.quiet}>The agent goes on by itself in {seconds} s.</span>;
}

const EMPTY: GivenAnswer = { option: null, words: '' };

function OneQuestion(props: {
  readonly question: Question;
  readonly given: GivenAnswer | undefined;
  readonly problem: string | undefined;
  readonly onChange: (answer: GivenAnswer) => void;
}) {
  const { question, given = EMPTY, problem, onChange } = props;
  const id = useId();
  const free = question.allowsOther || question.options.length === 0;
  return (
    <fieldset className={styles.question} aria-describedby={problem === undefined ? undefined : `${id}-problem`}>
      <legend>
        {question.header !== '' && <span className={styles.quiet}>{question.header}</span>}
        {question.question}
      </legend>
      {question.options.map((option) => (
        <label key={option.label} className={styles.option}>
          <input
            type="radio"
            name={id}
            checked={given.option === option.label}
            onChange={() => onChange({ ...given, option: option.label })}
          />
          <span>
            {option.label}
            {option.description !== '' && <small>{option.description}</small>}
          </span>
        </label>
      ))}
      {free && (
        <input
          className={styles.field}
          type={question.secret ? 'password' : 'text'}
          autoComplete="off"
          aria-label={question.options.length === 0 ? question.question : 'Something else'}
          placeholder={question.options.length === 0 ? '' : 'Something else…'}
          value={given.words}
          maxLength={100_000}
          onChange={(event) =>
            onChange({ option: event.target.value === '' ? given.option : null, words: event.target.value })
          }
        />
      )}
      {problem !== undefined && (
        <p id={`${id}-problem`} className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
