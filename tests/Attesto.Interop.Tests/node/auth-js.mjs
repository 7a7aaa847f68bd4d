// Auth.js: an application on a server of its own, and a person at a browser who signs in to it, is known there, and signs out of both.
import { createServer } from 'node:https';
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { Auth } from '@auth/core';
import { answer, input } from './lab.mjs';

const errors = [];
const config = {
  basePath: '/auth',
  secret: input.session_secret,
  trustHost: true,
  providers: [{ id: 'attesto', name: 'Attesto', type: 'oidc', issuer: input.issuer, clientId: input.client_id, clientSecret: input.client_secret }],
  callbacks: {
    jwt: ({ token, account }) => (account ? { ...token, idToken: account.id_token } : token),
    session: ({ session, token }) => ({ ...session, idToken: token.idToken }),
  },
  logger: { error: (fault) => errors.push(`${fault.name}: ${fault.message} ${fault.cause?.err ?? ''}`), warn: () => {}, debug: () => {} },
};

const origin = `https://localhost:${input.port}`;
const server = createServer({ pfx: readFileSync(input.pfx), passphrase: input.passphrase }, async (request, response) => {
  const body = request.method === 'POST' ? Readable.toWeb(request) : undefined;
  const result = await Auth(new Request(new URL(request.url, origin), { method: request.method, headers: request.headers, body, duplex: 'half' }), config);
  response.writeHead(result.status, [...result.headers].flat());
  response.end(Buffer.from(await result.arrayBuffer()));
}).listen(input.port, 'localhost');

// The browser: cookies by name for the application, and the server's own session.
const cookies = new Map();
async function visit(url, options = {}) {
  const own = new URL(url).origin === origin;
  const cookie = own ? [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') : `login=${input.login}`;
  const response = await fetch(url, { redirect: 'manual', ...options, headers: { cookie, ...options.headers } });
  for (const line of own ? response.headers.getSetCookie() : []) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
    value ? cookies.set(name, value) : cookies.delete(name);
  }
  return response;
}

async function post(action, form = {}) {
  const { csrfToken } = await (await visit(`${origin}/auth/csrf`)).json();
  return visit(`${origin}/auth/${action}`, { method: 'POST', body: new URLSearchParams({ csrfToken, callbackUrl: origin, ...form }) });
}

const session = async () => (await visit(`${origin}/auth/session`)).json();

async function follow(response, end) {
  for (let hop = 0; hop < 10; hop++) {
    const next = response.headers.get('location');
    if (!next || next.startsWith(end)) return next ?? `${response.status} ${response.url}`;
    response = await visit(next);
  }
  throw new Error('too many redirects');
}

try {
  const started = await post('signin/attesto');
  const request = Object.fromEntries(new URL(started.headers.get('location')).searchParams);
  const arrived = await follow(started, `${origin}/auth/callback`);
  const afterSignIn = (await visit(arrived)).headers.get('location');
  const signedIn = await session();

  await post('signout');
  const signedOut = await session();
  const { end_session_endpoint: endpoint } = await (await fetch(`${input.issuer}/.well-known/openid-configuration`)).json();
  const query = new URLSearchParams({ id_token_hint: signedIn?.idToken ?? '', post_logout_redirect_uri: `${origin}/`, state: 's' });
  const returned = (await visit(`${endpoint}?${query}`)).headers.get('location');
  answer({ request, after_sign_in: afterSignIn, signed_in: signedIn, signed_out: signedOut, returned, errors });
} finally {
  server.close();
  server.closeAllConnections();
}
