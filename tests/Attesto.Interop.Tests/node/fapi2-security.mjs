// openid-client in the shape of the FAPI 2.0 Security Profile: private_key_jwt, PAR, PKCE, iss, DPoP, and refreshing twice with one token.
import * as client from 'openid-client';
import { answer, browse, input, refused, signingKey } from './lab.mjs';

const config = await client.discovery(new URL(input.issuer), input.client_id, { id_token_signed_response_alg: 'ES256' }, client.PrivateKeyJwt(await signingKey(input.jwk)));
client.enableNonRepudiationChecks(config);

const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const parameters = {
  redirect_uri: input.redirect_uri, scope: input.scope, state,
  code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
};
const callback = await browse(await client.buildAuthorizationUrlWithPAR(config, parameters, { DPoP }), input.login);
const checks = { pkceCodeVerifier: verifier, expectedState: state, idTokenExpected: true };
const tokens = await client.authorizationCodeGrant(config, callback, checks, undefined, { DPoP });
const userinfo = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub, { DPoP });
const first = await client.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP });
const second = await client.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP });

// What the profile forbids: a request that was not pushed, and a token without a proof.
const unpushed = await refused(client.authorizationCodeGrant(config, await browse(client.buildAuthorizationUrl(config, parameters), input.login), checks, undefined, { DPoP }));
const unbound = await refused(client.clientCredentialsGrant(config, { scope: 'read:reports' }));

answer({ tokens, userinfo, first, second, unpushed, unbound, metadata: config.serverMetadata() });
