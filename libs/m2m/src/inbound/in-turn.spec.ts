import { InTurn } from './in-turn.js';

const PLACES = ['one', 'two', 'three'] as const;

describe('places asked in turn', () => {
  let asked: string[];
  let broken: Set<string>;
  let places: InTurn<string>;
  const attempt = (place: string, left: number): Promise<string> => {
    asked.push(`${place}, ${left} left`);
    return broken.has(place) ? Promise.reject(new Error(place)) : Promise.resolve(place);
  };

  beforeEach(() => {
    asked = [];
    broken = new Set();
    places = new InTurn(PLACES);
  });

  it('stay with the one that answers', async () => {
    expect([await places.ask(attempt), await places.ask(attempt)]).toEqual(['one', 'one']);
    expect(asked).toEqual(['one, 3 left', 'one, 3 left']);
  });

  it('hand over to the next, round the end of the list', async () => {
    broken.add('one').add('two');
    expect(await places.ask(attempt)).toBe('three');
    broken = new Set(['three']);
    expect(await places.ask(attempt)).toBe('one');
    expect(asked).toEqual([
      'one, 3 left',
      'two, 2 left',
      'three, 1 left',
      'three, 3 left',
      'one, 2 left',
    ]);
  });

  it('are asked once each when all fail, and throw what the last one threw', async () => {
    broken = new Set(PLACES);
    await expect(places.ask(attempt)).rejects.toThrow('three');
    expect(asked).toHaveLength(3);
  });

  it('move on when they are told to, also when there is one alone', async () => {
    places.moveOn();
    expect(await places.ask(attempt)).toBe('two');
    const alone = new InTurn(['one']);
    alone.moveOn();
    expect(await alone.ask(attempt)).toBe('one');
  });
});
