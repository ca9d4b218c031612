import { isMicroserviceName } from '../shared/microservice-name.js';
import { M2MOptionsError } from '../shared/options.error.js';

interface OptionProblem {
  readonly option: string;
  readonly problem: string;
}

/**
 * Reads options of any shape and collects what is wrong with them, so that all of it is reported at
 * once. A wrong option reads as its default until {@link throwProblems} is called.
 *
 * A text or URL that is given as undefined is wrong, not absent: it is what an environment variable
 * that is not set looks like.
 */
export class OptionReader {
  private readonly values: Readonly<Record<string, unknown>>;

  constructor(
    values: unknown,
    known: readonly string[],
    private readonly prefix = '',
    private readonly problems: OptionProblem[] = [],
  ) {
    const isRecord = typeof values === 'object' && values !== null && !Array.isArray(values);
    if (!isRecord) this.report('', `must be an object (got ${shown(values)}).`);
    this.values = isRecord ? (values as Record<string, unknown>) : {};
    for (const name of Object.keys(this.values)) {
      if (!known.includes(name)) {
        this.report(name, `is not known: remove it. Known are ${known.join(', ')}.`);
      }
    }
  }

  has(name: string): boolean {
    return Object.hasOwn(this.values, name);
  }

  report(name: string, problem: string): void {
    const option = [this.prefix, name].filter((part) => part !== '').join('.') || 'options';
    this.problems.push({ option, problem });
  }

  /** @throws M2MOptionsError naming the first problem as its option and every problem in its message. */
  throwProblems(): void {
    const [first, ...others] = this.problems;
    if (first === undefined) return;
    const rest = others.map(({ option, problem }) => `\nM2M option "${option}" ${problem}`);
    throw new M2MOptionsError(first.option, first.problem + rest.join(''));
  }

  section(name: string, known: readonly string[]): OptionReader {
    const values = this.values[name] === undefined ? {} : this.values[name];
    return new OptionReader(values, known, name, this.problems);
  }

  microserviceName(name: string): string {
    const value = this.values[name];
    if (isMicroserviceName(value)) return value;
    const repair = 'must be the name of a microservice: lower-case letters, digits and hyphens';
    this.report(name, `${repair} (got ${shown(value)}).`);
    return '';
  }

  text(name: string, byDefault: string): string {
    if (!this.has(name)) return byDefault;
    const value = this.values[name];
    if (typeof value === 'string' && value.trim() === value && value !== '') return value;
    this.report(name, `must be a text that is not empty (got ${shown(value)}), or be left out.`);
    return byDefault;
  }

  url(name: string): URL | undefined {
    return this.has(name) ? this.asUrl(name, this.values[name]) : undefined;
  }

  /** One URL or a list of them; what is wrong with one is told by its place in the list. */
  urls(name: string): readonly URL[] {
    const value = this.values[name];
    if (!Array.isArray(value)) return [this.url(name)].flatMap((url) => url ?? []);
    if (value.length === 0) this.report(name, 'is an empty list: give at least one URL.');
    return value.flatMap((item: unknown, at) => this.asUrl(`${name}[${at}]`, item) ?? []);
  }

  private asUrl(name: string, value: unknown): URL | undefined {
    const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol) || url.hash !== '') {
      const example = 'such as "https://auth.example.com"';
      this.report(name, `must be an absolute http or https URL, ${example} (got ${shown(value)}).`);
      return undefined;
    }
    if (url.username !== '' || url.password !== '') {
      this.report(name, 'must not contain a user name or password: remove them.');
      return undefined;
    }
    return url;
  }

  oneOf<const T extends string>(name: string, allowed: readonly T[], byDefault: NoInfer<T>): T {
    const value = this.values[name];
    if (value === undefined) return byDefault;
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) {
      this.report(name, `must be one of ${allowed.join(', ')} (got ${shown(value)}).`);
    }
    return found ?? byDefault;
  }

  integer(name: string, byDefault: number, min: number, max: number): number {
    const value = this.values[name];
    if (value === undefined) return byDefault;
    if (Number.isInteger(value) && Number(value) >= min && Number(value) <= max) {
      return Number(value);
    }
    this.report(name, `must be a whole number from ${min} to ${max} (got ${shown(value)}).`);
    return byDefault;
  }

  flag(name: string, byDefault: boolean): boolean {
    const value = this.values[name];
    if (value === undefined) return byDefault;
    if (typeof value === 'boolean') return value;
    this.report(name, `must be true or false (got ${shown(value)}).`);
    return byDefault;
  }

  object<T extends object>(name: string, byDefault: T): T {
    const value = this.values[name];
    if (value === undefined) return byDefault;
    if (typeof value === 'object' && value !== null) return value as T;
    this.report(name, `must be an object (got ${shown(value)}).`);
    return byDefault;
  }

  callable(name: string): ((...args: never[]) => unknown) | undefined {
    if (!this.has(name)) return undefined;
    const value = this.values[name];
    if (typeof value === 'function') return value as (...args: never[]) => unknown;
    this.report(name, `must be a function (got ${shown(value)}).`);
    return undefined;
  }
}

/** A value as it may stand in a message: short, and without what an object might hold. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}
