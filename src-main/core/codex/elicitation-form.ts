import { z } from 'zod';
import type { FormField } from '../../../src-shared/model/approval.ts';
import { assertNever } from '../../../src-shared/assert-never.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';

/** A field as it is drawn, with the limits that only the check needs. */
export interface FormFieldRule {
  readonly field: FormField;
  /** Characters of a text, or number of choices. */
  readonly least: number | null;
  readonly most: number | null;
}
export type FormValue = string | number | boolean | readonly string[];

const options = z.array(z.object({ const: z.string(), title: z.string() }));
const described = { title: z.string().optional(), description: z.string().optional() };

/** The property kinds of an MCP form (MCP 2025-11-25, `ElicitRequestFormParams`), most telling first. */
const property = z.union([
  z.object({
    type: z.literal('array'),
    items: z.union([z.object({ anyOf: options }), z.object({ enum: z.array(z.string()) })]),
    minItems: z.number().optional(),
    maxItems: z.number().optional(),
    default: z.array(z.string()).optional(),
    ...described,
  }),
  z.object({ type: z.literal('string'), oneOf: options, default: z.string().optional(), ...described }),
  z.object({
    type: z.literal('string'),
    enum: z.array(z.string()),
    enumNames: z.array(z.string()).optional(),
    default: z.string().optional(),
    ...described,
  }),
  z.strictObject({
    type: z.literal('string'),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    format: z.enum(['email', 'uri', 'date', 'date-time']).optional(),
    default: z.string().optional(),
    ...described,
  }),
  z.object({
    type: z.enum(['number', 'integer']),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    default: z.number().optional(),
    ...described,
  }),
  z.object({ type: z.literal('boolean'), default: z.boolean().optional(), ...described }),
]);
type Property = z.output<typeof property>;

const form = z.object({
  type: z.literal('object'),
  properties: z.record(z.string(), property),
  required: z.array(z.string()).nullish(),
});

/** The fields of a form schema, in its order; null when it holds anything this version cannot draw. */
export function readForm(schema: unknown): readonly FormFieldRule[] | null {
  const parsed = form.safeParse(schema);
  if (!parsed.success) return null;
  const required = new Set(parsed.data.required ?? []);
  return Object.entries(parsed.data.properties).map(([name, shape]) => ({
    field: {
      name,
      label: shape.title ?? name,
      description: shape.description ?? null,
      required: required.has(name),
      input: inputOf(shape),
    },
    ...limitsOf(shape),
  }));
}

function inputOf(shape: Property): FormField['input'] {
  switch (shape.type) {
    case 'array':
      return { kind: 'choices', options: choicesOf(shape.items), initial: shape.default ?? [] };
    case 'string':
      if ('oneOf' in shape) return { kind: 'choice', options: titled(shape.oneOf), initial: shape.default ?? null };
      if ('enum' in shape) {
        const { enumNames } = shape;
        const named = shape.enum.map((value, index) => ({ value, label: enumNames?.[index] ?? value }));
        return { kind: 'choice', options: named, initial: shape.default ?? null };
      }
      return {
        kind: 'text',
        format: shape.format ?? 'plain',
        initial: shape.default ?? '',
        maxLength: shape.maxLength ?? null,
      };
    case 'number':
    case 'integer':
      return {
        kind: 'number',
        integer: shape.type === 'integer',
        initial: shape.default ?? null,
        min: shape.minimum ?? null,
        max: shape.maximum ?? null,
      };
    case 'boolean':
      return { kind: 'boolean', initial: shape.default ?? false };
    default:
      return assertNever(shape);
  }
}

function limitsOf(shape: Property): Pick<FormFieldRule, 'least' | 'most'> {
  if (shape.type === 'array') return { least: shape.minItems ?? null, most: shape.maxItems ?? null };
  if ('minLength' in shape || 'maxLength' in shape)
    return { least: shape.minLength ?? null, most: shape.maxLength ?? null };
  return { least: null, most: null };
}

const titled = (values: z.output<typeof options>) => values.map(({ const: value, title }) => ({ value, label: title }));
const choicesOf = (items: Extract<Property, { type: 'array' }>['items']) =>
  'anyOf' in items ? titled(items.anyOf) : items.enum.map((value) => ({ value, label: value }));

/**
 * Checks a filled form. Fields left empty are left out, unless they are required. An issue reads `<field>: <reason>`.
 */
export function checkForm(
  rules: readonly FormFieldRule[],
  values: Readonly<Record<string, FormValue>>,
): Result<Readonly<Record<string, FormValue>>, readonly string[]> {
  const known = new Set(rules.map(({ field }) => field.name));
  const issues = Object.keys(values)
    .filter((name) => !known.has(name))
    .map((name) => `${name}: unknown-field`);
  const content: [string, FormValue][] = [];
  for (const rule of rules) {
    const { name, required } = rule.field;
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined || value === '') {
      if (required) issues.push(`${name}: missing`);
      continue;
    }
    const issue = issueOf(rule, value);
    if (issue) issues.push(`${name}: ${issue}`);
    else content.push([name, value]);
  }
  return issues.length > 0 ? err(issues) : ok(Object.fromEntries(content));
}

function issueOf({ field: { input }, least, most }: FormFieldRule, value: FormValue): string | null {
  switch (input.kind) {
    case 'text': {
      if (typeof value !== 'string') return 'type';
      // The schema counts characters, not UTF-16 units.
      const { length } = Array.from(value);
      if (least !== null && length < least) return 'too-short';
      if (most !== null && length > most) return 'too-long';
      return hasFormat(value, input.format) ? null : 'format';
    }
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'type';
      if (input.integer && !Number.isInteger(value)) return 'type';
      if (input.min !== null && value < input.min) return 'too-small';
      if (input.max !== null && value > input.max) return 'too-large';
      return null;
    case 'boolean':
      return typeof value === 'boolean' ? null : 'type';
    case 'choice':
      if (typeof value !== 'string') return 'type';
      return input.options.some((option) => option.value === value) ? null : 'not-an-option';
    case 'choices': {
      if (typeof value !== 'object') return 'type';
      const offered = new Set(input.options.map((option) => option.value));
      if (!value.every((each) => offered.has(each)) || new Set(value).size < value.length) return 'not-an-option';
      if (least !== null && value.length < least) return 'too-few';
      if (most !== null && value.length > most) return 'too-many';
      return null;
    }
    default:
      return assertNever(input);
  }
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/;

function hasFormat(value: string, format: Extract<FormField['input'], { kind: 'text' }>['format']): boolean {
  switch (format) {
    case 'plain':
      return true;
    case 'email':
      return /^[^\s@]+@[^\s@]+$/.test(value);
    case 'uri':
      return URL.canParse(value);
    case 'date':
      return DATE.test(value) && !Number.isNaN(Date.parse(value));
    case 'date-time':
      return DATE_TIME.test(value) && !Number.isNaN(Date.parse(value));
    default:
      return assertNever(format);
  }
}
