import http from 'node:http';
import https from 'node:https';
import { AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { hideToken } from './axios-failure.js';

const sent = { headers: new AxiosHeaders({ Authorization: 'Bearer secret' }) };
const answer = () =>
  ({ status: 200, config: sent, request: { headers: sent.headers } }) as unknown as AxiosResponse;

describe('what an application gets back of a call', () => {
  it('is its own config in place of the one with the token', () => {
    const config = { url: '/hello', headers: new AxiosHeaders() };

    const response = hideToken(answer(), config);

    expect(response?.config).toBe(config);
    expect(response?.request).toBeUndefined();
  });

  it.each([
    ['httpAgent', new http.Agent()],
    ['httpsAgent', new https.Agent()],
  ])('lacks the %s, whose sockets hold the headers that were sent', (name, agent) => {
    const config: InternalAxiosRequestConfig = { headers: new AxiosHeaders(), [name]: agent };

    const response = hideToken(answer(), config);

    expect(response?.config).not.toHaveProperty(name, agent);
    expect(config).toHaveProperty(name, agent);
  });
});
