/** A moment as people read it, in UTC and to the minute; undefined when there is none. */
export function minuteOf(iso: string | undefined): string | undefined {
  return iso?.slice(0, 16).replace('T', ' ');
}
