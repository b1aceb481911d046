import { monaco } from './monaco-parts.ts';

/** Name of the theme that is made of the page's tokens. */
const THEME = 'skein';

interface Look {
  readonly base: 'vs' | 'vs-dark';
  /** Colours of code, as highlighted code in messages has them. */
  readonly code: Readonly<Record<'keyword' | 'string' | 'number' | 'comment' | 'type' | 'name', string>>;
}
const LOOKS: Readonly<Record<'dark' | 'light', Look>> = {
  dark: {
    base: 'vs-dark',
    code: { keyword: 'c792ea', string: '9ad08a', number: 'f2a97f', comment: '8f97a5', type: '6fc3df', name: '7cb2ff' },
  },
  light: {
    base: 'vs',
    code: { keyword: '7b30a8', string: '2b6e2f', number: '9a4a08', comment: '5f6774', type: '0b6780', name: '2547b8' },
  },
};

/** Makes Monaco look like the rest of the page, in the theme that the page is drawn in now. */
export function applyTheme(theme: 'dark' | 'light'): void {
  const styles = getComputedStyle(document.documentElement);
  const token = (name: string): string => hexOf(styles.getPropertyValue(`--${name}`).trim());
  const { base, code } = LOOKS[theme];
  monaco.editor.defineTheme(THEME, {
    base,
    inherit: true,
    rules: [
      { token: '', foreground: token('text-1').slice(1) },
      { token: 'comment', foreground: code.comment },
      { token: 'keyword', foreground: code.keyword },
      { token: 'string', foreground: code.string },
      { token: 'number', foreground: code.number },
      { token: 'regexp', foreground: code.number },
      { token: 'type', foreground: code.type },
      { token: 'tag', foreground: code.keyword },
      { token: 'attribute.name', foreground: code.name },
      { token: 'attribute.value', foreground: code.string },
      { token: 'delimiter', foreground: token('text-2').slice(1) },
    ],
    colors: {
      'editor.background': token('bg-code'),
      'editor.foreground': token('text-1'),
      'editorLineNumber.foreground': token('text-3'),
      'editorLineNumber.activeForeground': token('text-1'),
      'editor.lineHighlightBackground': token('bg-hover'),
      'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': `${token('accent').slice(0, 7)}44`,
      'editor.inactiveSelectionBackground': `${token('accent').slice(0, 7)}26`,
      'editor.findMatchBackground': token('mark'),
      'editor.findMatchHighlightBackground': token('mark'),
      'editorCursor.foreground': token('accent'),
      'editorWidget.background': token('bg-raised'),
      'editorWidget.border': token('line-strong'),
      'editorWidget.foreground': token('text-1'),
      'input.background': token('bg-window'),
      'input.border': token('line-control'),
      'menu.background': token('bg-raised'),
      'menu.foreground': token('text-1'),
      'menu.selectionBackground': token('bg-selected'),
      'menu.selectionForeground': token('text-1'),
      'menu.border': token('line-strong'),
      'editorBracketHighlight.foreground1': token('text-2'),
      'editorBracketHighlight.foreground2': token('text-2'),
      'editorBracketHighlight.foreground3': token('text-2'),
      'editorIndentGuide.background1': token('line'),
      'editorIndentGuide.activeBackground1': token('line-strong'),
      'scrollbar.shadow': '#00000000',
      'scrollbarSlider.background': `${token('scroll-thumb').slice(0, 7)}99`,
      'scrollbarSlider.hoverBackground': token('scroll-thumb'),
      'scrollbarSlider.activeBackground': token('scroll-thumb'),
      'diffEditor.insertedTextBackground': token('add-gutter'),
      'diffEditor.removedTextBackground': token('del-gutter'),
      'diffEditor.insertedLineBackground': token('add-bg'),
      'diffEditor.removedLineBackground': token('del-bg'),
      focusBorder: token('accent'),
    },
  });
  monaco.editor.setTheme(THEME);
}

/** `#abc` and colours with names are not understood by Monaco: only `#rrggbb` and `#rrggbbaa`. */
function hexOf(color: string): string {
  if (/^#[0-9a-f]{6}(?:[0-9a-f]{2})?$/i.test(color)) return color;
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])([0-9a-f])?$/i.exec(color);
  if (!short) return '#808080';
  return `#${short
    .slice(1)
    .map((digit) => (digit ? digit + digit : ''))
    .join('')}`;
}
