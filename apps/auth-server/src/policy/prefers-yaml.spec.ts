import { prefersYaml } from './prefers-yaml.js';

describe('prefersYaml', () => {
  it.each([
    'application/yaml',
    'Application/YAML; charset=utf-8',
    'application/json;q=0.5, application/yaml',
    'application/yaml;q=0.2, application/json;q=0.1',
    'application/json;q=0, */*',
  ])('answers YAML to %j', (accept) => {
    expect(prefersYaml(accept)).toBe(true);
  });

  it.each([
    undefined,
    '',
    '*/*',
    'application/*',
    'application/json',
    'text/html',
    'application/yaml;q=0.5, application/json',
    'application/json, application/yaml',
    'application/yaml;q=0, */*',
    'application/yaml;q=nonsense',
  ])('answers JSON to %j', (accept) => {
    expect(prefersYaml(accept)).toBe(false);
  });
});
