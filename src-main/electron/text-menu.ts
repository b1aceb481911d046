import { Menu, type ContextMenuParams, type MenuItemConstructorOptions, type WebContents } from 'electron';

/** The menu of a text field, and of selected text; null where the page has nothing to offer. Words of the page's own menus never come here. */
function textMenu(
  {
    isEditable,
    selectionText,
    dictionarySuggestions,
    misspelledWord,
  }: Pick<ContextMenuParams, 'isEditable' | 'selectionText' | 'dictionarySuggestions' | 'misspelledWord'>,
  act: { readonly replace: (word: string) => void; readonly learn: (word: string) => void },
): MenuItemConstructorOptions[] | null {
  if (!isEditable) return selectionText.trim() === '' ? null : [{ role: 'copy' }];
  const spelling: MenuItemConstructorOptions[] =
    misspelledWord === ''
      ? []
      : [
          ...dictionarySuggestions.map((word) => ({ label: word, click: () => act.replace(word) })),
          { label: `Learn “${misspelledWord}”`, click: () => act.learn(misspelledWord) },
          { type: 'separator' },
        ];
  return [
    ...spelling,
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    { type: 'separator' },
    { role: 'selectAll' },
  ];
}

export function offerTextMenu(contents: WebContents): void {
  contents.on('context-menu', (_event, params) => {
    const items = textMenu(params, {
      replace: (word) => contents.replaceMisspelling(word),
      learn: (word) => contents.session.addWordToSpellCheckerDictionary(word),
    });
    if (items) Menu.buildFromTemplate(items).popup();
  });
}
