import { useEffect, useRef } from 'react';
import { textModelOf, viewStates, type CodeModel } from './code-model.ts';
import { monaco } from './monaco-parts.ts';
import { applyTheme } from './monaco-theme.ts';
import { usePageTheme } from './page-theme.ts';
import styles from './code-editor.module.css';

export interface EditorLook {
  readonly fontSize: number;
  readonly wrap: boolean;
}
const common = ({ fontSize, wrap }: EditorLook): monaco.editor.IEditorOptions => ({
  automaticLayout: true,
  fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font-code').trim(),
  fontSize,
  lineHeight: Math.round(fontSize * 1.6),
  fontLigatures: false,
  wordWrap: wrap ? 'on' : 'off',
  minimap: { enabled: false },
  bracketPairColorization: { enabled: false },
  scrollBeyondLastLine: false,
  smoothScrolling: false,
  renderLineHighlight: 'line',
  stickyScroll: { enabled: false },
  unusualLineTerminators: 'off',
  occurrencesHighlight: 'singleFile',
  padding: { top: 6, bottom: 12 },
  lineNumbersMinChars: 4,
  overviewRulerLanes: 0,
  fixedOverflowWidgets: true,
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
});

/** The text of one file, to read and to write. The model outlives it: its cursor and place come back with it. */
export function CodeEditor(props: {
  readonly model: CodeModel;
  /** Accessible name. */
  readonly label: string;
  readonly look: EditorLook;
  readonly readOnly: boolean;
  /** What is said when somebody types into it though it is read only. */
  readonly readOnlyWords: string;
  /** Brings a line (from 1) into the middle, again whenever `nonce` is another one; null: none. */
  readonly show: { readonly line: number; readonly nonce: number } | null;
  readonly focus: boolean;
}) {
  const { model, label, look, readOnly, readOnlyWords, show, focus } = props;
  const holder = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | null>(null);
  const theme = usePageTheme();
  useEffect(() => applyTheme(theme), [theme]);

  useEffect(() => {
    if (!holder.current) return;
    const created = monaco.editor.create(holder.current, { model: null, ...common({ fontSize: 12, wrap: false }) });
    editor.current = created;
    return () => {
      editor.current = null;
      created.dispose();
    };
  }, []);
  useEffect(() => {
    editor.current?.updateOptions({
      ...common(look),
      readOnly,
      readOnlyMessage: { value: readOnlyWords },
      ariaLabel: label,
    });
  }, [look, readOnly, readOnlyWords, label]);
  useEffect(() => {
    const current = editor.current;
    if (!current) return;
    current.setModel(textModelOf(model));
    const state = viewStates.get(model);
    if (state) current.restoreViewState(state);
    return () => {
      const left = current.getModel() ? current.saveViewState() : null;
      if (left) viewStates.set(model, left);
    };
  }, [model]);
  useEffect(() => {
    if (focus) editor.current?.focus();
  }, [focus, model]);
  useEffect(() => {
    const current = editor.current;
    if (!current || !show) return;
    const line = Math.min(show.line, current.getModel()?.getLineCount() ?? 1);
    current.setPosition({ lineNumber: line, column: 1 });
    current.revealLineInCenter(line, monaco.editor.ScrollType.Immediate);
  }, [show, model]);
  return <div ref={holder} className={styles.editor} />;
}

/** What is in the editor beside what is on the disk. */
export function CodeCompare(props: {
  readonly label: string;
  readonly path: string;
  readonly before: string;
  readonly model: CodeModel;
  readonly look: EditorLook;
}) {
  const { label, path, before, model, look } = props;
  const holder = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneDiffEditor | null>(null);
  const theme = usePageTheme();
  useEffect(() => applyTheme(theme), [theme]);
  useEffect(() => {
    if (!holder.current) return;
    const own = textModelOf(model);
    const original = monaco.editor.createModel(before.replace(/\r\n?/g, '\n'), own.getLanguageId());
    const created = monaco.editor.createDiffEditor(holder.current, {
      ...common({ fontSize: 12, wrap: false }),
      renderSideBySide: false,
      renderOverviewRuler: false,
      renderGutterMenu: false,
      originalEditable: false,
      ariaLabel: label,
    });
    created.setModel({ original, modified: own });
    editor.current = created;
    return () => {
      editor.current = null;
      // The editor goes before its texts do: the other way round it throws.
      created.setModel(null);
      created.dispose();
      original.dispose();
    };
  }, [before, model, label, path]);
  useEffect(() => {
    editor.current?.updateOptions(common(look));
  }, [look]);
  return <div ref={holder} className={styles.editor} />;
}
