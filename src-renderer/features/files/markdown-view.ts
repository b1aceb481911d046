import type { ComponentType } from 'react';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';

/** Draws a Markdown text; links to files are of the thread's folder. */
export type MarkdownView = ComponentType<{ readonly thread: ThreadRef; readonly text: string }>;
