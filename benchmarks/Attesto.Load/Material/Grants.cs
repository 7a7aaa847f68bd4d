using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;

namespace Attesto.Load;

/// <summary>Tokens that a run begins with, got the way clients get them.</summary>
internal static class Grants
{
    public const string Redirect = "https://app.example/cb";

    private const int PerConnection = 3; // so that none ever waits for a token
    private const int AtOnce = 16;
    private const string Cookie = "login=alice";

    private static readonly string Verifier = Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N");

    private static readonly string Redemption =
        $"{Client.Body}&grant_type=authorization_code&redirect_uri={Uri.EscapeDataString(Redirect)}&code_verifier={Verifier}";

    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public static async Task<string> AccessTokenAsync(string endpoint, string grant = "grant_type=client_credentials&scope=read:reports", string? proof = null) =>
        (await PostAsync(endpoint, $"{Client.Body}&{grant}", proof)).GetProperty("access_token").GetString()!;

    /// <summary>Signs alice in once for each token.</summary>
    public static Task<IReadOnlyList<string>> RefreshTokensAsync(string server, int connections = Wrk.Connections) => ManyAsync(() => SignInAsync(server), connections);

    public static Task<IReadOnlyList<string>> PasswordRefreshTokensAsync(string endpoint) => ManyAsync(
        async () => (await PostAsync(endpoint, $"{Client.Body}&grant_type=password&username=alice&password=x&scope=offline_access")).GetProperty("refresh_token").GetString()!,
        Wrk.Connections);

    private static async Task<IReadOnlyList<string>> ManyAsync(Func<Task<string>> get, int connections)
    {
        var tokens = new string[PerConnection * connections];
        await Parallel.ForAsync(0, tokens.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => tokens[i] = await get());
        return tokens;
    }

    /// <summary>The whole code flow of somebody who is signed in, over and over: the authorization request, and the redemption but for its code.</summary>
    public static Requests Flow() => Requests.Flow(Authorization(), Cookie, $"{Redemption}&code=");

    /// <summary>Codes of devices that nobody has approved yet.</summary>
    public static async Task<IReadOnlyList<string>> DeviceCodesAsync(string server, int count)
    {
        var codes = new string[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
            codes[i] = (await PostAsync($"{server}/oauth/device_authorization", $"{Client.Body}&scope=offline_access")).GetProperty("device_code").GetString()!);
        return codes;
    }

    private static string Authorization()
    {
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
        return $"/oauth/authorize?response_type=code&client_id={Client.Id}&redirect_uri={Uri.EscapeDataString(Redirect)}&scope=offline_access&state=s"
            + $"&code_challenge={challenge}&code_challenge_method=S256";
    }

    private static async Task<string> SignInAsync(string server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server + Authorization());
        request.Headers.Add("Cookie", Cookie);
        using var response = await Http.SendAsync(request);
        var code = HttpUtility.ParseQueryString(response.Headers.Location?.Query ?? "")["code"]
            ?? throw new InvalidOperationException($"no code: {(int)response.StatusCode} {response.Headers.Location} {await response.Content.ReadAsStringAsync()}");
        var tokens = await PostAsync($"{server}/oauth/token", $"{Redemption}&code={code}");
        return tokens.GetProperty("refresh_token").GetString()!;
    }

    private static async Task<JsonElement> PostAsync(string endpoint, string body, string? proof = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded") };
        if (proof is not null)
        {
            request.Headers.Add("DPoP", proof);
        }

        using var response = await Http.SendAsync(request);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadFromJsonAsync<JsonElement>()
            : throw new InvalidOperationException($"{endpoint}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }
}
