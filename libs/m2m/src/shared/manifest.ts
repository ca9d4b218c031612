/** The version of the manifest's form. */
export const MANIFEST_VERSION = 1;

/** A route, message handler or resolver of an application, and whom it lets in. */
export interface ManifestRoute {
  /** `Class.method`, for a person to find it. */
  readonly handler: string;
  /** What calls come through; `message` is gRPC, TCP and every broker. */
  readonly transport: 'http' | 'message' | 'websocket' | 'graphql';
  /**
   * What a caller names: `GET /invoices/:id` without the global prefix, the pattern of a message, the
   * message of a WebSocket, `Query invoices`.
   */
  readonly operation: string;
  /** `protected` or `public` as marked; `unmarked` when this library does not guard it. */
  readonly access: 'protected' | 'public' | 'unmarked';
  /** Who may call; absent when everyone may whom the policy let through. Sorted. */
  readonly callers?: readonly string[];
  /** Scopes that a token must carry, all of them. Sorted. */
  readonly scopes: readonly string[];
  /** Whether a token must be bound to a key (RFC 9449). */
  readonly senderConstrained: boolean;
  /** Whether a rule of the application's own, `when`, decides too. */
  readonly hasPredicate: boolean;
}

/** A call in the source, or a target that is declared without one. */
export interface ManifestCall {
  /** Absent when the source does not say it literally. */
  readonly target?: string;
  /** Scopes that the call asks for. Sorted. */
  readonly scopes: readonly string[];
  /** `file:line`, from the folder of the tsconfig. */
  readonly at: string;
}

/** What one application says in its code of who may call it and whom it calls. */
export interface M2MManifest {
  /** Of the form: a reader refuses one that it does not know. */
  readonly manifestVersion: typeof MANIFEST_VERSION;
  /** The version of this library in the application. */
  readonly library: string;
  /** This microservice; absent when only a factory of options knows it. */
  readonly name?: string;
  /** What is protected: all that is not public, or what is marked. Absent without the receiving half. */
  readonly protect?: 'all' | 'marked';
  /** Absent without the receiving half. */
  readonly routes?: readonly ManifestRoute[];
  /** The keys of the option `targets`; absent without the calling half, or when a factory makes it. */
  readonly targets?: readonly string[];
  /** Calls found in the source; absent when no source was read. */
  readonly calls?: readonly ManifestCall[];
}

/** What one module of the library contributes. */
export type ManifestPart = Pick<M2MManifest, 'name' | 'protect' | 'routes' | 'targets'>;
