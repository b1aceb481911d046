import type { ApprovalAnswer, FormField } from '../../../src-shared/model/approval.ts';
import { assertNever } from '../../../src-shared/assert-never.ts';

/** What stands in the controls: text for texts and numbers, the chosen value or '' for a choice. */
export type RawValue = string | boolean | readonly string[];
export type RawValues = Readonly<Record<string, RawValue>>;
type FormValues = Extract<ApprovalAnswer, { kind: 'submitForm' }>['values'];

const pad = (value: number) => String(value).padStart(2, '0');
/** An instant as a `datetime-local` control wants it, in the user's own time zone; '' when it is none. */
export function toLocalInput(instant: string): string {
  const at = new Date(instant);
  if (instant === '' || Number.isNaN(at.getTime())) return '';
  const day = `${String(at.getFullYear())}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return `${day}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

function initialValue(field: FormField): RawValue {
  const { input } = field;
  switch (input.kind) {
    case 'text':
      return input.format === 'date-time' ? toLocalInput(input.initial) : input.initial;
    case 'number':
      return input.initial === null ? '' : String(input.initial);
    case 'boolean':
    case 'choices':
      return input.initial;
    case 'choice':
      return input.initial ?? '';
    default:
      return assertNever(input);
  }
}
export const initialValues = (fields: readonly FormField[]): RawValues =>
  Object.fromEntries(fields.map((field) => [field.name, initialValue(field)]));

type Checked = { readonly problem: string } | { readonly value: FormValues[string] | null };

const isRealDate = (text: string) => {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
};

function checkText(input: Extract<FormField['input'], { kind: 'text' }>, raw: string): Checked {
  if (input.maxLength !== null && raw.length > input.maxLength)
    return { problem: `At most ${input.maxLength} characters; this has ${raw.length}.` };
  switch (input.format) {
    case 'plain':
      return { value: raw };
    case 'email':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(raw)
        ? { value: raw }
        : { problem: 'This is not a mail address (name@example.org).' };
    case 'uri':
      return URL.canParse(raw) ? { value: raw } : { problem: 'This is not an address (https://example.org/page).' };
    case 'date':
      return isRealDate(raw) ? { value: raw } : { problem: 'This is not a date (2026-11-30).' };
    case 'date-time': {
      const at = new Date(raw);
      return Number.isNaN(at.getTime()) ? { problem: 'This is not a date with a time.' } : { value: at.toISOString() };
    }
    default:
      return assertNever(input.format);
  }
}

function checkNumber(input: Extract<FormField['input'], { kind: 'number' }>, raw: string): Checked {
  const value = Number(raw);
  if (!Number.isFinite(value)) return { problem: 'This is not a number.' };
  if (input.integer && !Number.isInteger(value)) return { problem: 'This must be a whole number.' };
  if (input.min !== null && value < input.min) return { problem: `At least ${input.min}.` };
  if (input.max !== null && value > input.max) return { problem: `At most ${input.max}.` };
  return { value };
}

function check(field: FormField, raw: RawValue | undefined): Checked {
  const { input } = field;
  const missing: Checked = field.required ? { problem: 'This is needed.' } : { value: null };
  switch (input.kind) {
    case 'text':
      return typeof raw !== 'string' || raw.trim() === '' ? missing : checkText(input, raw);
    case 'number':
      return typeof raw !== 'string' || raw.trim() === '' ? missing : checkNumber(input, raw.trim());
    case 'boolean':
      return { value: raw === true };
    case 'choice':
      if (typeof raw !== 'string' || raw === '') return missing;
      return input.options.some((option) => option.value === raw)
        ? { value: raw }
        : { problem: 'Choose one of the options.' };
    case 'choices': {
      const chosen = Array.isArray(raw) ? input.options.filter((option) => raw.includes(option.value)) : [];
      return chosen.length === 0 ? missing : { value: chosen.map((option) => option.value) };
    }
    default:
      return assertNever(input);
  }
}

export type FormResult =
  | { readonly ok: true; readonly values: FormValues }
  /** Field name → what is wrong, in words. */
  | { readonly ok: false; readonly problems: Readonly<Record<string, string>> };

/** Checks every field; fields that may stay empty and do are left out of the answer. */
export function readForm(fields: readonly FormField[], raw: RawValues): FormResult {
  const values: Record<string, FormValues[string]> = {};
  const problems: Record<string, string> = {};
  for (const field of fields) {
    const checked = check(field, raw[field.name]);
    if ('problem' in checked) problems[field.name] = checked.problem;
    else if (checked.value !== null) values[field.name] = checked.value;
  }
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, values };
}

/** An answer written as JSON, for a schema that has no controls here: one object of texts, numbers, switches and lists of texts. */
export function readJson(text: string): FormResult {
  const problem = (words: string): FormResult => ({ ok: false, problems: { json: words } });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return problem(`This is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return problem('The answer must be a JSON object: { "name": value }.');
  const values: Record<string, FormValues[string]> = {};
  for (const [name, value] of Object.entries(parsed as Record<string, unknown>)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') values[name] = value;
    else if (Array.isArray(value) && value.every((one) => typeof one === 'string')) values[name] = value;
    else return problem(`“${name}” must be a text, a number, true or false, or a list of texts.`);
  }
  return { ok: true, values };
}
