using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Attesto.Load;

/// <summary>The lab, which is laid out as the template lays a host out: with controllers, and the database that is asked for.</summary>
internal static class AttestoServer
{
    public static string Project { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "samples", "Attesto.Lab"));

    // As a deployed host has them: making an RSA key takes longer than all else of a start, and each time another while.
    private static readonly string[] Keys = [Pem(ECDsa.Create(ECCurve.NamedCurves.nistP256)), Pem(RSA.Create(2048))];

    public static string Program { get; } = Path.Combine(Project, "bin", "Release", "net10.0", "Attesto.Lab.dll");

    public static async Task<ServerProcess> StartAsync(
        string provider,
        string? connectionString,
        AssertionKey assertions,
        string? algorithm = null,
        string? program = null,
        string[]? before = null,
        params (string Name, string Value)[] environment)
    {
        var database = new JsonObject { ["provider"] = provider };
        if (connectionString is not null)
        {
            database["connection_string"] = connectionString;
        }

        var attesto = new JsonObject { ["ScopesSupported"] = new JsonArray("offline_access", "read:reports"), ["RefreshTokenUsage"] = "Rotate" };
        attesto["Device"] = new JsonObject { ["Enabled"] = true, ["PollInterval"] = "00:00:01" };
        if (algorithm is not null)
        {
            attesto["SigningAlgorithms"] = new JsonArray(algorithm);
        }

        var lab = new JsonObject
        {
            ["database"] = database,
            ["attesto"] = attesto,
            ["keys"] = new JsonArray([.. Keys.Select(pem => new JsonObject { ["pem"] = pem })]),
            ["clients"] = new JsonArray(
                new JsonObject
                {
                    ["client_id"] = Client.Id,
                    ["client_secret"] = Client.Secret,
                    ["redirect_uris"] = new JsonArray(Grants.Redirect),
                    ["consent"] = "auto",
                    ["scope"] = "read:reports offline_access",
                },
                new JsonObject
                {
                    ["client_id"] = AssertionKey.ClientId,
                    ["token_endpoint_auth_method"] = "private_key_jwt",
                    ["jwks"] = assertions.PublicSet(),
                    ["scope"] = "read:reports",
                }),
            ["apis"] = new JsonArray(new JsonObject { ["path"] = "/api/reports" }),
        };
        var file = Path.Combine(Work.Folder, $"{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, lab.ToJsonString());
        return await ServerProcess.StartAsync(program ?? Program, url => ["--urls", url, "--lab", file], before, environment);
    }

    private static string Pem(AsymmetricAlgorithm key)
    {
        using (key)
        {
            return key.ExportPkcs8PrivateKeyPem();
        }
    }
}
