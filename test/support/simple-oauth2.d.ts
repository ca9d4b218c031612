/** As much of the client as the tests use; it brings no types of its own. */
declare module 'simple-oauth2' {
  export interface ClientCredentialsOptions {
    readonly client: { readonly id: string; readonly secret: string };
    readonly auth: { readonly tokenHost: string; readonly tokenPath: string };
    readonly options: { readonly authorizationMethod: 'header' | 'body' };
  }

  export class ClientCredentials {
    constructor(options: ClientCredentialsOptions);
    getToken(
      parameters: Readonly<Record<string, string>>,
    ): Promise<{ readonly token: Readonly<Record<string, unknown>> }>;
  }
}
