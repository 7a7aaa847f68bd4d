namespace Attesto.Faults.Table;

/// <summary>A node, its database, and the clients and people who call.</summary>
internal sealed partial class World : IAsyncDisposable
{
    public const string Public = "public";
    public const string Asking = "asking";
    public const string Machine = "machine";
    public const string Keyed = "keyed";
    public const string Leaving = "leaving";

    private const string DatabaseName = "lab";
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private const string IdentityProvider = "https://idp.example";
    private const int DiskSize = 64; // megabytes

    private readonly HttpClient _http = LabHost.CreateClient();
    private readonly LabJwk _key = new();
    private readonly Browser _browser;
    private readonly JsonObject _lab;
    private int _documents;

    private World(PostgresServer database, SmallDisk? disk, ClientSite site)
    {
        (Database, Disk, Site, Link) = (database, disk, site, new DatabaseLink(database.Port));
        _lab = Lab();
        _browser = new Browser(null!, null!); // writes requests, sends none
    }

    public PostgresServer Database { get; }

    public SmallDisk? Disk { get; }

    public ClientSite Site { get; }

    public DatabaseLink Link { get; }

    /// <summary>The node that is called.</summary>
    public LabHost Node { get; private set; } = null!;

    public static async Task<World> StartAsync()
    {
        var database = await PostgresServer.StartAsync();
        var disk = SmallDisk.IsPossible ? new SmallDisk(DiskSize) : null;
        await (disk is null ? database.CreateDatabaseAsync(DatabaseName) : database.CreateDatabaseAsync(DatabaseName, disk.Data));
        var world = new World(database, disk, await ClientSite.StartAsync());
        world.Node = await world.StartNodeAsync();
        return world;
    }

    /// <summary>Starts one more node on the same database.</summary>
    /// <param name="connection">Settings of its connection besides.</param>
    public Task<LabHost> StartNodeAsync(string connection = "")
    {
        var lab = (JsonObject)_lab.DeepClone();
        var through = Database.ConnectionString(DatabaseName).Replace($"Port={Database.Port};", $"Port={Link.Port};", StringComparison.Ordinal);
        lab["database"] = new JsonObject { ["provider"] = "postgres", ["connection_string"] = $"{through};Timeout=20;Command Timeout=20;Cancellation Timeout=1000;{connection}" };
        return LabHost.StartAsync(lab);
    }

    public Task<string> SqlAsync(string sql) => Database.ExecuteAsync(DatabaseName, sql);

    public async Task<Reply> SendAsync(Request request, LabHost? node = null)
    {
        using var message = request.ToMessage((node ?? Node).Url);
        try
        {
            using var response = await _http.SendAsync(message);
            var text = await response.Content.ReadAsStringAsync();
            var json = response.Content.Headers.ContentType?.MediaType is "application/json" && text.StartsWith('{') ? JsonNode.Parse(text) as JsonObject : null;
            var cookies = response.Headers.TryGetValues("Set-Cookie", out var set) ? string.Join("; ", set.Select(cookie => cookie.Split(';')[0])) : "";
            return new Reply((int)response.StatusCode, text, json, response.Headers.Location, cookies) { RetryAfter = response.Headers.RetryAfter?.ToString() };
        }
        catch (HttpRequestException)
        {
            return Reply.None;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Link.Reopen();
        await Node.DisposeAsync();
        await Link.DisposeAsync();
        await Site.DisposeAsync();
        await Database.DisposeAsync();
        Disk?.Dispose();
        _http.Dispose();
        _key.Dispose();
    }

    private JsonObject Lab()
    {
        var lab = LabJson.Lab(
            LabJson.Client(Public, client => client["public"] = true),
            LabJson.Client(Asking, client => (client["public"], client["consent"]) = (true, "screen")),
            LabJson.Confidential(Machine),
            LabJson.WithKey(Keyed, _key),
            LabJson.Client(Leaving, client => (client["public"], client["backchannel_logout_uri"], client["backchannel_logout_session_required"]) =
                (true, $"https://localhost:{Site.Port}/logout", true)));
        lab["keys"] = new JsonArray(new JsonObject { ["alg"] = "ES256", ["pem"] = _key.Key.ExportPkcs8PrivateKeyPem() }); // of every node
        lab["development"] = new JsonObject { ["allow_loopback"] = true };
        lab["users"] =
            new JsonArray([.. new[] { "alice", "bob", "carol", "dave" }.Select(name => new JsonObject { ["sub"] = name, ["claims"] = new JsonObject { ["name"] = name } })]);
        lab["id_jag"] = new JsonObject { ["subjects"] = new JsonObject { [$"{IdentityProvider}|external-1"] = "alice" } };
        return lab.With(options =>
        {
            // Nothing here is about lifetimes or limits.
            options["Issuer"] = Cluster.Issuer;
            options["Dpop"] = new JsonObject { ["ProofMaxAge"] = "00:10:00" };
            options["AuthorizationCodeLifetime"] = "00:09:00";
            options["RefreshTokenGracePeriod"] = "00:10:00";
            options["PushedAuthorization"] = new JsonObject { ["Lifetime"] = "00:10:00" };
            options["Device"] = new JsonObject { ["Enabled"] = true, ["PollInterval"] = "00:00:01", ["MaxGuesses"] = 1000 };
            options["Logout"] = new JsonObject { ["Enabled"] = true };
            options["Registration"] = new JsonObject { ["Enabled"] = true };
            options["RateLimits"] = new JsonObject { ["ClientMetadataDocuments"] = null };
            options["ClientIdMetadata"] = new JsonObject { ["Enabled"] = true };
            options["JwtBearer"] = new JsonObject
            {
                ["Enabled"] = true,
                ["MaxAssertionLifetime"] = "00:10:00",
                ["Issuers"] = new JsonArray(new JsonObject { ["Issuer"] = IdentityProvider, ["Jwks"] = _key.Jwks.ToJsonString() }),
            };
        });
    }
}
