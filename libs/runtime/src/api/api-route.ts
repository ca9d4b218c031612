import type { z } from 'zod';

/** How a method and a path are written together: `GET /admin/tokens/:id`. */
export type RouteName = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;

/** A value in the path, the query or the headers. */
export interface ApiParameter {
  readonly description: string;
  /** Default any text. */
  readonly schema?: z.ZodType;
  /** Default false; what is in the path always is. */
  readonly required?: boolean;
}

/** A body that a route takes. */
export interface ApiBody {
  readonly schema: z.ZodType;
  /** Media types. Default JSON. */
  readonly types?: readonly string[];
  readonly example?: unknown;
}

/** One way in which a route answers. */
export interface ApiAnswer {
  readonly description: string;
  /** The body; none when it is left out. */
  readonly schema?: z.ZodType;
  /** Media types of the body. Default JSON. */
  readonly types?: readonly string[];
  readonly example?: unknown;
  /** Headers that a client needs, each with what it says. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** All that a client has to know of one route. */
export interface ApiRoute {
  readonly route: RouteName;
  /** The heading under which it stands. */
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Names of security schemes, any of which will do; none when anybody may. */
  readonly access?: readonly string[];
  /** The least role that may use it, where there are roles. */
  readonly role?: string;
  readonly path?: Readonly<Record<string, ApiParameter>>;
  readonly query?: Readonly<Record<string, ApiParameter>>;
  readonly headers?: Readonly<Record<string, ApiParameter>>;
  readonly body?: ApiBody;
  readonly answers: Readonly<Record<number, ApiAnswer>>;
  /** Codes of refusals and failures, by status; in the body that all problems have. */
  readonly problems?: Readonly<Record<number, readonly string[]>>;
}

/** A whole API. */
export interface Api {
  readonly title: string;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Security Scheme Objects by name. */
  readonly securitySchemes: Readonly<Record<string, object>>;
  readonly routes: readonly ApiRoute[];
}
