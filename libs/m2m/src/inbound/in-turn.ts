/**
 * Places of equal right that offer the same, asked one after another until one answers. The last good
 * one is asked first.
 */
export class InTurn<Place> {
  private preferred = 0;

  constructor(private readonly places: readonly Place[]) {}

  /**
   * Asks until an attempt succeeds; each is told how many places are left, itself included, so that
   * it can take its share of the time. Throws what the last attempt throws.
   */
  async ask<T>(attempt: (place: Place, left: number) => Promise<T>): Promise<T> {
    const { places } = this;
    const first = this.preferred;
    let failure: unknown;
    for (let turn = 0; turn < places.length; turn += 1) {
      const at = (first + turn) % places.length;
      try {
        const answer = await attempt(places[at] as Place, places.length - turn);
        this.preferred = at;
        return answer;
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  /** The last answer was of no use: another place is asked first, if there is one. */
  moveOn(): void {
    this.preferred = (this.preferred + 1) % this.places.length;
  }
}
