import { RegistrySnapshot } from '../registry/registry-snapshot.js';
import { FormParameters } from './form-parameters.js';
import { targetOf } from './target-parameter.js';

const microservice = (name: string, url: string) => ({
  id: name,
  name,
  url,
  isEnabled: true,
  notBefore: undefined,
  mode: 'enforce' as const,
});
const registry = new RegistrySnapshot([
  microservice('m1', 'http://localhost:8001'),
  microservice('m2', 'https://m2.example/api/'),
  microservice('twin-a', 'http://twin'),
  microservice('twin-b', 'http://twin'),
]);
const target = (form: Record<string, string>) =>
  targetOf(FormParameters.parse(Buffer.from(new URLSearchParams(form).toString())), registry);

describe('the target that is asked for', () => {
  it.each([
    [{ resource: 'm1' }, 'm1'],
    [{ audience: 'm1' }, 'm1'],
    [{ resource: 'http://localhost:8001' }, 'm1'],
    [{ resource: 'http://localhost:8001/' }, 'm1'],
    [{ resource: 'https://m2.example/api' }, 'm2'],
    [{ resource: 'http://localhost:8001', audience: 'm1' }, 'm1'],
    [{ resource: 'unknown' }, 'unknown'],
  ])('of %j is %s', (form, name) => expect(target(form)).toBe(name));

  it.each([
    'http://localhost:8003',
    'http://LOCALHOST:8001',
    'http://localhost:8001/x',
    'http://twin',
  ])('of %s is nobody', (resource) => expect(registry.find(target({ resource }))).toBeUndefined());

  it.each([
    { x: '1' },
    { resource: 'm1', audience: 'm2' },
    { resource: 'ftp://m1' },
    { resource: 'http://m1#x' },
    { resource: 'http://u@m1' },
    { resource: 'http://:p@m1' },
    { resource: 'M1' },
    { resource: `http://${'x'.repeat(2048)}` },
  ])('is refused for %j', (form) => {
    expect(() => target(form)).toThrow(expect.objectContaining({ error: 'invalid_target' }));
  });
});
