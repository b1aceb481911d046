/** The desktop entry that starts a program with the session. Quoted as the Desktop Entry Specification has it, in two layers. */
export const autostartEntry = (program: string): string =>
  `[Desktop Entry]
Type=Application
Name=Skein
Comment=Run many Codex threads side by side
Exec=${quoted(program)}
Icon=skein
Terminal=false
X-GNOME-Autostart-enabled=true
`;

const quoted = (program: string): string =>
  `"${program
    .replace(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`;
