namespace Attesto.Tests.Shared.Lab;

/// <summary>Pieces of lab.json that many tests share.</summary>
internal static class LabJson
{
    public const string RedirectUri = "https://client.example/callback";

    public const string Secret = "a-secret-of-enough-bits-8f1c2d3e4b5a69788796a5b4c3d2e1f0";

    public const string Scope = "openid profile email offline_access read:reports";

    public static JsonObject Lab(params JsonObject[] clients) => new()
    {
        ["attesto"] = new JsonObject { ["ScopesSupported"] = new JsonArray("profile", "email", "address", "phone", "offline_access", "read:reports", "write:reports") },
        ["clients"] = new JsonArray([.. clients]),
        ["apis"] = new JsonArray(new JsonObject { ["path"] = "/api/reports", ["methods"] = new JsonArray("GET", "POST"), ["scopes"] = new JsonArray("read:reports") }),
    };

    public static JsonObject With(this JsonObject lab, Action<JsonObject> options)
    {
        options(lab["attesto"]!.AsObject());
        return lab;
    }

    public static JsonObject Client(string id, Action<JsonObject>? more = null)
    {
        var client = new JsonObject { ["client_id"] = id, ["redirect_uris"] = new JsonArray(RedirectUri) };
        more?.Invoke(client);
        return client;
    }

    public static JsonObject Confidential(string id, Action<JsonObject>? more = null) => Client(id, client =>
    {
        client["client_secret"] = Secret;
        more?.Invoke(client);
    });

    public static JsonObject WithKey(string id, LabJwk key, Action<JsonObject>? more = null) => Client(id, client =>
    {
        client["token_endpoint_auth_method"] = "private_key_jwt";
        client["jwks"] = key.Jwks;
        client["id_token_signed_response_alg"] = "ES256";
        more?.Invoke(client);
    });
}
