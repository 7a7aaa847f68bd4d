using System.Globalization;

namespace Attesto.Interop.Fuzz;

/// <summary>The lab under test, who is known there, and what it handed out so far: requests with valid codes and tokens get further than forged ones.</summary>
internal sealed class FuzzWorld : IDisposable
{
    private const int Kept = 20;

    private static readonly string[] HandedOut =
        ["access_token", "refresh_token", "id_token", "device_code", "user_code", "request_uri", "registration_access_token", "client_id"];

    private readonly Dictionary<string, List<string>> _live = new(StringComparer.Ordinal);

    public LabJwk Key { get; } = new();

    public LabJwk ProofKey { get; } = new();

    /// <summary>Everything switched on, nothing limited: a limit would answer in place of what is to be tested.</summary>
    public JsonObject Lab() => LabJson.Lab(
        LabJson.Client("public", client => client["public"] = true),
        LabJson.Confidential("secret", client => client["consent"] = "screen"),
        LabJson.WithKey("key", Key),
        LabJson.Client("cert", client => (client["token_endpoint_auth_method"], client["tls_client_auth_subject_dn"]) = ("tls_client_auth", "CN=machine,O=Interop,C=DE")))
            .With(options =>
        {
            options["TrustedProxies"] = new JsonArray("127.0.0.1", "::1");
            options["ResourcesSupported"] = new JsonArray("https://api.example");
            options["ClaimsParameterSupported"] = true;
            options["AudienceParameterSupported"] = true;
            options["Mtls"] = new JsonObject
            {
                ["Enabled"] = true,
                ["ForwardedCertificateHeader"] = "Client-Cert",
                ["TrustedAuthorities"] = LabAuthority.Instance.Root.ExportCertificatePem(),
            };
            options["Device"] = new JsonObject { ["Enabled"] = true, ["AllowPublicClientsWithoutDpop"] = true, ["PollInterval"] = "00:00:01" };
            options["Logout"] = new JsonObject { ["Enabled"] = true };
            options["Registration"] = new JsonObject { ["Enabled"] = true, ["RateLimit"] = 1_000_000 };
            options["JwtBearer"] = new JsonObject
            {
                ["Enabled"] = true,
                ["Issuers"] = new JsonArray(new JsonObject { ["Issuer"] = "https://idp.example", ["Jwks"] = Key.Jwks.ToJsonString() }),
            };
            options["Cors"] = new JsonObject { ["AllowedOrigins"] = new JsonArray("https://page.example") };
            options["SignIn"] = new JsonObject { ["FailureTime"] = "00:00:00.001" };
            options["RateLimits"] = new JsonObject { ["SignIns"] = null, ["DeviceCodes"] = null, ["PendingRequests"] = null };
        });

    /// <summary>Something of this name that the lab handed out, or a text that it did not.</summary>
    public string Take(Random random, string name) => _live.TryGetValue(name, out var known) && random.Chance(0.9) ? random.Pick(known) : $"not-a-{name}";

    public static long Now(Random random) => DateTimeOffset.UtcNow.ToUnixTimeSeconds() + (random.Chance(0.05) ? random.NextInt64(-1_000_000, 1_000_000) : 0);

    public static string Id(Random random) => random.NextInt64().ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Keeps what an answer hands out.</summary>
    public void Learn(int status, string? location, string body)
    {
        if (location?.Split(["?code=", "&code="], StringSplitOptions.None) is [_, var code, ..])
        {
            Keep("code", code.Split('&')[0]);
        }

        if (status is 200 or 201 && body.StartsWith('{') && JsonNode.Parse(body) is JsonObject json)
        {
            foreach (var name in HandedOut.Where(name => json[name] is JsonValue))
            {
                Keep(name, $"{json[name]}");
            }
        }
    }

    public void Dispose()
    {
        Key.Dispose();
        ProofKey.Dispose();
    }

    private void Keep(string name, string value)
    {
        if (!_live.TryGetValue(name, out var known))
        {
            _live[name] = known = [];
        }

        known.Add(value);
        if (known.Count > Kept)
        {
            known.RemoveAt(0);
        }
    }
}
