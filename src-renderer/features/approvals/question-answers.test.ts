import { expect, it } from 'vitest';
import type { Question } from '../../../src-shared/model/approval.ts';
import { readAnswers } from './question-answers.ts';

const question = (id: string, change: Partial<Question> = {}): Question => ({
  id,
  header: '',
  question: `${id}?`,
  options: [{ label: 'Blue', description: '' }],
  allowsOther: true,
  secret: false,
  ...change,
});

it('reads options and words, words first', () => {
  const questions = [question('a'), question('b'), question('c', { options: [] })];
  const given = {
    a: { option: 'Blue', words: '' },
    b: { option: 'Blue', words: ' green ' },
    c: { option: null, words: 'red' },
  };
  expect(readAnswers(questions, given)).toEqual({ ok: true, answers: { a: ['Blue'], b: ['green'], c: ['red'] } });
});
it('keeps a secret as it was typed', () => {
  expect(readAnswers([question('k', { secret: true, options: [] })], { k: { option: null, words: ' s3 ' } })).toEqual({
    ok: true,
    answers: { k: [' s3 '] },
  });
});
it('names every question that has no answer', () => {
  const read = readAnswers([question('a'), question('b', { options: [] })], { a: { option: null, words: ' ' } });
  expect(read).toEqual({ ok: false, problems: { a: 'Choose an answer.', b: 'Write an answer.' } });
});
