/** The shells that the command completes itself in. */
export const SHELLS = ['bash', 'zsh'] as const;

/** One of {@link SHELLS}. */
export type ShellName = (typeof SHELLS)[number];

/** A script that makes a shell complete `m2m`; it asks the command itself, started with `launch`. */
export function completionScript(shell: ShellName, launch: readonly string[]): string {
  const start = launch.map((part) => `'${part.replaceAll("'", "'\\''")}'`).join(' ');
  return `# m2m completion for ${shell}\n${PREPARE[shell]}${functions(start)}`;
}

/** zsh runs completions that are written for bash. */
const PREPARE: Readonly<Record<ShellName, string>> = {
  bash: '',
  zsh: 'autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n',
};

function functions(start: string): string {
  return `_m2m_completions() {
  local IFS=$'\\n'
  local words
  words=$(${start} --get-yargs-completions "\${COMP_WORDS[@]}" 2>/dev/null)
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _m2m_completions m2m
command -v m2m >/dev/null 2>&1 || m2m() { ${start} "$@"; }
`;
}
