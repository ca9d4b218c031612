import { spawnSync } from 'node:child_process';
import { completionScript } from './completion-script.js';

const LAUNCH = ['/usr/bin/printf', '%s\n', 'policy', "it's"];

describe('completionScript', () => {
  it.each(['bash', 'zsh'] as const)('for %s names the function and defines m2m', (shell) => {
    const script = completionScript(shell, LAUNCH);
    expect(script).toContain("'it'\\''s' --get-yargs-completions");
    expect(script).toContain('m2m() {');
  });

  it('is a script that bash runs, and completes what the command answers', () => {
    const script = completionScript('bash', LAUNCH);
    const drive = `${script}\nCOMP_WORDS=(m2m pol); COMP_CWORD=1; _m2m_completions; echo "\${COMPREPLY[@]}"`;
    const { status, stdout } = spawnSync('bash', ['-c', drive], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, 'policy\n']);
  });

  it('lets zsh run what is written for bash', () => {
    const [bash, zsh] = (['bash', 'zsh'] as const).map((shell) => completionScript(shell, LAUNCH));
    expect(zsh).toContain('bashcompinit && bashcompinit\n');
    expect(zsh?.endsWith(bash?.slice(bash.indexOf('_m2m_completions')) ?? '')).toBe(true);
    expect(spawnSync('bash', ['-n'], { input: zsh }).status).toBe(0);
  });
});
