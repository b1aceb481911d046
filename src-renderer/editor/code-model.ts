import { monaco } from './monaco-parts.ts';

/** The text of one open file, with its history of changes. It lives as long as the file is open, seen or not. */
export interface CodeModel {
  /** With `\n` at the ends of lines. */
  readonly text: () => string;
  /** Another value after every change; the same again after going back to it. */
  readonly mark: () => number;
  /** Puts another text in, as one change that can be undone. */
  readonly replace: (text: string) => void;
  readonly onChange: (listener: () => void) => () => void;
  readonly dispose: () => void;
}

const models = new WeakMap<CodeModel, monaco.editor.ITextModel>();
/** Cursor, selection and scroll place of a file that is not in front. */
export const viewStates = new WeakMap<CodeModel, monaco.editor.ICodeEditorViewState>();

/** Lines longer than this come from machines; colours would take longer than reading them. */
const MAX_COLOURED_CHARS = 2_000_000;
let count = 0;

/** @param path decides the language, by its name */
export function createCodeModel(path: string, text: string): CodeModel {
  count += 1;
  const plain = text.replace(/\r\n?/g, '\n');
  const language = text.length > MAX_COLOURED_CHARS ? 'plaintext' : undefined;
  const model = monaco.editor.createModel(
    plain,
    language,
    monaco.Uri.from({ scheme: 'skein', path: `/${count}/${path}` }),
  );
  const handle: CodeModel = {
    text: () => model.getValue(monaco.editor.EndOfLinePreference.LF),
    mark: () => model.getAlternativeVersionId(),
    replace: (next) => {
      const range = model.getFullModelRange();
      model.pushEditOperations([], [{ range, text: next.replace(/\r\n?/g, '\n') }], () => null);
      model.pushStackElement();
    },
    onChange: (listener) => {
      const heard = model.onDidChangeContent(listener);
      return () => heard.dispose();
    },
    dispose: () => model.dispose(),
  };
  models.set(handle, model);
  return handle;
}

/** For the views of this folder. */
export function textModelOf(handle: CodeModel): monaco.editor.ITextModel {
  const model = models.get(handle);
  if (!model) throw new Error('Not a model of this editor');
  return model;
}
