/** One commit of the sample repository: files are written as given, then committed together. */
export type SampleCommit = { readonly message: string; readonly files: Readonly<Record<string, string>> };

/** The name in the sample's package.json, by which scripts recognise it before they change anything. */
export const SAMPLE_NAME = 'corner-shop';

/** The file and line that the guided fix changes: percentages are cut off instead of rounded. */
export const SAMPLE_BUG = {
  path: 'src/money.js',
  context: 'export function percentOf(cents, percent) {',
  before: '  return Math.floor((cents * percent) / 100);',
  after: '  return Math.round((cents * percent) / 100);',
} as const;

const PACKAGE = `{
  "name": "${SAMPLE_NAME}",
  "version": "0.1.0",
  "private": true,
  "type": "module",
  "scripts": { "test": "node --test" }
}
`;

const MONEY = `// Prices are integers in cents, so that adding them never loses one.

export function formatCents(cents) {
  const sign = cents < 0 ? '-' : '';
  const whole = Math.floor(Math.abs(cents) / 100);
  const rest = String(Math.abs(cents) % 100).padStart(2, '0');
  return \`\${sign}\${whole}.\${rest}\`;
}
`;

const PERCENT = `
/** A share of an amount, in whole cents. */
${SAMPLE_BUG.context}
${SAMPLE_BUG.before}
}
`;

const CATALOG = `const GOODS = new Map([
  ['bread', { id: 'bread', name: 'Rye bread', price: 420 }],
  ['butter', { id: 'butter', name: 'Salted butter', price: 330 }],
  ['coffee', { id: 'coffee', name: 'Coffee, 250 g', price: 990 }],
  ['tea', { id: 'tea', name: 'Green tea', price: 545 }],
]);

/** Looks a product up; throws for an id that is not sold here. */
export function product(id) {
  const found = GOODS.get(id);
  if (!found) throw new Error(\`No such product: \${id}\`);
  return found;
}

export function allProducts() {
  return [...GOODS.values()];
}
`;

const CART = `import { product } from './catalog.js';

export const emptyCart = Object.freeze({ lines: [] });

/** Returns a new cart with one more of the product. */
export function addItem(cart, id) {
  const { price } = product(id);
  const others = cart.lines.filter((line) => line.id !== id);
  const quantity = (cart.lines.find((line) => line.id === id)?.quantity ?? 0) + 1;
  return { ...cart, lines: [...others, { id, price, quantity }] };
}

/** The sum of all lines, in cents, before any discount. */
export function subtotal(cart) {
  return cart.lines.reduce((cents, line) => cents + line.price * line.quantity, 0);
}
`;

const DISCOUNT = `import { subtotal } from './cart.js';
import { percentOf } from './money.js';

const CODES = new Map([
  ['WELCOME', 15],
  ['FRIENDS', 25],
]);

/** What the cart costs with a code, in cents; an unknown code changes nothing. */
export function total(cart, code) {
  const full = subtotal(cart);
  return full - percentOf(full, CODES.get(code) ?? 0);
}
`;

const CART_TEST = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addItem, emptyCart, subtotal } from '../src/cart.js';
import { formatCents } from '../src/money.js';

test('the same product shares one line', () => {
  const cart = addItem(addItem(emptyCart, 'tea'), 'tea');
  assert.deepEqual(cart.lines, [{ id: 'tea', price: 545, quantity: 2 }]);
});

test('a subtotal adds all lines', () => {
  assert.equal(subtotal(addItem(addItem(emptyCart, 'bread'), 'butter')), 750);
});

test('an unknown product is refused', () => {
  assert.throws(() => addItem(emptyCart, 'caviar'), /No such product/);
});

test('cents are written with two digits', () => {
  assert.equal(formatCents(1205), '12.05');
});
`;

const DISCOUNT_TEST = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addItem, emptyCart } from '../src/cart.js';
import { total } from '../src/discount.js';

const coffee = addItem(emptyCart, 'coffee');

test('an unknown code changes nothing', () => {
  assert.equal(total(coffee, 'NOPE'), 990);
});

test('half a cent of discount is rounded up', () => {
  // 15 % of 990 is 148.5: the customer gets 149 off.
  assert.equal(total(coffee, 'WELCOME'), 841);
});
`;

const README = `# Corner shop

A very small shop: a catalogue, a cart and discount codes. No dependencies.

- \`src/money.js\`: amounts are integers in cents; they are rounded once, at the end
- \`src/cart.js\`: carts are values; every change returns a new one
- \`src/discount.js\`: percentage codes

Run the tests with \`node --test\`. One of them fails on purpose: it waits for somebody to fix the rounding.
`;

/** The history of the sample repository, oldest commit first. */
export const SAMPLE_COMMITS: readonly SampleCommit[] = [
  {
    message: 'Start the shop with a catalogue and a cart',
    files: {
      'package.json': PACKAGE,
      '.gitignore': 'node_modules/\n',
      'src/money.js': MONEY,
      'src/catalog.js': CATALOG,
      'src/cart.js': CART,
      'test/cart.test.js': CART_TEST,
    },
  },
  {
    message: 'Add discount codes',
    files: { 'src/money.js': MONEY + PERCENT, 'src/discount.js': DISCOUNT, 'test/discount.test.js': DISCOUNT_TEST },
  },
  { message: 'Write down how prices work', files: { 'README.md': README } },
];
