using System.Text.Json.Nodes;
using Attesto.Authorize;
using Attesto.Clients;
using Attesto.Grants;
using Attesto.Outbound;
using Attesto.SenderConstraints;
using Attesto.Stores;
using Attesto.Testing;
using Attesto.Tests.Dpop;
using Attesto.Tests.Keys;
using Attesto.Tests.Tokens;

namespace Attesto.Tests.Jose;

/// <summary>A kind of JWT that comes in: an honest one, and whoever judges it.</summary>
internal sealed record IncomingJwt(string Kind, TestKey Key, JsonObject Header, JsonObject Claims, Func<string, ValueTask<bool>> Judge)
{
    private static readonly Issuer Server = new();
    private static readonly Client App = new() { Id = "app", Jwks = TestKeys.Es256.Set };
    private static readonly RemoteKeys NoRemoteKeys = new(new ClosedOutboundClient(), Server.Clock);

    public static IEnumerable<IncomingJwt> All() => [ClientAssertion(), RequestObject(), IdentityAssertion(), DpopProof(), IdTokenHint(), AccessToken()];

    public long Now => Server.Now;

    public ValueTask<bool> AcceptsAsync(string token) => Judge(token);

    public override string ToString() => Kind;

    private static JsonObject HeaderOf(string? type)
    {
        var header = new JsonObject { ["alg"] = "ES256" };
        if (type is not null)
        {
            header["typ"] = type;
        }

        return header;
    }

    private static IncomingJwt ClientAssertion() => new(
        "client assertion",
        TestKeys.Es256,
        HeaderOf(null),
        new() { ["iss"] = "app", ["sub"] = "app", ["aud"] = Issuer.Url, ["exp"] = Server.Now + 60 },
        async token => await new ClientAssertionVerifier(
                NoRemoteKeys, new InMemoryReplayStore(new FakeClock()), new EndpointUrls(Server.Wrapped), Server.Profiles, TestKeys.Algorithms, Server.Wrapped, Server.Clock)
            .VerifyAsync(token, App, default) is null);

    private static IncomingJwt RequestObject() => new(
        "request object",
        TestKeys.Es256,
        HeaderOf("oauth-authz-req+jwt"),
        new() { ["iss"] = "app", ["client_id"] = "app", ["aud"] = Issuer.Url, ["response_type"] = "code" },
        async token => (await new RequestObjectVerifier(NoRemoteKeys, Server.Profiles, TestKeys.Algorithms, Server.Wrapped, Server.Clock)
            .VerifyAsync(token, App, default)).TryGet(out _, out _));

    private static IncomingJwt IdentityAssertion()
    {
        var server = new Issuer();
        server.Options.JwtBearer.Issuers.Add(new AssertionIssuer { Issuer = "https://idp.example", Jwks = $$"""{"keys":[{{TestKeys.Es256.Json}}]}""" });
        return new(
            "identity assertion",
            TestKeys.Es256,
            HeaderOf("oauth-id-jag+jwt"),
            new()
            {
                ["iss"] = "https://idp.example",
                ["sub"] = "alice",
                ["aud"] = Issuer.Url,
                ["client_id"] = "app",
                ["iat"] = Server.Now,
                ["exp"] = Server.Now + 60,
            },
            async token => await new IdentityAssertionVerifier(NoRemoteKeys, server.Profiles, TestKeys.Algorithms, server.Wrapped, server.Clock)
                .VerifyAsync(token, "app", default) is not null);
    }

    private static IncomingJwt DpopProof()
    {
        var proof = new Proof(Server.Clock.Now);
        return new(
            "DPoP proof",
            proof.Key,
            proof.Header,
            proof.Claims,
            async token => (await new DpopProofVerifier(Server.Wrapped, Server.Profiles, TestKeys.Algorithms, Server.Clock)
                .VerifyAsync(new OAuthRequest { Method = "POST", Url = Proof.Url, IsHttps = true, Dpop = [token], ClientIp = "192.0.2.1" }, Proof.Url, accessToken: null, default))
                .TryGet(out _, out _));
    }

    private static IncomingJwt IdTokenHint() => new(
        "ID token hint",
        TestKeys.Es256,
        HeaderOf("JWT"),
        new() { ["iss"] = Issuer.Url, ["sub"] = "usr_alice", ["aud"] = "app", ["iat"] = Server.Now, ["exp"] = Server.Now + 60 },
        async token => (await Server.Hints.VerifyHintAsync(token, default)).TryGet(out _, out _));

    private static IncomingJwt AccessToken() => new(
        "access token",
        TestKeys.Es256,
        HeaderOf("at+jwt"),
        new()
        {
            ["iss"] = Issuer.Url,
            ["sub"] = "usr_alice",
            ["aud"] = Issuer.Audience,
            ["client_id"] = "app",
            ["scope"] = "read",
            ["typ"] = "access",
            ["principal_kind"] = "user",
            ["iat"] = Server.Now,
            ["exp"] = Server.Now + 60,
        },
        async token => (await Server.Verifier.VerifyAsync(token, [Issuer.Audience], default)).TryGet(out _, out _));
}
