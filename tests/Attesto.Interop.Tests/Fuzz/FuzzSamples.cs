using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Attesto.Interop.Fuzz;

/// <summary>One well-formed request after another, of every endpoint and page, with whatever it needs to be accepted.</summary>
internal sealed class FuzzSamples(FuzzWorld world, string issuer)
{
    private const string Verifier = "dBjftJeZ4CVP-mBJ92IpZ7ZmLDGPUWMkPXYb0f2c1mA0";

    private static readonly string Challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    private readonly X509Certificate2 _certificate = LabAuthority.Instance.Client("CN=machine,O=Interop,C=DE");

    /// <summary>The names that a mutation adds fields by.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "client_id", "client_secret", "client_assertion", "client_assertion_type", "grant_type", "code", "code_verifier", "redirect_uri", "refresh_token", "scope", "resource",
            "audience",
        "response_type", "response_mode", "state", "nonce", "prompt", "max_age", "claims", "acr_values", "login_hint", "id_token_hint", "ui_locales", "display", "request",
            "request_uri",
        "dpop_jkt", "code_challenge", "code_challenge_method", "authorization_details", "token", "token_type_hint", "user_code", "decision", "confirmation", "consent_grant",
        "subject_token", "subject_token_type", "actor_token", "actor_token_type", "requested_token_type", "assertion", "device_code", "access_token", "returnUrl", "username",
            "password",
    ];

    public FuzzRequest Next(Random random) => random.Next(22) switch
    {
        0 => Get("/.well-known/openid-configuration"),
        1 => Get(random.Pick(
            ["/.well-known/oauth-authorization-server", "/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/api/reports", "/oauth/jwks.json"])),
        2 or 3 => Person(Get("/oauth/authorize") with { Query = Authorization(random, "public") }),
        4 => Person(Post("/oauth/authorize", Authorization(random, random.Pick(["public", "secret", "key"])))),
        5 => Person(Get("/oauth/authorize") with { Query = Signed(random) }),
        6 => Person(Get("/oauth/authorize") with { Query = [("client_id", random.Pick(["public", "secret", "key"])), ("request_uri", world.Take(random, "request_uri"))] }),
        7 => Authenticated(random, Post("/oauth/par", Authorization(random, random.Pick(["public", "secret", "key"])))),
        8 or 9 => Authenticated(random, Post("/oauth/token",
            [("grant_type", "authorization_code"), ("code", world.Take(random, "code")), ("redirect_uri", LabJson.RedirectUri), ("code_verifier", Verifier)]), "public"),
        10 => Authenticated(random, Post("/oauth/token", [("grant_type", "refresh_token"), ("refresh_token", world.Take(random, "refresh_token"))]), "public"),
        11 => Authenticated(random, Post("/oauth/token", [("grant_type", "client_credentials"), ("scope", "read:reports"), ("resource", "https://api.example")])),
        12 => Authenticated(
            random, Post("/oauth/token", [("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", world.Take(random, "device_code"))]), "public"),
        13 => Authenticated(random, Post("/oauth/token",
        [
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", world.Take(random, "access_token")),
            ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"), ("audience", "https://api.example"),
        ])),
        14 => Authenticated(random, Post("/oauth/token", [("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", IdentityAssertion(random))])),
        15 => Authenticated(random, Post(random.Pick(["/oauth/introspect", "/oauth/revoke"]), [("token", world.Take(random, random.Pick(["access_token", "refresh_token"])))])),
        16 => Authenticated(random, Post("/oauth/device_authorization", [("scope", "openid read:reports")]), "public"),
        17 => Person(random.Chance(0.5)
            ? Get("/oauth/device_verification") with { Query = [("user_code", world.Take(random, "user_code"))] }
            : Post("/oauth/device_verification", [("user_code", world.Take(random, "user_code")), ("decision", random.Pick(["approve", "deny"])), ("confirmation", "x")])),
        18 => Person(random.Chance(0.5)
            ? Get("/oauth/end_session") with
            {
                Query =
                [("id_token_hint", world.Take(random, "id_token")), ("post_logout_redirect_uri", "https://client.example/bye"), ("state", "s")]
            }
            : Post("/signin", [("returnUrl", "/oauth/authorize?client_id=public"), ("username", "alice"), ("password", "alice")])),
        19 => Registration(random),
        20 => new FuzzRequest("OPTIONS", random.Pick(["/oauth/token", "/oauth/jwks.json", "/oauth/userinfo", "/oauth/register", "/oauth/authorize"]))
        {
            Headers = [("Origin", "https://page.example"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "dpop, content-type")],
        },
        _ => Protected(random),
    };

    private static FuzzRequest Get(string path) => new("GET", path);

    private static FuzzRequest Post(string path, List<(string Name, string Value)> form) => new("POST", path) { Form = form };

    private static FuzzRequest Person(FuzzRequest request)
    {
        request.Headers.AddRange([("Cookie", "login=alice"), ("Accept", "text/html"), ("Accept-Language", "de")]);
        return request;
    }

    private static List<(string Name, string Value)> Authorization(Random random, string client) =>
    [
        ("response_type", "code"), ("client_id", client), ("redirect_uri", LabJson.RedirectUri), ("scope", LabJson.Scope), ("state", FuzzWorld.Id(random)), ("nonce", "n"),
        ("code_challenge", Challenge), ("code_challenge_method", "S256"), ("response_mode", random.Pick(["query", "fragment", "form_post", "jwt", "query.jwt"])),
        ("claims", """{"id_token":{"email":{"essential":true}},"userinfo":{"name":null}}"""), ("prompt", random.Pick(["", "login", "consent", "none"])), ("max_age", "300"),
    ];

    private List<(string Name, string Value)> Signed(Random random)
    {
        var now = FuzzWorld.Now(random);
        var claims = new JsonObject { ["iss"] = "key", ["aud"] = issuer, ["iat"] = now, ["nbf"] = now, ["exp"] = now + 120, ["jti"] = FuzzWorld.Id(random), ["max_age"] = 300 };
        foreach (var (name, value) in Authorization(random, "key"))
        {
            claims.TryAdd(name, value);
        }

        return [("client_id", "key"), ("request", Mutations.Jwt(random, world.Key, new JsonObject { ["kid"] = world.Key.Id, ["typ"] = "oauth-authz-req+jwt" }, claims))];
    }

    private string IdentityAssertion(Random random)
    {
        var now = FuzzWorld.Now(random);
        var claims = new JsonObject
        {
            ["iss"] = "https://idp.example",
            ["sub"] = "external-1",
            ["aud"] = issuer,
            ["client_id"] = "key",
            ["jti"] = FuzzWorld.Id(random),
            ["iat"] = now,
            ["exp"] = now + 120,
        };
        return Mutations.Jwt(random, world.Key, new JsonObject { ["typ"] = "oauth-id-jag+jwt", ["kid"] = world.Key.Id }, claims);
    }

    private FuzzRequest Authenticated(Random random, FuzzRequest request, string? client = null)
    {
        switch (client ?? random.Pick(["public", "secret", "secret", "key", "cert"]))
        {
            case "secret" when random.Chance(0.5):
                request.Headers.Add(("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"secret:{LabJson.Secret}"))}"));
                break;
            case "secret":
                request.Form!.AddRange([("client_id", "secret"), ("client_secret", LabJson.Secret)]);
                break;
            case "key":
                request.Form!.AddRange(
                    [("client_id", "key"), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", ClientAssertion(random))]);
                break;
            case "cert":
                request.Form!.Add(("client_id", "cert"));
                request.Headers.Add(("Client-Cert", $":{Convert.ToBase64String(Certificate(random))}:"));
                break;
            default:
                request.Form!.Add(("client_id", "public"));
                break;
        }

        if (random.Chance(0.3))
        {
            request.Headers.Add(("DPoP", Proof(random, request)));
        }

        return request with { Form = [.. request.Form!.DistinctBy(field => field.Name)] };
    }

    private string ClientAssertion(Random random)
    {
        var now = FuzzWorld.Now(random);
        var claims = new JsonObject { ["iss"] = "key", ["sub"] = "key", ["aud"] = issuer, ["jti"] = FuzzWorld.Id(random), ["iat"] = now, ["nbf"] = now, ["exp"] = now + 60 };
        return Mutations.Jwt(random, world.Key, new JsonObject { ["kid"] = world.Key.Id }, claims);
    }

    private string Proof(Random random, FuzzRequest request)
    {
        var jwk = (JsonObject)world.ProofKey.Public.DeepClone();
        var claims = new JsonObject { ["htm"] = request.Method, ["htu"] = issuer + request.Path, ["jti"] = FuzzWorld.Id(random), ["iat"] = FuzzWorld.Now(random), ["nonce"] = "n" };
        return Mutations.Jwt(random, world.ProofKey, new JsonObject { ["typ"] = "dpop+jwt", ["jwk"] = jwk }, claims);
    }

    private byte[] Certificate(Random random)
    {
        var bytes = (byte[])_certificate.RawData.Clone();
        for (var i = random.Chance(0.5) ? random.Next(4) : 0; i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    private FuzzRequest Registration(Random random)
    {
        var metadata = new JsonObject
        {
            ["redirect_uris"] = new JsonArray("https://app.example/cb"),
            ["client_name"] = "Fuzz",
            ["client_name#de"] = "Fuß",
            ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
            ["token_endpoint_auth_method"] = random.Pick(["none", "client_secret_basic", "private_key_jwt"]),
            ["scope"] = "openid read:reports",
            ["jwks"] = world.Key.Jwks,
            ["contacts"] = new JsonArray("a@b.example"),
        };
        if (random.Chance(0.6))
        {
            return new("POST", "/oauth/register") { Json = Mutations.Json(random, metadata) };
        }

        var id = world.Take(random, "client_id");
        metadata["client_id"] = id;
        return new(random.Pick(["GET", "PUT", "DELETE"]), $"/oauth/register/{id}")
        {
            Json = Mutations.Json(random, metadata),
            Headers = [("Authorization", $"Bearer {world.Take(random, "registration_access_token")}")],
        };
    }

    private FuzzRequest Protected(Random random)
    {
        var request = Get(random.Pick(["/oauth/userinfo", "/api/reports"]));
        request.Headers.Add(("Authorization", $"{random.Pick(["Bearer", "DPoP"])} {world.Take(random, "access_token")}"));
        if (random.Chance(0.4))
        {
            request.Headers.Add(("DPoP", Proof(random, request)));
        }

        return request;
    }
}
