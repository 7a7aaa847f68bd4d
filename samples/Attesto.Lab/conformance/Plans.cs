using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

/// <summary>What both groups of plans share: the person, the pages as the suite's browser drives them, keys.</summary>
internal abstract class Plans(string folder, string suite, int firstPort)
{
    protected const string ProfileScopes = "profile email address phone offline_access";

    protected string Me { get; } = $"https://localhost:{firstPort}";

    protected string Mtls { get; } = $"https://localhost:{firstPort + 1}";

    protected int CertificatePort => firstPort + 1;

    protected string At(string alias, string path) => $"{suite}/test/a/{alias}/{path}";

    protected void Save(string name, JsonNode content) =>
        File.WriteAllText(Path.Combine(folder, name), content.ToJsonString(new() { WriteIndented = true }) + "\n");

    protected static JsonArray Strings(params IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);

    protected static JsonArray Words(string text) => Strings(text.Split(' '));

    protected static JsonObject Alice() => new()
    {
        ["sub"] = "alice",
        ["claims"] = new JsonObject
        {
            ["name"] = "Alice Liddell",
            ["given_name"] = "Alice",
            ["family_name"] = "Liddell",
            ["middle_name"] = "P",
            ["nickname"] = "al",
            ["preferred_username"] = "alice",
            ["profile"] = "https://example.com/alice",
            ["picture"] = "https://example.com/alice.png",
            ["website"] = "https://alice.example",
            ["email"] = "alice@example.com",
            ["email_verified"] = true,
            ["gender"] = "female",
            ["birthdate"] = "1852-05-04",
            ["zoneinfo"] = "Europe/London",
            ["locale"] = "en-GB",
            ["phone_number"] = "+44 1865 276150",
            ["phone_number_verified"] = true,
            ["updated_at"] = 1700000000,
            ["address"] = new JsonObject
            {
                ["formatted"] = "Christ Church\nOxford",
                ["street_address"] = "Christ Church",
                ["locality"] = "Oxford",
                ["region"] = "Oxfordshire",
                ["postal_code"] = "OX1 1DP",
                ["country"] = "GB",
            },
        },
    };

    protected static JsonArray ClaimsSupported() => Strings(["sub", .. ((JsonObject)Alice()["claims"]!).Select(claim => claim.Key)]);

    protected JsonObject Login() => Task("Login", $"{Me}/signin*", optional: true,
        ["text", "name", "username", "alice", "optional"], ["text", "name", "password", "alice", "optional"], ["click", "id", "login-submit"]);

    protected JsonObject Consent(string button = "consent-allow") => Task("Consent", $"{Me}/oauth/authorize*", optional: true, ["click", "id", button]);

    protected static JsonObject Verify() => Task("Verify", "*/test/*/callback*", optional: false, ["wait", "id", "submission_complete", "10"]);

    protected JsonArray SignIn() => [Step($"{Me}/oauth/authorize*", Login(), Consent(), Verify())];

    protected JsonObject Shows(string text, string where = "/*") =>
        Step($"{Me}{where}", Task("Page", $"{Me}/*", optional: false, ["wait", "xpath", "//*", "10", text, "update-image-placeholder"]));

    protected static JsonObject Step(string match, params JsonObject[] tasks) => new() { ["match"] = match, ["tasks"] = new JsonArray([.. tasks]) };

    protected static JsonObject Task(string name, string match, bool optional, params string[][] commands)
    {
        var task = new JsonObject { ["task"] = name, ["match"] = match, ["commands"] = new JsonArray([.. commands.Select(command => new JsonArray([.. command.Select(Word)]))]) };
        if (optional)
        {
            task["optional"] = true;
        }

        return task;
    }

    protected static (JsonObject Private, JsonObject Public) Key(string kid, string algorithm)
    {
        var key = new JsonObject { ["kid"] = kid, ["use"] = "sig", ["alg"] = algorithm };
        if (algorithm is "ES256")
        {
            using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var parameters = ec.ExportParameters(includePrivateParameters: true);
            Add(key, ("kty", "EC"), ("crv", "P-256"), ("x", Text(parameters.Q.X)), ("y", Text(parameters.Q.Y)));
            return (Add((JsonObject)key.DeepClone(), ("d", Text(parameters.D))), key);
        }

        using var rsa = RSA.Create(2048);
        var numbers = rsa.ExportParameters(includePrivateParameters: true);
        Add(key, ("kty", "RSA"), ("n", Text(numbers.Modulus)), ("e", Text(numbers.Exponent)));
        return (
            Add((JsonObject)key.DeepClone(), ("d", Text(numbers.D)), ("p", Text(numbers.P)), ("q", Text(numbers.Q)),
                ("dp", Text(numbers.DP)), ("dq", Text(numbers.DQ)), ("qi", Text(numbers.InverseQ))),
            key);
    }

    protected static (JsonObject Mtls, JsonObject Jwk) Certificate(string name)
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(300));
        var numbers = rsa.ExportParameters(includePrivateParameters: false);
        return (
            new JsonObject { ["cert"] = certificate.ExportCertificatePem(), ["key"] = rsa.ExportPkcs8PrivateKeyPem() },
            new JsonObject
            {
                ["kty"] = "RSA",
                ["kid"] = name,
                ["n"] = Text(numbers.Modulus),
                ["e"] = Text(numbers.Exponent),
                ["x5c"] = new JsonArray(Convert.ToBase64String(certificate.RawData)),
            });
    }

    private static JsonNode Word(string word) => int.TryParse(word, out var number) ? JsonValue.Create(number) : JsonValue.Create(word);

    private static string Text(byte[]? bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static JsonObject Add(JsonObject target, params (string Name, string Value)[] members)
    {
        foreach (var (name, value) in members)
        {
            target[name] = value;
        }

        return target;
    }
}
