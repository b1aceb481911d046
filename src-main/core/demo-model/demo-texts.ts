/** A plan in the form that the app-server turns into a plan item. */
export const GIFT_CARD_PLAN = `<proposed_plan>
# Gift cards

A gift card is money paid in advance. It is taken off what is due, after discounts.

## Steps

1. \`src/gift-card.js\`: a card has an id and a balance in cents; \`redeem(card, due)\` returns what is left of both
2. \`src/discount.js\`: \`total\` stays as it is; a new \`due(cart, code, cards)\` takes cards off the total
3. Tests: a card that covers everything, one that covers a part, two cards, an empty card

## Not part of it

- Selling cards, and cards that expire
- Storing balances: the caller does that

## Risks

A balance could be spent twice if the caller stores it late. \`redeem\` therefore returns the new balance and never changes the card it was given.
</proposed_plan>
`;

/** A long answer with the parts that Markdown readers trip over. */
export const PRICE_ANSWER = `# From the catalogue to the total

Prices are **integers in cents** all the way. They become text only at the very end, so nothing is lost on the way.

## 1. The catalogue

\`product(id)\` looks a product up and throws for an unknown id. A wrong id is a bug of the caller, not an empty cart.

## 2. The cart

A cart is a value. \`addItem\` returns a new one and copies the price into the line:

\`\`\`js
export function addItem(cart, id) {
  const { price } = product(id);
  const others = cart.lines.filter((line) => line.id !== id);
  const quantity = (cart.lines.find((line) => line.id === id)?.quantity ?? 0) + 1;
  return { ...cart, lines: [...others, { id, price, quantity }] };
}
\`\`\`

The copy matters: a price that changes tomorrow does not change a cart of today.

## 3. The discount

| code | percent | 9.90 becomes | before the fix |
|---|---:|---:|---:|
| none | 0 | 9.90 | 9.90 |
| \`WELCOME\` | 15 | 8.41 | 8.42 |
| \`FRIENDS\` | 25 | 7.42 | 7.43 |

The discount is computed **once, on the sum**. Rounding every line would add up half cents:

> Ten lines of 0.10 with 15 % off: rounded per line that is 0.80, rounded once it is 0.85.

## 4. The text

\`formatCents(1205)\` is \`12.05\`. It knows no currency and no language, which is the next thing to decide.

### What is covered by tests

- [x] the same product shares one line
- [x] a subtotal adds all lines
- [x] an unknown code changes nothing
- [ ] a negative amount, which refunds will need
- [ ] more than one code at a time
  - it is open whether percentages add up or apply one after the other

To try it yourself:

\`\`\`sh
node --test
node -e "import('./src/money.js').then(({ formatCents }) => console.log(formatCents(841)))"
\`\`\`

Further reading: [the README](README.md) says the same in five lines.
`;
