using System.Buffers.Text;

namespace Attesto.Faults.Table;

/// <summary>What an answer gave, tried when all is well again.</summary>
internal static class Acknowledged
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>What of an answer is lost, or null.</summary>
    public static async Task<string?> FindLossAsync(World world, Call call, Request request, Reply reply)
    {
        foreach (var name in (string[])["access_token", "refresh_token"])
        {
            if (reply[name] is { } token && (await world.SettleAsync(Request.Post("/oauth/introspect", [.. World.Secret, new("token", token)])))["active"] != "true")
            {
                return $"{call}: the {name} is lost";
            }
        }

        if (reply["device_code"] is { } device && (await world.SettleAsync(World.Poll(device)))["error"] != "authorization_pending")
        {
            return $"{call}: the device code is lost";
        }

        if (reply["registration_access_token"] is { } management
            && (await world.SettleAsync(World.Registration("GET", $"/oauth/register/{reply["client_id"]}", management))).Status is not 200)
        {
            return $"{call}: the registration is lost";
        }

        if (reply.Code is { } code && request.Client is { } client and (World.Public or World.Asking or World.Machine)
            && !(await world.SettleAsync(world.Redemption(code, client))).IsGranted)
        {
            return $"{call}: the code is lost";
        }

        return request.Value("id_token_hint") is { } ended && !await IsToldAsync(world, ended) ? $"{call}: the client was not told" : null;
    }

    private static async Task<bool> IsToldAsync(World world, string idToken)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!world.Site.Posted.Any(form => string.Equals(SessionOf(form["logout_token"]), SessionOf(idToken), StringComparison.Ordinal)))
        {
            if (patience.IsCancellationRequested)
            {
                return false;
            }

            await Task.Delay(50, CancellationToken.None);
        }

        return true;
    }

    private static string SessionOf(string token) => (string)JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!["sid"]!;
}
