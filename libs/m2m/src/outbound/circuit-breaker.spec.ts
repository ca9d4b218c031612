import { FakeClock } from '../../../../test/support/fake-clock.js';
import { CircuitBreaker } from './circuit-breaker.js';

function setUp() {
  const clock = new FakeClock();
  const changes: string[] = [];
  const breaker = new CircuitBreaker({ failures: 2, openMs: 1_000 }, clock, (state) =>
    changes.push(state),
  );
  return { clock, breaker, changes };
}

function opened() {
  const made = setUp();
  made.breaker.failed();
  made.breaker.failed();
  return made;
}

describe('CircuitBreaker', () => {
  it('admits everything until the failures in a row are reached', () => {
    const { breaker } = setUp();

    breaker.failed();
    breaker.succeeded();
    breaker.failed();

    expect(breaker.admits()).toBe(true);
    expect(breaker.state).toBe('closed');
  });

  it('admits nothing while it is open, and says how long', () => {
    const { breaker, clock } = opened();

    clock.advance(400);

    expect(breaker.admits()).toBe(false);
    expect(breaker.waitMs()).toBe(600);
  });

  it('lets exactly one probe through when the time is over', () => {
    const { breaker, clock } = opened();
    clock.advance(1_000);

    expect([breaker.admits(), breaker.admits(), breaker.state]).toEqual([true, false, 'half-open']);
  });

  it('closes after a good probe and opens again after a bad one', () => {
    const { breaker, clock } = opened();
    clock.advance(1_000);
    breaker.admits();
    breaker.failed();
    expect(breaker.state).toBe('open');

    clock.advance(1_000);
    breaker.admits();
    breaker.succeeded();
    expect(breaker.state).toBe('closed');
    expect(breaker.admits()).toBe(true);
  });

  it('opens at once for as long as the server wishes', () => {
    const { breaker } = setUp();

    breaker.failed(30_000);

    expect(breaker.state).toBe('open');
    expect(breaker.waitMs()).toBe(30_000);
  });

  it('reports each change once', () => {
    const { breaker, clock, changes } = opened();
    clock.advance(1_000);
    breaker.admits();
    breaker.failed();
    clock.advance(1_000);
    breaker.admits();
    breaker.succeeded();
    breaker.succeeded();

    expect(changes).toEqual(['opened', 'closed']);
  });
});
