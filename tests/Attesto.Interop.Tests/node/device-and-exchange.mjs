// openid-client: a device gets tokens while a person approves at a browser; the API behind it exchanges the access token for one of its own.
import * as client from 'openid-client';
import { answer, input } from './lab.mjs';

const config = await client.discovery(new URL(input.issuer), input.client_id, { client_secret: input.client_secret, id_token_signed_response_alg: 'ES256' }, client.ClientSecretBasic(input.client_secret));
const device = await client.initiateDeviceAuthorization(config, { scope: input.scope });
const page = await approve(new URL(device.verification_uri_complete));
if (!page.approved) throw new Error(`the page did not approve: ${JSON.stringify(page)}`);
const tokens = await client.pollDeviceAuthorizationGrant(config, { ...device, interval: 1 });

const exchanged = await client.genericGrantRequest(config, 'urn:ietf:params:oauth:grant-type:token-exchange', {
  subject_token: tokens.access_token,
  subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
  scope: input.narrower,
});

answer({ device, page, claims: tokens.claims(), tokens, exchanged, introspection: await client.tokenIntrospection(config, exchanged.access_token) });

/** The person opens the page, reads what is asked for, and approves with the form's own fields. */
async function approve(url) {
  const shown = await fetch(url, { headers: { accept: 'text/html', cookie: `login=${input.login}` } });
  const html = await shown.text();
  const form = new URLSearchParams();
  for (const [input] of html.matchAll(/<input [^>]*type="hidden"[^>]*>/g)) form.set(/name="([^"]*)"/.exec(input)[1], /value="([^"]*)"/.exec(input)[1]);
  form.set('user_code', url.searchParams.get('user_code'));
  form.set('decision', 'approve');
  const cookies = shown.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const approved = await fetch(url, { method: 'POST', body: form, headers: { accept: 'text/html', cookie: [`login=${input.login}`, ...cookies].join('; ') } });
  const text = await approved.text();
  return { status: approved.status, approved: text.includes('id="device-approved"'), text };
}
