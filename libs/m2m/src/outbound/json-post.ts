import http from 'node:http';
import https from 'node:https';
import { INSTANCE_ID } from './instance-id.js';

/** One POST of JSON that must be answered within a deadline. */
export interface JsonPost {
  /** Of the token endpoint. */
  readonly url: URL;
  /** The credential, for `Authorization`. */
  readonly bearer: string;
  /** A proof of a key, for `DPoP` (RFC 9449 §5); undefined asks for a bearer token. */
  readonly dpop?: string | undefined;
  /** What is asked for: `target`, and `scope` if any. */
  readonly body: Readonly<Record<string, unknown>>;
  /** From connecting to the last byte of the answer. */
  readonly deadlineMs: number;
  /** Keeps connections for the next request. */
  readonly agent: http.Agent | https.Agent;
}

/** What came back, unjudged. */
export interface JsonPostAnswer {
  /** HTTP status. */
  readonly status: number;
  /** `Content-Type`; empty when there is none. */
  readonly contentType: string;
  /** `Retry-After` as it came. */
  readonly retryAfter: string | undefined;
  /** The body. */
  readonly text: string;
}

const LARGEST_ANSWER_BYTES = 64 * 1024;

/** Thrown when an answer is larger than 64 KiB. */
export class AnswerTooLarge extends Error {}

/**
 * Sends one request over node's own client, so that no redirect is followed and no proxy of the
 * environment is used.
 *
 * The deadline covers everything from connecting to the last byte. Rejects with the socket's error,
 * or {@link AnswerTooLarge}.
 */
export function postJson(post: JsonPost): Promise<JsonPostAnswer> {
  const payload = Buffer.from(JSON.stringify(post.body));
  return new Promise((resolve, reject) => {
    const request = (post.url.protocol === 'https:' ? https : http).request(post.url, {
      method: 'POST',
      agent: post.agent,
      headers: {
        authorization: `Bearer ${post.bearer}`,
        ...(post.dpop !== undefined && { dpop: post.dpop }),
        accept: 'application/json',
        'content-type': 'application/json',
        'content-length': payload.byteLength,
        'm2m-instance': INSTANCE_ID,
      },
    });
    let late: Error | undefined;
    const timer = setTimeout(() => {
      late = new Error(`no complete answer within ${Math.round(post.deadlineMs)} ms`);
      request.destroy(late);
    }, post.deadlineMs);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(late ?? error);
    };
    request.on('error', fail);
    request.once('response', (response) => {
      readText(response).then((text) => {
        clearTimeout(timer);
        resolve(answerOf(response, text));
      }, fail);
    });
    request.end(payload);
  });
}

async function readText(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > LARGEST_ANSWER_BYTES) {
      throw new AnswerTooLarge(`it is larger than ${LARGEST_ANSWER_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function answerOf(response: http.IncomingMessage, text: string): JsonPostAnswer {
  return {
    status: Number(response.statusCode),
    contentType: response.headers['content-type'] ?? '',
    retryAfter: response.headers['retry-after'],
    text,
  };
}
