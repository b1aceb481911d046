const EVENTS: Readonly<Record<string, string>> = {
  preModelRequest: 'Before a model request',
  postModelRequest: 'After a model request',
  preToolUse: 'Before a tool runs',
  permissionRequest: 'When permission is asked for',
  postToolUse: 'After a tool ran',
  preCompact: 'Before the context is compacted',
  postCompact: 'After the context was compacted',
  sessionStart: 'When a thread starts',
  sessionEnd: 'When a thread ends',
  userPromptSubmit: 'When you send a message',
  subagentStart: 'When a sub-agent starts',
  subagentStop: 'When a sub-agent stops',
  stop: 'When a turn ends',
  interrupt: 'When a turn is interrupted',
};
/** When a hook runs. */
export const hookEventWords = (event: string): string => EVENTS[event] ?? event;
