import 'reflect-metadata';
import { generateKeyPairSync, sign } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { processInput, report } from '../process/input.js';
import { reportUsage } from './probe.js';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const HEADER = Buffer.from('{"kid":"d-1","typ":"JWT","alg":"RS256"}').toString('base64url');

function signed(claims: object): Promise<string> {
  const input = `${HEADER}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  return new Promise((resolve, reject) => {
    sign('sha256', Buffer.from(input), privateKey, (error, signature) => {
      if (error) reject(error);
      else resolve(`${input}.${signature.toString('base64url')}`);
    });
  });
}

// The practical limit of an issuer on Nest: a route that signs what it is told and does nothing else.
@Controller('accesstoken')
class SigningController {
  @Post()
  @HttpCode(200)
  async issue(@Body() { target }: { readonly target: string }): Promise<object> {
    const claims = { iss: 'auth-server', sub: 'm1', aud: target, iat: 1, exp: 1801, jti: 'one' };
    return { accessToken: await signed(claims), tokenType: 'Bearer', expiresIn: 1800 };
  }
}

@Module({ controllers: [SigningController] })
class SigningModule {}

await processInput();
const app = await NestFactory.create(SigningModule, new FastifyAdapter(), { logger: false });
await app.listen(0, '127.0.0.1');
const server = app.getHttpServer() as Server;
server.keepAliveTimeout = 600_000;
report((server.address() as AddressInfo).port);
reportUsage();
