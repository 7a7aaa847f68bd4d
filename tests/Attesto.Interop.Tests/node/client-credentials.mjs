// openid-client: a client that acts for itself.
import * as client from 'openid-client';
import { answer, input } from './lab.mjs';

const config = await client.discovery(new URL(input.issuer), input.client_id, input.client_secret, client.ClientSecretBasic(input.client_secret));
answer({ tokens: await client.clientCredentialsGrant(config, { scope: input.scope }) });
