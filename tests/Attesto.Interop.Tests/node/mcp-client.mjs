// The TypeScript SDK of the Model Context Protocol: from an MCP server's URL to a tool call, and on by refresh token when the access token is no longer good.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { answer, browse, input, refused } from './lab.mjs';

let tokens, registration, verifier, opened, callback;
const provider = {
  redirectUrl: input.redirect_uri,
  clientMetadataUrl: input.client_metadata_url,
  clientMetadata: { client_name: 'SDK', redirect_uris: [input.redirect_uri], grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] },
  state: () => 'of-this-session',
  clientInformation: () => registration,
  saveClientInformation: (information) => { registration = information; },
  tokens: () => tokens,
  saveTokens: (saved) => { tokens = saved; },
  redirectToAuthorization: (url) => {
    opened = new URL(url);
    // The SDK asks for the scope of the challenge; what makes a person stay is the application's to add.
    if (input.stays) url.searchParams.set('scope', `${url.searchParams.get('scope')} offline_access`);
    callback = browse(url, input.login);
  },
  saveCodeVerifier: (saved) => { verifier = saved; },
  codeVerifier: () => verifier,
};

const transport = () => new StreamableHTTPClientTransport(new URL(input.resource), { authProvider: provider });
const whoAmI = async (client) => (await client.callTool({ name: 'whoami' })).content[0].text;

const first = transport();
const unauthorized = await refused(new Client({ name: 'interop', version: '1' }).connect(first));
await first.finishAuth((await callback).searchParams.get('code'));

const client = new Client({ name: 'interop', version: '1' });
await client.connect(transport());
const said = await whoAmI(client);

const before = tokens;
tokens = { ...tokens, access_token: 'no-longer-good' };
const saidAgain = input.stays ? await whoAmI(client) : null;
await client.close();
answer({
  unauthorized, said, said_again: saidAgain, asked: Object.fromEntries(opened.searchParams), registration,
  refreshed: tokens.access_token !== before.access_token && tokens.refresh_token !== before.refresh_token,
});
