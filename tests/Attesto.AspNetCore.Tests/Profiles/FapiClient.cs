using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Attesto.DpopClient;
using Attesto.Keys;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.AspNetCore.Tests.Profiles;

/// <summary>A host that sets nothing but its profile, and a confidential client of it with an EC and an RSA key.</summary>
internal sealed class FapiClient : IAsyncDisposable
{
    public const string Callback = "https://fapi.example/cb";

    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; // RFC 7636 appendix B

    private static readonly ECDsa Ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly RSA Rsa = RSA.Create(2048);
    private static readonly ServerKey[] ServerKeys =
        [ServerKey.FromText(RSA.Create(2048).ExportPkcs8PrivateKeyPem()), ServerKey.FromText(ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKeyPem())];

    private FapiClient(TestHost host) => (Host, Dpop) = (host, new DpopKey(host.Clock));

    public TestHost Host { get; }

    public DpopKey Dpop { get; }

    /// <summary>The client as the host registered it.</summary>
    public static Client Registered { get; } = TestHost.Everything(new()
    {
        Id = "fapi",
        TokenEndpointAuthMethod = AuthenticationMethods.PrivateKeyJwt,
        Jwks = new() { Keys = { Public(EcJwk("ES256")), Public(RsaJwk("RS256")), Public(RsaJwk("PS256")) } },
        RedirectUris = [Callback],
    });

    /// <summary>Starts the host; its first key is an RS256 one.</summary>
    public static async Task<FapiClient> StartAsync(string profile, IEnumerable<Client>? others = null, params (string Option, string Value)[] options)
    {
        var clients = new[] { Registered }.Concat(others ?? []).ToDictionary(client => client.Id, StringComparer.Ordinal);
        var configuration = options.ToDictionary(option => $"Attesto:{option.Option}", option => (string?)option.Value, StringComparer.Ordinal);
        configuration["Attesto:Profile"] = profile;
        configuration["Attesto:Scopes:Supported:1"] = "offline_access";
        return new FapiClient(await TestHost.StartAsync(
            attesto => attesto.UseKeystore(_ => new StaticKeystore(ServerKeys)).UseClients((id, _) => ValueTask.FromResult(clients.GetValueOrDefault(id))),
            configuration));
    }

    /// <summary>A request, changed as told; null takes a parameter out.</summary>
    public static Dictionary<string, string> Request(params (string Name, string? Value)[] changes)
    {
        var request = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["redirect_uri"] = Callback,
            ["scope"] = "openid offline_access read:reports",
            ["state"] = "s-1",
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            request[name] = value!;
        }

        return request.Where(pair => pair.Value is not null).ToDictionary(StringComparer.Ordinal);
    }

    public Task<FapiAnswer> PushAsync(params (string Name, string? Value)[] changes) => PostAsync("/oauth/par", Authenticated(Request(changes)));

    /// <summary>Sends the browser to the authorization endpoint and reads what comes back to the client.</summary>
    public async Task<Dictionary<string, string?>> AuthorizeAsync(IEnumerable<KeyValuePair<string, string>> request)
    {
        using var response = await Host.CreateClient().GetAsync($"/oauth/authorize?{string.Join('&', request.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"))}");
        Assert.That(response.Headers.Location?.OriginalString, Does.StartWith(Callback), await response.Content.ReadAsStringAsync());
        var query = HttpUtility.ParseQueryString(response.Headers.Location!.Query);
        return query.AllKeys.ToDictionary(name => name!, name => query[name], StringComparer.Ordinal);
    }

    /// <summary>Pushes a request and brings the browser back with a code.</summary>
    public async Task<string> CodeAsync()
    {
        var pushed = await PushAsync();
        Assert.That(pushed.Status, Is.EqualTo(HttpStatusCode.Created), $"{pushed.Body}");
        var answer = await AuthorizeAsync([new("client_id", "fapi"), new("request_uri", pushed["request_uri"]!)]);
        return answer["code"] ?? throw new AssertionException($"no code but {string.Join(' ', answer)}");
    }

    public static Dictionary<string, string> Redemption(string code) => new(StringComparer.Ordinal)
    {
        ["grant_type"] = "authorization_code",
        ["code"] = code,
        ["redirect_uri"] = Callback,
        ["code_verifier"] = Verifier,
    };

    public Task<FapiAnswer> TokenAsync(Dictionary<string, string> form, string? proof = null) =>
        PostAsync("/oauth/token", Authenticated(form), proof ?? Dpop.Prove(HttpMethod.Post, new Uri($"{TestHost.Issuer}/oauth/token"), null, null));

    public async Task<FapiAnswer> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> form, string? proof = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
        if (proof is { Length: > 0 })
        {
            request.Headers.Add("DPoP", proof);
        }

        return await SendAsync(request);
    }

    public async Task<FapiAnswer> SendAsync(HttpRequestMessage request)
    {
        using var response = await Host.CreateClient().SendAsync(request);
        return new FapiAnswer(response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }

    /// <summary>The form with a client assertion (RFC 7523 §2.2) unless it names another credential.</summary>
    public Dictionary<string, string> Authenticated(Dictionary<string, string> form, string? assertion = null) => new(form, StringComparer.Ordinal)
    {
        ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ["client_assertion"] = assertion ?? Assertion(),
    };

    public string Assertion(string alg = "ES256", JsonNode? audience = null, int issued = 0) => Sign(alg, [], new JsonObject
    {
        ["iss"] = "fapi",
        ["sub"] = "fapi",
        ["aud"] = audience ?? TestHost.Issuer,
        ["iat"] = Now + issued,
        ["exp"] = Now + 60,
        ["jti"] = Guid.NewGuid().ToString("N"),
    });

    /// <summary>A request object (RFC 9101 §4).</summary>
    public string Signed(Dictionary<string, string> request, string alg = "ES256")
    {
        var claims = new JsonObject { ["iss"] = "fapi", ["client_id"] = "fapi", ["aud"] = TestHost.Issuer, ["nbf"] = Now, ["exp"] = Now + 300 };
        foreach (var (name, value) in request)
        {
            claims[name] = value;
        }

        return Sign(alg, new JsonObject { ["typ"] = "oauth-authz-req+jwt" }, claims);
    }

    /// <summary>A proof by the RSA key, for the token endpoint.</summary>
    public string RsaProof(string alg) => Sign(alg, new JsonObject { ["typ"] = "dpop+jwt", ["jwk"] = RsaJwk(null) }, new JsonObject
    {
        ["jti"] = Guid.NewGuid().ToString("N"),
        ["htm"] = "POST",
        ["htu"] = $"{TestHost.Issuer}/oauth/token",
        ["iat"] = Now,
    });

    public static JsonObject Read(string jwt, int part) => JsonNode.Parse(Base64Url.DecodeFromChars(jwt.Split('.')[part]))!.AsObject();

    public async ValueTask DisposeAsync()
    {
        Dpop.Dispose();
        await Host.DisposeAsync();
    }

    private long Now => Host.Clock.Now.ToUnixTimeSeconds();

    private static string Sign(string alg, JsonObject header, JsonObject payload)
    {
        header["alg"] = alg;
        var input = Encoding.ASCII.GetBytes($"{Encode(header)}.{Encode(payload)}");
        var signature = alg switch
        {
            "ES256" => Ec.SignData(input, HashAlgorithmName.SHA256),
            "PS256" => Rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            _ => Rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        return $"{Encoding.ASCII.GetString(input)}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static JsonObject EcJwk(string alg)
    {
        var point = Ec.ExportParameters(includePrivateParameters: false).Q;
        return new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y), ["alg"] = alg };
    }

    private static JsonObject RsaJwk(string? alg)
    {
        var parameters = Rsa.ExportParameters(includePrivateParameters: false);
        var jwk = new JsonObject { ["kty"] = "RSA", ["n"] = Base64Url.EncodeToString(parameters.Modulus), ["e"] = Base64Url.EncodeToString(parameters.Exponent) };
        if (alg is not null)
        {
            jwk["alg"] = alg;
        }

        return jwk;
    }

    private static JsonWebKey Public(JsonObject json) => new(json.ToJsonString());
}

/// <summary>What came back.</summary>
internal sealed record FapiAnswer(HttpStatusCode Status, JsonObject Body)
{
    public string? this[string member] => (string?)Body[member];
}
