using Attesto.DpopClient;

namespace Attesto.Load;

/// <summary>The fields of the table.</summary>
/// <param name="servers">Whom to ask.</param>
internal sealed class Jobs(Servers servers)
{
    public const string Floor = "floor";
    public const string Bare = "bare";
    public const string ClientCredentials = "client_credentials, ES256, secret";
    public const string PrivateKeyJwt = "private_key_jwt, ES256";
    public const string DpopReturning = "DPoP, returning key";
    public const string IntrospectionOfJwt = "introspection of a JWT";
    public const string Refresh = "refresh with rotation";

    /// <summary>The form of client credentials.</summary>
    public const string Credentials = $"{Client.Body}&grant_type=client_credentials&scope=read:reports";

    private const int MostPerSecond = 9_000; // more than two cores serve of what is signed beforehand
    private const int Devices = 2_000;

    public IEnumerable<Job> All() => [.. Documents(), .. WithSecret(), .. WithProof(), .. Introspected(), .. Refreshed(), .. CodeFlow(), .. Polled(), .. AtAnApi()];

    private IEnumerable<Job> Documents()
    {
        foreach (var (row, path, theirs) in new[] { ("discovery", "/.well-known/openid-configuration", "/.well-known/openid-configuration"),
            ("JWKS", "/.well-known/jwks.json", "/.well-known/jwks") })
        {
            yield return Of(row, Floor, servers.Floor, "/", Static(Requests.Get()));
            yield return Of(row, Bare, servers.Bare, path, Static(Requests.Get()));
            yield return Of(row, "memory", servers.Memory, path, Static(Requests.Get()));
            yield return Of(row, "OpenIddict, degraded", servers.Degraded, theirs, Static(Requests.Get()));
        }
    }

    private IEnumerable<Job> WithSecret()
    {
        yield return Of(ClientCredentials, Floor, servers.Floor, "/sign", Static(Requests.Post(Credentials)));
        yield return Of(ClientCredentials, Bare, servers.Bare, "/oauth/token", Static(Requests.Post(Credentials)));
        foreach (var (column, server, database) in servers.EveryAttesto)
        {
            yield return new Job(ClientCredentials, column, server, database, "/oauth/token", Static(Requests.Post(Credentials)));
        }

        yield return Of(ClientCredentials, "OpenIddict, degraded", servers.Degraded, "/connect/token", Static(Requests.Post(Credentials)));
        if (servers.OpenIddict is { } stored)
        {
            yield return new Job(ClientCredentials, "OpenIddict, PostgreSQL", stored, servers.Database, "/connect/token", Static(Requests.Post(Credentials)));
        }

        yield return Of("the same, RS256", Floor, servers.Floor, "/sign-rsa", Static(Requests.Post(Credentials)));
        yield return Of("the same, RS256", "memory", servers.Rsa, "/oauth/token", Static(Requests.Post(Credentials)));
    }

    private IEnumerable<Job> WithProof()
    {
        yield return Of(PrivateKeyJwt, Floor, servers.Floor, "/verify-sign", Static(Requests.Post(Credentials)));
        yield return Of(DpopReturning, Floor, servers.Floor, "/verify-sign", Static(Requests.Post(Credentials)));
        yield return Of("DPoP, new key", Floor, servers.Floor, "/import-verify-sign", Static(Requests.Post(Credentials)));
        foreach (var (column, server) in new[] { (Bare, servers.Bare), ("memory", servers.Memory) })
        {
            var (endpoint, returning) = (new Uri($"{server.Url}/oauth/token"), new DpopKey(TimeProvider.System));
            yield return Of(PrivateKeyJwt, column, server, "/oauth/token", Signed(() => servers.Assertions.Body(server.Url)));
            yield return Of(DpopReturning, column, server, "/oauth/token", Signed(() => $"{Credentials}\t{Prove(returning, endpoint)}"));
            yield return Of("DPoP, new key", column, server, "/oauth/token", Signed(() =>
            {
                using var key = new DpopKey(TimeProvider.System);
                return $"{Credentials}\t{Prove(key, endpoint)}";
            }));
        }

        static string Prove(DpopKey key, Uri endpoint) => key.Prove(HttpMethod.Post, endpoint, accessToken: null, nonce: null);
    }

    private IEnumerable<Job> Introspected()
    {
        yield return Of(IntrospectionOfJwt, Floor, servers.Floor, "/verify", Static(Requests.Post(Credentials)));
        foreach (var (column, server) in new[] { (Bare, servers.Bare), ("memory", servers.Memory) })
        {
            yield return Of(IntrospectionOfJwt, column, server, "/oauth/introspect", async _ => Requests.Post(
                $"{Client.Body}&token={await Grants.AccessTokenAsync($"{server.Url}/oauth/token")}"));
        }

        if (servers.OpenIddict is { } stored)
        {
            yield return new Job(IntrospectionOfJwt, "OpenIddict, PostgreSQL", stored, servers.Database, "/connect/introspect", async _ => Requests.Post(
                $"{Client.Body}&token={await Grants.AccessTokenAsync($"{stored.Url}/connect/token")}"));
        }

        yield return Of("introspection of a refresh token", Floor, servers.Floor, "/", Static(Requests.Post(Credentials)));
        foreach (var (column, server, database) in servers.EveryAttesto)
        {
            yield return new Job("introspection of a refresh token", column, server, database, "/oauth/introspect", async _ => Requests.Post(
                (await Grants.RefreshTokensAsync(server.Url)).Select(token => $"{Client.Body}&token={token}")));
        }
    }

    private IEnumerable<Job> Refreshed()
    {
        yield return Of(Refresh, Floor, servers.Floor, "/sign", Static(Requests.Post(Credentials)));
        if (servers.StoredFloor is { } floor)
        {
            yield return new Job(Refresh, "floor, PostgreSQL", floor, servers.Database, "/sign-read-change", Static(Requests.Post(Credentials)));
        }

        foreach (var (column, server, database) in servers.EveryAttesto)
        {
            yield return new Job(
                Refresh, column, server, database, "/oauth/token", async _ => Requests.Chain(await Grants.RefreshTokensAsync(server.Url), Client.Body));
        }

        if (servers.OpenIddict is { } stored)
        {
            yield return new Job(Refresh, "OpenIddict, PostgreSQL", stored, servers.Database, "/connect/token", async _ =>
                Requests.Chain(await Grants.PasswordRefreshTokensAsync($"{stored.Url}/connect/token"), Client.Body));
        }
    }

    private IEnumerable<Job> CodeFlow() => servers.EveryAttesto.Select(attesto =>
        new Job("whole code flow", attesto.Column, attesto.Server, attesto.Database, "/oauth/token", _ => Task.FromResult(Grants.Flow())) { Answers = 2 });

    // A device that asks earlier than it may costs the same.
    private IEnumerable<Job> Polled()
    {
        foreach (var (column, server, database) in servers.EveryAttesto)
        {
            IReadOnlyList<string>? codes = null;
            yield return new Job("device poll", column, server, database, "/oauth/token", async _ =>
            {
                codes ??= await Grants.DeviceCodesAsync(server.Url, Devices);
                return Requests.Post(codes.Select(code => $"{Client.Body}&grant_type=urn:ietf:params:oauth:grant-type:device_code&device_code={code}"));
            })
            { IsRefused = true };
        }
    }

    private IEnumerable<Job> AtAnApi()
    {
        var api = new Uri($"{servers.Memory.Url}/api/reports");
        var key = new DpopKey(TimeProvider.System);
        yield return Of("bearer at an API", Floor, servers.Floor, "/verify", Static(Requests.Get()));
        yield return Of("bearer at an API", "memory", servers.Memory, api.AbsolutePath, async _ => Requests.Get($"Bearer {await TokenAsync()}"));
        yield return Of("DPoP at an API", Floor, servers.Floor, "/verify-verify", Static(Requests.Get()));
        yield return Of("DPoP at an API", "memory", servers.Memory, api.AbsolutePath, async seconds =>
        {
            var token = await TokenAsync(key.Prove(HttpMethod.Post, new Uri($"{servers.Memory.Url}/oauth/token"), accessToken: null, nonce: null));
            return Requests.Get(Many(seconds, () => $"DPoP {token}\t{key.Prove(HttpMethod.Get, api, token, nonce: null)}"));
        });

        Task<string> TokenAsync(string? proof = null) => Grants.AccessTokenAsync($"{servers.Memory.Url}/oauth/token", proof: proof);
    }

    private static Job Of(string row, string column, ServerProcess server, string path, Func<int, Task<Requests>> prepare) => new(row, column, server, null, path, prepare);

    // The file of a run is deleted after it.
    private static Func<int, Task<Requests>> Static(Requests requests)
    {
        var lines = File.ReadAllLines(requests.File);
        return _ => Task.FromResult(requests.Mode is "get" ? Requests.Get(lines) : Requests.Post(lines));
    }

    private static Func<int, Task<Requests>> Signed(Func<string> request) => seconds => Task.FromResult(Requests.Post(Many(seconds, request)));

    private static ParallelQuery<string> Many(int seconds, Func<string> request) =>
        Enumerable.Range(0, (seconds + 1) * MostPerSecond).AsParallel().Select(_ => request());
}
