namespace Attesto.Faults.Table;

/// <summary>What programs ask.</summary>
internal static class ProtocolCalls
{
    private const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";
    private const string AccessToken = "urn:ietf:params:oauth:token-type:access_token";
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private static readonly KeyValuePair<string, string> Credentials = new("grant_type", "client_credentials");

    public static IReadOnlyList<Call> All { get; } =
    [
        Document("OpenID configuration", "/.well-known/openid-configuration"),
        Document("authorization server metadata", "/.well-known/oauth-authorization-server"),
        Document("protected resource metadata", "/.well-known/oauth-protected-resource"),
        Document("keys", "/.well-known/jwks.json"),

        new("token: client credentials, with a secret", Needs.Nothing, _ => At("/oauth/token", [.. World.Secret, Credentials]), HasToken),
        new("token: client credentials, with an assertion", Needs.Writing, world =>
            At("/oauth/token", [.. world.Assertion(), Credentials]), HasToken) { Spent = ["invalid_client"] },
        new("token: client credentials, with a DPoP proof", Needs.Writing,
            world => At("/oauth/token", [.. World.Secret, Credentials], world.Proof("POST", "/oauth/token")), HasToken) { Spent = ["invalid_dpop_proof"] },
        new("token: a wrong secret", Needs.Nothing, _ =>
            At("/oauth/token", [new("client_id", World.Machine), new("client_secret", "wrong"), Credentials]), Refused("invalid_client")),
        new("token: code", Needs.Writing, world => world.RedemptionAsync(), HasToken) { Spent = ["invalid_grant"] },
        new("token: code, with a DPoP proof", Needs.Writing, world =>
            world.RedemptionAsync(world.Proof("POST", "/oauth/token")), HasToken) { Spent = ["invalid_grant", "invalid_dpop_proof"] },
        new("token: refresh", Needs.Writing, async world => World.Refresh((await world.TokensAsync())["refresh_token"]!), HasToken),
        new("token: the same refresh again", Needs.Reading, RefreshedAsync, HasToken),
        new("token: exchange", Needs.Reading, async world => await At(
            "/oauth/token",
            [
                .. World.Secret, new("grant_type", TokenExchange), new("subject_token", (await world.TokensAsync())["access_token"]!),
                new("subject_token_type", AccessToken), new("scope", "read:reports"),
            ]), HasToken),
        new("token: identity assertion", Needs.Writing,
            world => At("/oauth/token", [.. World.Secret, new("grant_type", JwtBearer), new("assertion", world.IdentityAssertion())]), HasToken) { Spent = ["invalid_grant"] },
        new("token: device, pending", Needs.Writing, async world => World.Poll((await world.StartDeviceAsync())["device_code"]!), reply =>
            reply["error"] is "authorization_pending" or "slow_down"),
        new("token: device, approved", Needs.Writing, ApprovedAsync, HasToken) { Spent = ["invalid_grant"] },

        new("pushed request", Needs.Writing, world =>
            At("/oauth/par", [.. World.Secret, .. world.AuthorizationForm(World.Machine).Where(field => field.Key is not "client_id")]), Has("request_uri")),
        new("pushed request, keys at the client's site", Needs.Writing | Needs.Site, RemoteAsync, Has("request_uri")) { Spent = ["invalid_client"] },
        new("device authorization", Needs.Writing, _ => At("/oauth/device_authorization", [.. World.Secret, new("scope", LabJson.Scope)]), Has("device_code")),
        new("introspection: access token", Needs.Reading,
            async world => await At("/oauth/introspect", [.. World.Secret, new("token", (await world.TokensAsync())["access_token"]!)]), IsActive),
        new("introspection: refresh token", Needs.Reading,
            async world => await At("/oauth/introspect", [.. World.Secret, new("token", (await world.TokensAsync())["refresh_token"]!)]), IsActive),
        new("revocation: refresh token", Needs.Writing, world => RevocationAsync(world, "refresh_token"), reply => reply.Status is 200),
        new("revocation: access token", Needs.Writing, world => RevocationAsync(world, "access_token"), reply => reply.Status is 200),
        new("UserInfo", Needs.Reading, async world => World.UserInfo((await world.TokensAsync())["access_token"]!), Has("sub")),
        new("UserInfo, with a DPoP proof", Needs.Writing, world => BoundAsync(world, "/oauth/userinfo"), Has("sub")) { Spent = ["invalid_dpop_proof"] },
        new("API", Needs.Reading, async world => Request.Get("/api/reports", ("Authorization", $"Bearer {(await world.TokensAsync())["access_token"]}")), Has("subject")),
        new("API, with a DPoP proof", Needs.Writing, world => BoundAsync(world, "/api/reports"), Has("subject")) { Spent = ["invalid_dpop_proof"] },

        new("registration", Needs.Writing, _ => Task.FromResult(World.Registration("POST", "/oauth/register", null)), Has("registration_access_token")),
        new("registration: read", Needs.Reading, world => ManageAsync(world, "GET"), Has("client_id")),
        new("registration: update", Needs.Writing, world => ManageAsync(world, "PUT"), Has("client_id")) { Spent = ["invalid_token"] },
        new("registration: delete", Needs.Writing, world => ManageAsync(world, "DELETE"), reply => reply.Status is 204) { Spent = ["invalid_token"] },
    ];

    private static Call Document(string name, string path) =>
        new(name, Needs.Nothing, _ => Task.FromResult(Request.Get(path)), reply => reply.Status is 200 && reply.Text.StartsWith('{'));

    private static Task<Request> At(string path, IEnumerable<KeyValuePair<string, string>> form, params (string Name, string Value)[] headers) =>
        Task.FromResult(Request.Post(path, form, headers));

    private static Func<Reply, bool> Has(string member) => reply => reply.Status is 200 or 201 && reply[member] is not null;

    private static Func<Reply, bool> Refused(string error) => reply => reply.Status is 400 or 401 && reply["error"] == error;

    private static bool HasToken(Reply reply) => reply.Status is 200 && reply["access_token"] is not null;

    private static bool IsActive(Reply reply) => reply.Status is 200 && reply["active"] == "true";

    private static async Task<Request> RefreshedAsync(World world)
    {
        var refresh = World.Refresh((await world.TokensAsync())["refresh_token"]!);
        await world.ServedAsync(refresh);
        return refresh;
    }

    private static async Task<Request> ApprovedAsync(World world)
    {
        var device = await world.StartDeviceAsync();
        await world.ServedAsync(await world.DecisionAsync(device));
        return World.Poll(device["device_code"]!);
    }

    private static async Task<Request> RemoteAsync(World world)
    {
        var client = (await world.RegisterAsync(("token_endpoint_auth_method", "private_key_jwt"), ("jwks_uri", world.PublishKeys())))["client_id"]!;
        return Request.Post("/oauth/par", [.. world.Assertion(client), .. world.AuthorizationForm(client).Where(field => field.Key is not ("client_id" or "scope"))]);
    }

    private static async Task<Request> RevocationAsync(World world, string token) =>
        Request.Post("/oauth/revoke", [new("token", (await world.TokensAsync())[token]!), .. World.Secret]);

    private static async Task<Request> BoundAsync(World world, string path)
    {
        var token = (await world.TokensAsync(isBound: true))["access_token"]!;
        return Request.Get(path, ("Authorization", $"DPoP {token}"), world.Proof("GET", path, token));
    }

    private static async Task<Request> ManageAsync(World world, string method)
    {
        var client = await world.RegisterAsync();
        var id = client["client_id"]!;
        return method is "PUT"
            ? World.Registration(method, $"/oauth/register/{id}", client["registration_access_token"], ("client_id", id), ("client_name", "Renamed"))
            : World.Registration(method, $"/oauth/register/{id}", client["registration_access_token"]);
    }
}
